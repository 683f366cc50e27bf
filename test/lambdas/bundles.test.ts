import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Merged, PublishedManifest, Summary } from '../../lib/run/contract/results.ts';
import { getRun, postRuns, scheduleEvent, uploadEvent } from '../run/start/events.ts';
import { API_KEY, type Deployment, deploy } from './deployment.ts';
import { codeOf, FUNCTIONS, type FunctionName, type Synthesized, sourcesOf, synthesized } from './synthesized.ts';

const SAMPLE = JSON.parse(readFileSync(new URL('../../data/ketlmtn_products.json', import.meta.url), 'utf8')) as {
  product_id: number;
}[];

/** Five bundles, on a machine that is busy. */
const BUNDLING_MS = 180_000;

let stack: Synthesized;
beforeAll(async () => {
  stack = await synthesized();
}, BUNDLING_MS);

interface Answer {
  readonly statusCode: number;
  readonly body: string;
}
const ask = async (world: Deployment, name: 'start' | 'status', event: unknown) => {
  const { statusCode, body } = (await world.invoke(name, event)) as Answer;
  return { statusCode, body: JSON.parse(body) };
};
const onlyRun = (world: Deployment): string => {
  const [name, ...others] = world.machine.names();
  expect(others).toEqual([]);
  return name ?? '';
};

