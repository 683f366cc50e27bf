import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { XRayOutbox } from '../../lib/adapters/xray-outbox.ts';
import type { XRay } from '../../lib/adapters/xray-tracer.ts';
import type { Locale } from '../../lib/catalog/locale.ts';
import { ERROR_NAMES } from '../../lib/run/contract/errors.ts';
import type { EndedInvocation, Log } from '../../lib/run/ports.ts';
import type { CallEntry } from '../../lib/translate/trail.ts';
import { type SegmentDocument, startXRayDaemon, type XRayDaemon } from '../fakes/xray-daemon.ts';

const ROOT = '1-5759e988-bd862e3fe1be46a994272793';
const STARTED_AT = Date.UTC(2026, 10, 21, 9, 30);

let daemon: XRayDaemon;
let xray: XRay;
const logged: { event: string; data: object }[] = [];
const log: Log = (event, data) => void logged.push({ event, data });

beforeAll(async () => {
  daemon = await startXRayDaemon();
  // The library looks at these when it is loaded.
  vi.stubEnv('LAMBDA_TASK_ROOT', '/var/task');
  vi.stubEnv('AWS_EXECUTION_ENV', 'AWS_Lambda_nodejs24.x');
  vi.stubEnv('AWS_XRAY_DAEMON_ADDRESS', daemon.address);
  vi.stubEnv('_X_AMZN_TRACE_ID', `Root=${ROOT};Parent=53995c3f42cd8ad8;Sampled=1`);
  const adapter = await import('../../lib/adapters/xray-tracer.ts');
  xray = adapter.xray(log);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await daemon.close();
});

const begin = () =>
  xray.tracer.begin({
    runId: 'run-1',
    batch: 7,
    locale: 'pt-BR' as Locale,
    products: [1],
    attempt: `${STARTED_AT}-1`,
    startedAt: STARTED_AT,
    parent: { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) },
  });
const ENDED: EndedInvocation = { endedAt: STARTED_AT + 900, error: null, model: null, calls: 0, usd: 0, result: null };
const CALL: CallEntry = {
  kind: 'call',
  at: STARTED_AT + 100,
  ms: 700,
  model: 'openai/gpt-oss-20b',
  again: null,
  segments: 4,
  promptTokens: 100,
  cachedTokens: 20,
  completionTokens: 50,
  usd: 0.001,
  answerLength: 80,
  error: null,
};

/** What comes of `work`, in order. */
async function documentsOf(work: () => Promise<unknown>, count: number): Promise<SegmentDocument[]> {
  const before = (await daemon.ended(0)).length;
  await work();
  return (await daemon.ended(before + count)).slice(before);
}

describe('an invocation of a locale job', () => {
  it('stands there from its beginning, in progress, for what it does to stand under', async () => {
    const seen = daemon.documents.length;
    const trace = begin();
    await vi.waitFor(() => expect(daemon.documents.length).toBe(seen + 1));
    const [open] = daemon.documents.slice(seen);
    expect(open).toMatchObject({
      name: 'translate_to_brazilian_portuguese',
      in_progress: true,
      start_time: STARTED_AT / 1_000,
      annotations: { runId: 'run-1', locale: 'pt-BR', batch: 7, traceId: 'a'.repeat(32) },
    });
    const [ended] = await documentsOf(() => trace.end(ENDED), 1);
    expect(ended).toMatchObject({ id: open?.id, parent_id: '53995c3f42cd8ad8', trace_id: ROOT });
    expect(ended).not.toHaveProperty('in_progress');
  });

  it('tells of a call its counts, and of the provider as another system', async () => {
    const [call, job] = await documentsOf(async () => {
      const trace = begin();
      trace.add({ ...CALL, again: 'correction' });
      trace.add({ kind: 'check', at: STARTED_AT, ms: 1, accepted: 3, refused: 1, checks: ['length'] });
      await trace.end({ ...ENDED, calls: 1, usd: 0.001, result: { units: 4, translated: 3, memoryHits: 0 } });
    }, 2);
    expect(call).toMatchObject({
      name: 'chat openai/gpt-oss-20b',
      namespace: 'remote',
      parent_id: job?.id,
      start_time: CALL.at / 1_000,
      annotations: { runId: 'run-1', locale: 'pt-BR', model: 'openai/gpt-oss-20b', retry: 'correction' },
    });
    const { kind: _, at: __, ms: ___, model: ____, again: _____, error: ______, ...numbers } = CALL;
    expect(call?.metadata?.default).toEqual({ counts: numbers });
    expect(job?.metadata?.default).toEqual({
      counts: { recall: 0, wait: 0, call: 1, check: 1, calls: 1, usd: 0.001, units: 4, translated: 3, memoryHits: 0 },
    });
  });

  it.each([
    [ERROR_NAMES.rateLimited, { error: true, throttle: true }],
    [ERROR_NAMES.requestRejected, { error: true }],
    [ERROR_NAMES.providerUnavailable, { fault: true }],
  ])('tells of a call that ended in %s whose fault it was', async (error, flags) => {
    const [call] = await documentsOf(async () => {
      const trace = begin();
      trace.add({ ...CALL, error });
      await trace.end(ENDED);
    }, 2);
    const { fault, error: isError, throttle } = call ?? {};
    expect(JSON.parse(JSON.stringify({ fault, error: isError, throttle }))).toEqual(flags);
    expect(call?.annotations).toMatchObject({ error });
  });

  it('has failed for what it says, but not where it was paused', async () => {
    const error = { error: 'StoreUnavailable', cause: 'S3 is away' };
    const paused = { error: 'Paused', cause: 'a daily limit' };
    const [failed, waits] = await documentsOf(async () => {
      await begin().end({ ...ENDED, error });
      await begin().end({ ...ENDED, error: paused });
    }, 2);
    expect(failed).toMatchObject({ fault: true, annotations: { error: 'StoreUnavailable' } });
    expect(failed?.cause?.exceptions).toMatchObject([{ type: 'StoreUnavailable', message: 'S3 is away', stack: [] }]);
    expect(waits).toMatchObject({
      annotations: { error: 'Paused' },
      metadata: { default: { cause: 'a daily limit' } },
    });
    expect(waits).not.toHaveProperty('fault');
  });

  it('tells nothing more once it has ended: the next one has another trace', async () => {
    const documents = await documentsOf(async () => {
      const trace = begin();
      await trace.end(ENDED);
      trace.add(CALL);
      await begin().end(ENDED);
    }, 2);
    expect(documents.map(({ name }) => name)).toEqual(Array(2).fill('translate_to_brazilian_portuguese'));
  });
});

