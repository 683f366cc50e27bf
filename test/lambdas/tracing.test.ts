import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Collector, type CollectorOptions, startCollector } from '../fakes/collector.ts';
import { startXRayDaemon, type XRayDaemon } from '../fakes/xray-daemon.ts';
import { codeOf, synthesized } from './synthesized.ts';
import { type TracedFunctions, tracedFunctions } from './traced-functions.ts';

const SAMPLE = JSON.parse(readFileSync(new URL('../../data/ketlmtn_products.json', import.meta.url), 'utf8')) as {
  product_id: number;
}[];
const ONE = SAMPLE.slice(0, 1);

/** Five bundles, on a machine that is busy. */
const BUNDLING_MS = 180_000;

/** What tells that a library has been evaluated: a text of it that stands where it is set up, and what is planted there. */
const MARKS = [
  ['"X-Ray for Node.js"', '(console.log("LOADED x-ray"),"X-Ray for Node.js")'],
  [
    '`OTel-OTLP-Exporter-JavaScript/',
    ['`$', '{console.log("LOADED opentelemetry")??""}OTel-OTLP-Exporter-JavaScript/'].join(''),
  ],
] as const;

let bundles: Record<'plan' | 'translate' | 'merge', string>;
const folder = mkdtempSync(join(tmpdir(), 'fanout-traced-'));
afterAll(() => rmSync(folder, { recursive: true }));

beforeAll(async () => {
  const { functions } = await synthesized();
  const marked = (name: 'plan' | 'translate' | 'merge') => {
    const own = functions[name];
    cpSync(dirname(own.file), join(folder, name), { recursive: true });
    for (const file of codeOf(own).map((code) => join(folder, name, code))) {
      const text = MARKS.reduce((own, [mark, planted]) => own.replace(mark, () => planted), readFileSync(file, 'utf8'));
      writeFileSync(file, text);
    }
    return join(folder, name, 'index.js');
  };
  bundles = { plan: marked('plan'), translate: marked('translate'), merge: marked('merge') };
}, BUNDLING_MS);

const ROOT = '1-5759e988-bd862e3fe1be46a994272793';
const TRACE_ID = ROOT.slice(2).replace('-', '');
const FUNCTION_SEGMENT = '53995c3f42cd8ad8';
const SAMPLED = `Root=${ROOT};Parent=${FUNCTION_SEGMENT};Sampled=1;Lineage=1:a87bd80c:0`;
const UNSAMPLED = `Root=${ROOT};Parent=${FUNCTION_SEGMENT};Sampled=0`;

interface Options {
  readonly collector?: CollectorOptions | null;
  readonly environment?: Readonly<Record<string, string>>;
  readonly products?: readonly unknown[];
}
async function world({ collector: wanted = {}, environment = {}, products = ONE }: Options = {}): Promise<{
  functions: TracedFunctions;
  daemon: XRayDaemon;
  collector: Collector | null;
}> {
  const daemon = await startXRayDaemon();
  const collector = wanted && (await startCollector(wanted));
  onTestFinished(async () => {
    await daemon.close();
    await collector?.close();
  });
  const traced = { ...(collector && { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url }), ...environment };
  const functions = await tracedFunctions({
    bundles,
    products,
    environment: { AWS_XRAY_DAEMON_ADDRESS: daemon.address, ...traced },
  });
  return { functions, daemon, collector };
}