describe('the functions as they ship', () => {
  it('carry an upload to translated, published catalogs, and a second delivery nowhere', async () => {
    const world = await deploy(stack);
    await world.put('catalogs/shop/summer.json', SAMPLE.slice(0, 3));
    await world.put('catalogs/shop/summer.request.json', { locales: ['es', 'japanese'] });
    const event = uploadEvent({ key: 'catalogs/shop/summer.json' });
    await world.invoke('start', event);
    const runId = onlyRun(world);

    const summary: Summary = await world.settled(`runs/${runId}/summary.json`);
    expect(summary).toMatchObject({ status: 'COMPLETE', engine: 'groq', locales: ['es', 'ja'] });
    const merged: Merged = await world.settled(`runs/${runId}/merged.json`);
    expect(merged.products.map(({ product_id }) => product_id)).toEqual([1, 2, 3]);
    const manifest: PublishedManifest = await world.settled('published/shop/summer/manifest.json');
    expect(manifest.locales['es']).toMatchObject({ runId, products: 3, missing: [] });
    const spanish = await world.settled('published/shop/summer/es.json');
    expect(spanish).toEqual(await world.settled(`runs/${runId}/catalogs/es.json`));
    expect(await world.keys('memory/shop/summer/')).not.toEqual([]);

    const calls = world.groq.log.length;
    expect(calls).toBeGreaterThan(0);
    await world.invoke('start', { ...event, id: 'another', time: '2026-11-21T00:00:09Z' });
    expect(onlyRun(world)).toBe(runId);
    await world.invoke('start', uploadEvent({ key: 'catalogs/shop/summer.json', 'version-id': 'next' }));
    const [, second = ''] = world.machine.names();
    expect(await world.settled(`runs/${second}/summary.json`)).toMatchObject({
      status: 'COMPLETE',
      stats: { calls: 0 },
    });
    expect(world.groq.log).toHaveLength(calls);
  });

  it('answer the API: a run with products of its own, its progress, its results by links', async () => {
    const world = await deploy(stack);
    const started = await ask(world, 'start', postRuns({ catalog: SAMPLE.slice(0, 2), locales: ['French'] }));
    expect(started).toMatchObject({ statusCode: 202, body: { status: 'RUNNING' } });
    const { runId } = started.body;
    await world.settled(`runs/${runId}/summary.json`);
    const told = await ask(world, 'status', getRun(runId));
    expect(told).toMatchObject({ statusCode: 200, body: { runId, status: 'COMPLETE', summary: { locales: ['fr'] } } });
    const response = await fetch(told.body.links.merged);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual(await world.settled(`runs/${runId}/merged.json`));
    expect(await world.keys('published/')).toEqual([]);

    const refused = await ask(world, 'start', postRuns({ catalog: 'catalogs/none.json', locales: ['frensh'], x: 1 }));
    expect(refused.statusCode).toBe(400);
    expect(refused.body.faults).toHaveLength(3);
    expect(await ask(world, 'status', getRun('unknown'))).toMatchObject({ statusCode: 404 });
  });

  it('refresh every catalog on schedule, in the default languages', async () => {
    const world = await deploy(stack);
    await world.put('catalogs/a.json', SAMPLE.slice(0, 1));
    await world.put(
      'catalogs/b.jsonl',
      SAMPLE.slice(1, 3)
        .map((product) => JSON.stringify(product))
        .join('\n'),
    );
    expect(await world.invoke('start', scheduleEvent())).toEqual({ started: 2, exists: 0, underWay: 0 });
    const statuses = await Promise.all(
      world.machine.names().map((name) => world.settled(`runs/${name}/summary.json`) as Promise<Summary>),
    );
    expect(statuses.map(({ status, locales }) => [status, locales])).toEqual([
      ['COMPLETE', ['es', 'fr', 'de']],
      ['COMPLETE', ['es', 'fr', 'de']],
    ]);
    expect(await world.keys('published/')).toHaveLength(8);
  });

  it('take a catalog of several batches through the Distributed Map', async () => {
    const world = await deploy(stack);
    const catalog = Array.from({ length: 450 }, (_, index) => ({ ...SAMPLE[index % 3], product_id: index + 1 }));
    await world.put('catalogs/large.json', catalog);
    await world.put('catalogs/large.request.json', { locales: ['es'], maxConcurrency: 3 });
    await world.invoke('start', uploadEvent({ key: 'catalogs/large.json' }));
    const runId = onlyRun(world);
    expect(await world.settled(`runs/${runId}/summary.json`)).toMatchObject({
      status: 'COMPLETE',
      counts: { products: 450 },
    });
    const parts = (await world.keys(`runs/${runId}/internal/`)).filter((key) => key.endsWith('/es.part.json'));
    expect(parts.map((key) => key.split('/').at(-2))).toEqual(['00000', '00001', '00002']);
  });

  it('say of a file that is no catalog what is wrong, in a summary, once', async () => {
    const world = await deploy(stack);
    await world.put('catalogs/broken.json', '{"products": ');
    await world.put('catalogs/broken.request.json', '[]');
    await world.invoke('start', uploadEvent({ key: 'catalogs/broken.json' }));
    const runId = onlyRun(world);
    const summary: Summary = await world.settled(`runs/${runId}/summary.json`);
    expect(summary).toMatchObject({ status: 'FAILED', stoppedBy: { error: 'RequestInvalid' } });
    expect(summary.faults).toEqual([
      expect.stringMatching(/^catalogs\/broken\.request\.json: /),
      expect.stringMatching(/^catalog catalogs\/broken\.json: not JSON/),
    ]);
    expect(world.machine.status(runId)).toBe('FAILED');
    expect(await ask(world, 'status', getRun(runId))).toMatchObject({ statusCode: 200, body: { status: 'FAILED' } });
    expect(world.groq.log).toEqual([]);
  });

  it.each([
    ['there is no key', null, /there is no key/],
    ['the key is refused', 'gsk_wrong', /key/i],
  ])('fail the run and say so where %s', async (_, key, cause) => {
    const world = await deploy(stack, { key });
    await world.put('catalogs/a.json', SAMPLE.slice(0, 1));
    await world.invoke('start', uploadEvent({ key: 'catalogs/a.json' }));
    const summary: Summary = await world.settled(`runs/${onlyRun(world)}/summary.json`);
    expect(summary).toMatchObject({ status: 'FAILED', stoppedBy: { error: 'ProviderKeyRejected' } });
    expect(summary.stoppedBy?.cause).toMatch(cause);
    expect(await world.keys('published/')).toEqual([]);
  });

  it('ask S3 without the SDK where a cold start of every locale job would load it', () => {
    const clients = (name: FunctionName) =>
      sourcesOf(stack.functions[name]).filter((source) => source.includes('node_modules/@aws-sdk/client-'));
    expect(clients('plan')).not.toEqual([]);
    expect(clients('translate')).toEqual([]);
  });

  it('leave to files of their own what a locale job needs late or seldom: the language tables and X-Ray', () => {
    const { translate } = stack.functions;
    const tables = /node_modules\/franc-min\/|\/checks\/(language|numbers)\/|\/checks\/(refusals|english-words|index)/;
    const xray = /node_modules\/(aws-xray-sdk-core|@aws-lambda-powertools)\//;
    const held = (what: RegExp, name: string) => sourcesOf(translate, name).filter((source) => what.test(source));
    expect(held(tables, 'index.js')).toEqual([]);
    expect(held(xray, 'index.js')).toEqual([]);
    expect(held(tables, 'checks.js').length).toBeGreaterThan(10);
    expect(held(xray, 'xray.js').length).toBeGreaterThan(10);
  });

  it.each(FUNCTIONS)('have beside them all that they load later, and nothing else: %s', (name) => {
    const own = stack.functions[name];
    const wanted = readFileSync(own.file, 'utf8').match(/(?<=require\("#)[a-z]+(?="\))/g) ?? [];
    const beside = codeOf(own).filter((file) => file !== 'index.js');
    expect(beside.map((file) => file.replace('.js', ''))).toEqual([...new Set(wanted)].sort());
    const fromIndex = createRequire(own.file);
    for (const file of wanted) {
      expect(fromIndex.resolve(`#${file}`)).toBe(join(dirname(own.file), `${file}.js`));
      execFileSync(process.execPath, ['-e', 'require(process.argv[1])', join(dirname(own.file), `${file}.js`)]);
    }
  });

  it('have in two of their files nothing that must be one: no class to ask for, no state', () => {
    const { translate } = stack.functions;
    const known = new Set(sourcesOf(translate));
    const others = codeOf(translate).filter((name) => name !== 'index.js');
    const twice = others.flatMap((name) => sourcesOf(translate, name).filter((source) => known.has(source)));
    const own = twice.map((source) => source.slice(source.search(/(lib|node_modules)\//)));
    expect(own).toContain('lib/translate/checks/text.ts');
    const textOf = (source: string) => readFileSync(new URL(`../../${source}`, import.meta.url), 'utf8');
    const mayMatter = new Set(own.filter((source) => /^(export )?(class|let) /m.test(textOf(source))));
    expect([...mayMatter].sort()).toEqual([
      // A table that is made at its first use.
      'lib/catalog/locale.ts',
      // Of its classes X-Ray's copy throws none; the names are texts.
      'lib/run/contract/errors.ts',
      // The class is made and called in index.js; the checks' copy is left with the sums and the reading of words.
      'lib/translate/answers-so-far.ts',
    ]);
  });

  it('keep the key out of the template, the environment, the logs and the bucket', async () => {
    const world = await deploy(stack);
    await world.put('catalogs/a.json', SAMPLE.slice(0, 1));
    await world.invoke('start', uploadEvent({ key: 'catalogs/a.json' }));
    await world.settled(`runs/${onlyRun(world)}/summary.json`);
    const texts = await Promise.all((await world.keys('')).map((key) => world.s3.store.read(key)));
    expect(world.groq.log[0]?.authorized).toBe(true);
    expect(world.output()).toContain('run.finished');
    expect([stack.text, world.output(), ...texts].join('\n')).not.toContain(API_KEY);
  });
});