describe('a step of a run', () => {
  it('gives what its work gives, and fails as it fails', async () => {
    const [done, failed] = await documentsOf(async () => {
      expect(await xray.inSubsegment('plan', 'run-1', async () => 'planned')).toBe('planned');
      const fault = new Error('no catalog');
      await expect(xray.inSubsegment('plan', 'run-1', () => Promise.reject(fault))).rejects.toBe(fault);
    }, 2);
    expect(done).toMatchObject({ name: 'plan', annotations: { runId: 'run-1' } });
    expect(done).not.toHaveProperty('fault');
    expect(failed).toMatchObject({ fault: true, cause: { exceptions: [{ message: 'no catalog' }] } });
  });

  it('is not shown where the trace is not sampled', async () => {
    vi.stubEnv('_X_AMZN_TRACE_ID', `Root=${ROOT};Parent=53995c3f42cd8ad8;Sampled=0`);
    const seen = daemon.documents.length;
    await xray.inSubsegment('plan', 'run-1', async () => undefined);
    await begin().end(ENDED);
    vi.stubEnv('_X_AMZN_TRACE_ID', `Root=${ROOT};Parent=53995c3f42cd8ad8;Sampled=1`);
    await documentsOf(() => begin().end(ENDED), 1);
    expect(daemon.documents.slice(seen).filter(({ name }) => name === 'plan')).toEqual([]);
  });
});

it('says nothing in the log where all has left', () => {
  expect(logged).toEqual([]);
});

describe('what is on its way', () => {
  const outbox = () => {
    const lines: object[] = [];
    return { lines, own: new XRayOutbox((event, data) => void lines.push({ event, ...data })) };
  };

  it('is waited for until it has left, or cannot leave', async () => {
    const { own, lines } = outbox();
    let left = 0;
    for (let n = 0; n < 3; n++) own.send(() => void setImmediate(() => own.logger.debug(`Subsegment sent: ${++left}`)));
    await own.empty();
    expect(left).toBe(3);
    expect(lines).toEqual([]);
    own.send(
      () => void setImmediate(() => own.logger.error('Error occured sending segment: ', new Error('ENETUNREACH'))),
    );
    await own.empty();
    expect(lines).toEqual([
      { event: 'trace.dropped', spans: 1, cause: 'X-Ray: Error occured sending segment: Error: ENETUNREACH' },
    ]);
  });

  it('is given up on after a moment, and fails nobody', async () => {
    const { own, lines } = outbox();
    own.send(() => {});
    own.send(() => {
      throw new RangeError('a port that is none');
    });
    await own.empty();
    expect(lines).toEqual([
      { event: 'trace.dropped', spans: 1, cause: 'X-Ray: RangeError: a port that is none' },
      { event: 'trace.dropped', spans: 1, cause: 'X-Ray: not sent within 100 ms' },
    ]);
    await own.empty();
    expect(lines).toHaveLength(2);
  });
});