describe('X-Ray, from the functions as they ship', () => {
  it('shows a locale job under its function, and what it did under that', async () => {
    const { functions, daemon } = await world({ collector: null });
    const { jobs } = await functions.plan(['es'], SAMPLED);
    await functions.translate(jobs[0]!, SAMPLED);

    const documents = await daemon.ended(4);
    const [plan] = documents;
    expect(plan).toMatchObject({ name: 'plan', type: 'subsegment', parent_id: FUNCTION_SEGMENT, trace_id: ROOT });
    const job = documents.at(-1)!;
    expect(job).toMatchObject({
      name: 'translate_to_spanish',
      type: 'subsegment',
      trace_id: ROOT,
      parent_id: FUNCTION_SEGMENT,
      annotations: { runId: 'traced', locale: 'es', batch: 0, model: 'openai/gpt-oss-20b', traceId: TRACE_ID },
    });
    expect(job.metadata?.default['counts']).toMatchObject({ recall: 1, call: 1, calls: 1, memoryHits: 0 });
    expect(job).not.toHaveProperty('error');
    const children = documents.slice(1, -1);
    expect(children.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['recall_memory', 'chat openai/gpt-oss-20b']),
    );
    for (const child of children) {
      expect(child).toMatchObject({ type: 'subsegment', trace_id: ROOT, parent_id: job.id });
      expect(child.annotations).toMatchObject({ runId: 'traced', locale: 'es' });
      expect(child.start_time).toBeGreaterThanOrEqual(job.start_time);
      expect(child.end_time).toBeGreaterThanOrEqual(child.start_time);
      expect(child.end_time).toBeLessThanOrEqual(job.end_time!);
    }
    const call = children.find(({ name }) => name.startsWith('chat'));
    expect(call).toMatchObject({ namespace: 'remote', annotations: { model: 'openai/gpt-oss-20b' } });
    expect(call?.metadata?.default['counts']).toMatchObject({ promptTokens: expect.any(Number) });
    expect(new Set(documents.map(({ id }) => id)).size).toBe(documents.length);
    expect(functions.logged('trace.dropped')).toEqual([]);
  });

  it('has what an invocation did before its handler answers: Lambda may freeze it at once', async () => {
    const { functions, daemon } = await world({ collector: null });
    const { jobs } = await functions.planned(['es']);
    await functions.translateAndVanish(jobs[0]!, SAMPLED);
    expect((await daemon.ended(3)).at(-1)).toMatchObject({ name: 'translate_to_spanish' });
  });

  it('follows each invocation of one process to its own trace', async () => {
    const { functions, daemon } = await world({ collector: null });
    const { jobs } = await functions.planned(['es', 'fr', 'de']);
    const roots = ['1-5759e988-aaaaaaaaaaaaaaaaaaaaaaaa', '1-5759e988-bbbbbbbbbbbbbbbbbbbbbbbb'];
    await functions.translate(jobs[0]!, `Root=${roots[0]};Parent=00000000000000aa;Sampled=1`);
    await functions.translate(jobs[1]!, `Root=${roots[0]};Parent=00000000000000ab;Sampled=0`);
    await functions.translate(jobs[2]!, `Root=${roots[1]};Parent=00000000000000bb;Sampled=1`);
    const own = (await daemon.ended(6)).filter(({ name }) => name.startsWith('translate_to_'));
    expect(own.map(({ trace_id, parent_id, name }) => [trace_id, parent_id, name])).toEqual([
      [roots[0], '00000000000000aa', 'translate_to_spanish'],
      [roots[1], '00000000000000bb', 'translate_to_german'],
    ]);
  });

  it('shows what failed as failed, with its reason', async () => {
    const { functions, daemon } = await world({ collector: null });
    const { jobs } = await functions.planned(['es']);
    functions.groq.setFaults([{ fault: 'unauthorized' }]);
    await expect(functions.translate(jobs[0]!, SAMPLED)).rejects.toMatchObject({ name: 'ProviderKeyRejected' });
    const documents = await daemon.ended(3);
    const job = documents.at(-1);
    expect(job).toMatchObject({
      name: 'translate_to_spanish',
      fault: true,
      annotations: { error: 'ProviderKeyRejected' },
    });
    expect(job?.cause?.exceptions).toMatchObject([
      { type: 'ProviderKeyRejected', message: expect.stringMatching(/key/) },
    ]);
    const call = documents.find(({ name }) => name.startsWith('chat'));
    expect(call).toMatchObject({ error: true, annotations: { error: 'ProviderKeyRejected' } });
    await expect(functions.merge('unknown', SAMPLED)).rejects.toMatchObject({ name: 'StoreUnavailable' });
    expect((await daemon.ended(4)).at(-1)).toMatchObject({ name: 'merge', fault: true });
  });

  it('tells nobody but AWS of the trace', async () => {
    const { functions, daemon, collector } = await world();
    const { jobs } = await functions.plan(['es'], SAMPLED);
    const planned = functions.s3Headers.length;
    await functions.translate(jobs[0]!, SAMPLED);
    const ofTranslate = functions.s3Headers.slice(planned);
    await functions.merge('traced', SAMPLED);
    expect((await daemon.ended(5)).length).toBeGreaterThanOrEqual(5);
    const toGroq = functions.groq.log.map(({ headers }) => headers);
    const ofATrace = (all: readonly object[]) =>
      all.flatMap((headers) => Object.keys(headers)).filter((name) => /trace|b3|baggage|xray/i.test(name));
    for (const all of [toGroq, ofTranslate, collector!.headers]) {
      expect(all.length).toBeGreaterThan(0);
      expect(ofATrace(all)).toEqual([]);
    }
    // The AWS SDK, with which Plan and Merge read the bucket, tells S3 so that AWS can stop functions that call themselves without end.
    const bySdk = functions.s3Headers.filter((headers) => ofATrace([headers]).length > 0);
    for (const headers of bySdk) expect(headers['user-agent']).toMatch(/^aws-sdk-js/);
  });

  it.each([
    ['is not sampled', UNSAMPLED],
    ['has no header', undefined],
  ])('is not loaded where a trace %s', async (_, header) => {
    const { functions, daemon } = await world({ collector: null });
    const { jobs } = await functions.plan(['es'], header);
    expect(await functions.translate(jobs[0]!, header)).toMatchObject({ status: 'translated' });
    await functions.merge('traced', header);
    expect(daemon.documents).toEqual([]);
    expect(functions.output()).not.toContain('LOADED');
  });

  it.each([
    ['answers nobody', { AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1:9' }],
    ['has no such host', { AWS_XRAY_DAEMON_ADDRESS: 'nobody.invalid:2000' }],
    ['is no address', { AWS_XRAY_DAEMON_ADDRESS: 'nonsense' }],
    ['has a port that is none', { AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1:99999' }],
    ['is not to be used', { POWERTOOLS_TRACE_ENABLED: 'false' }],
  ])('fails nothing where its daemon %s', async (_, environment) => {
    const { functions, daemon } = await world({ collector: null, environment });
    const { jobs } = await functions.plan(['es'], SAMPLED);
    expect(await functions.translate(jobs[0]!, SAMPLED)).toMatchObject({ status: 'translated' });
    expect(await functions.merge('traced', SAMPLED)).toMatchObject({ status: 'COMPLETE' });
    expect(daemon.documents).toEqual([]);
  });
});

describe('OpenTelemetry, from the functions as they ship', () => {
  it('has one trace of a run, under the id that X-Ray has', async () => {
    const { functions, daemon, collector } = await world({ products: SAMPLE.slice(0, 3) });
    const { jobs } = await functions.plan(['es', 'pt-BR'], SAMPLED);
    expect(collector!.spans).toEqual([]);
    for (const job of jobs) {
      const before = collector!.spans.length;
      await functions.translate(job, SAMPLED);
      // No waiting: they are there when the handler has answered.
      expect(collector!.spans.slice(before).map(({ name }) => name)).toContain('attempt');
    }
    await functions.merge('traced', SAMPLED);

    const { spans } = collector!;
    expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set([TRACE_ID]));
    const documents = await daemon.ended(8);
    expect(new Set(documents.map(({ trace_id }) => trace_id))).toEqual(new Set([ROOT]));
    const byId = new Map(spans.map((span) => [span.spanId, span]));
    expect(byId.size).toBe(spans.length);
    const roots = spans.filter(({ parentSpanId }) => parentSpanId === '');
    expect(roots.map(({ name }) => name)).toEqual(['translate_catalog']);
    const parents = spans.filter(({ parentSpanId }) => parentSpanId !== '');
    expect(parents.filter(({ parentSpanId }) => !byId.has(parentSpanId))).toEqual([]);
    const names = new Set(spans.map(({ name }) => name));
    for (const { name } of documents.filter(({ name }) => !['plan', 'merge'].includes(name)))
      expect(names).toContain(name);
  });

  it('doubles no id when Translate is tried again, and says the run once when Merge is', async () => {
    const { functions, collector } = await world();
    const { jobs } = await functions.planned(['es']);
    functions.groq.setFaults([{ fault: 'server_error' }]);
    await expect(functions.translate(jobs[0]!)).rejects.toThrow();
    functions.groq.setFaults([]);
    expect(await functions.translate(jobs[0]!)).toMatchObject({ status: 'translated' });
    const first = await functions.merge('traced');
    const exported = collector!.spans.length;
    expect(await functions.merge('traced')).toEqual(first);
    const { spans } = collector!;
    expect(spans).toHaveLength(exported);
    expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(exported);
    const attempts = spans.filter(({ name }) => name === 'attempt');
    expect(attempts.map(({ status }) => status.code).sort()).toEqual(['ERROR', 'OK']);
    const [job, ...others] = spans.filter(({ name }) => name === 'translate_to_spanish');
    expect(others).toEqual([]);
    expect(attempts.map(({ parentSpanId }) => parentSpanId)).toEqual([job?.spanId, job?.spanId]);
  });

  it('asks a collector that never answers once, and says what was dropped', async () => {
    const { functions, collector } = await world({ collector: { silent: true } });
    const { jobs } = await functions.planned(['es', 'fr']);
    expect(await functions.translate(jobs[0]!)).toMatchObject({ status: 'translated' });
    expect(await functions.translate(jobs[1]!)).toMatchObject({ status: 'translated' });
    expect(collector!.headers).toHaveLength(1);
    const dropped = functions.logged('trace.dropped');
    expect(dropped).toHaveLength(2);
    expect(dropped[0]).toMatch(/spans: \d+,\s+cause: .*longer than 1500 ms/);
    expect(dropped[1]).toMatch(/spans: \d+,\s+cause: .*a moment ago/);
  });

  it('trusts no connection that it has had before: it may have died while Lambda stood still', async () => {
    const used = new Set<unknown>();
    let taken = 0;
    const server = createServer(async (request, response) => {
      if (used.has(request.socket)) return;
      used.add(request.socket);
      for await (const _ of request);
      taken++;
      response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { functions } = await world({ collector: null, environment: { OTEL_EXPORTER_OTLP_ENDPOINT: url } });
    const { jobs } = await functions.planned(['es', 'fr']);
    for (const job of jobs) await functions.translate(job);
    expect(taken).toBe(2);
    expect(functions.logged('trace.dropped')).toEqual([]);
  });

  it('reads the headers for the collector from Parameter Store, once', async () => {
    const name = '/shop/otlp-headers';
    const { functions, collector } = await world({ environment: { FANOUT_OTLP_HEADERS_PARAMETER: name } });
    functions.ssm.parameters.set(name, { value: 'api_key=secret%20one,x-team=shop', type: 'SecureString' });
    const { jobs } = await functions.planned(['es', 'fr']);
    for (const job of jobs) await functions.translate(job);
    await functions.merge('traced');
    expect(collector!.headers).toHaveLength(3);
    for (const headers of collector!.headers)
      expect(headers).toMatchObject({ api_key: 'secret one', 'x-team': 'shop' });
    // Translate and Merge, each once.
    expect(functions.ssm.log.filter(({ body }) => body.includes(name))).toHaveLength(2);
    expect(functions.output()).not.toContain('secret');
  });

  it.each([
    ['stands nowhere', null],
    ['may not be read', 'denied'],
  ] as const)('goes without headers where their parameter %s, and says so', async (_, fault) => {
    const name = '/shop/otlp-headers';
    const { functions, collector } = await world({ environment: { FANOUT_OTLP_HEADERS_PARAMETER: name } });
    const { jobs } = await functions.planned(['es']);
    await functions.translate(jobs[0]!);
    if (fault) functions.ssm.failing(fault, { times: 9 });
    expect(await functions.merge('traced')).toMatchObject({ status: 'COMPLETE' });
    expect(collector!.spans.map(({ name }) => name)).toContain('translate_product_1');
    expect(functions.logged('trace.no-headers')).toHaveLength(2);
  });

  it('is loaded for a collector', async () => {
    const { functions } = await world();
    const { jobs } = await functions.plan(['es'], SAMPLED);
    expect(functions.output()).not.toContain('LOADED opentelemetry');
    await functions.translate(jobs[0]!, SAMPLED);
    expect(
      functions
        .output()
        .match(/LOADED .*/g)
        ?.sort(),
    ).toEqual(['LOADED opentelemetry', 'LOADED x-ray', 'LOADED x-ray']);
  });
});
