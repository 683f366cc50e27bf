import { describe, expect, it } from 'vitest';
import { StoreUnavailable } from '../../../lib/run/contract/errors.ts';
import { RUN_ID, runInputSchema } from '../../../lib/run/contract/state.ts';
import { start } from '../../../lib/run/start/start.ts';
import { unversionedUpload, uploadEvent } from './events.ts';
import { DEFAULTS, startWorld } from './world.ts';

const REQUEST = 'catalogs/summer.request.json';

describe('an upload of a catalog', () => {
  it('starts one run over all products with the defaults, named after its id', async () => {
    const { deps, executions, linesOf } = await startWorld();
    expect(await start(uploadEvent(), deps)).toBe('started');
    expect(executions.inputs).toEqual([
      {
        runId: expect.stringMatching(RUN_ID),
        request: { catalog: 'catalogs/summer.json', products: 'all', ...DEFAULTS },
      },
    ]);
    expect(executions.names).toEqual([executions.inputs[0]?.runId]);
    expect(runInputSchema.parse(executions.inputs[0])).toEqual(executions.inputs[0]);
    expect(linesOf('run.started')).toEqual([
      { event: 'run.started', runId: executions.names[0], catalog: 'catalogs/summer.json' },
    ]);
  });

  it.each([
    ['with versions', uploadEvent],
    ['without versions', unversionedUpload],
  ])(
    'starts nothing when it is told again, while the run is under way or after it has ended, in a bucket %s',
    async (_, event) => {
      const { deps, executions } = await startWorld();
      await start(event(), deps);
      await start(event({}, { id: 'a second delivery' }), deps);
      executions.end(executions.names[0]!);
      expect(await start(event(), deps)).toBe('exists');
      expect(executions.inputs).toHaveLength(1);
    },
  );

  it('starts another for another version of it', async () => {
    const { deps, executions } = await startWorld();
    await start(uploadEvent(), deps);
    await start(uploadEvent({ 'version-id': 'second' }), deps);
    expect(new Set(executions.names).size).toBe(2);
  });

  it('gives the same event the same input, byte for byte', async () => {
    const inputs = [0, 1].map(async () => {
      const { deps, executions } = await startWorld({ [REQUEST]: '{"locales":["fr"],"maxUsd":2}' });
      await start(uploadEvent(), deps);
      return JSON.stringify(executions.inputs[0]);
    });
    const [first, second] = await Promise.all(inputs);
    expect(second).toBe(first);
  });

  it.each(['catalogs/a.json', 'catalogs/a.JSONL', 'catalogs/shop/2026 summer + sale/a.ndjson', 'catalogs/é%20.json'])(
    'takes its key as it stands: %s',
    async (key) => {
      const { deps, executions } = await startWorld();
      await start(uploadEvent({ key }), deps);
      expect(executions.inputs).toMatchObject([{ request: { catalog: key } }]);
    },
  );

  it('is told again when the run cannot be started', async () => {
    const { deps, executions } = await startWorld();
    executions.failing('start', new StoreUnavailable('throttled'));
    await expect(start(uploadEvent(), deps)).rejects.toThrow('throttled');
    executions.failing('start', null);
    expect(await start(uploadEvent(), deps)).toBe('started');
  });
});

describe('an upload of something else', () => {
  it.each([
    'catalogs/summer.request.json',
    'catalogs/summer.REQUEST.JSON',
    'catalogs/summer.glossary.json',
    'catalogs/',
    'catalogs/shop/',
    'catalogs/shop.json/',
    'catalogs/.json',
    'catalogs/shop/.jsonl',
    'catalogs/readme.txt',
    'catalogs/summer.json.gz',
    'catalogs/summer',
    'catalogs/../runs/x.json',
    'catalogs/./x.json',
    'catalogs//x.json',
    'catalogs/a/..',
    'Catalogs/x.json',
    'catalogsx/y.json',
    'runs/r/merged.json',
    'published/summer/es.json',
    '../catalogs/x.json',
    '',
  ])('starts nothing, and the log says why: %j', async (key) => {
    const { deps, executions, linesOf } = await startWorld();
    expect(await start(uploadEvent({ key }), deps)).toBe('ignored');
    expect(executions.inputs).toEqual([]);
    expect(linesOf('upload.ignored')).toEqual([
      { event: 'upload.ignored', key, reason: expect.stringMatching(/\w{4}/) },
    ]);
  });
});

describe('request.json beside a catalog', () => {
  const inputOf = async (text: string, event: object = uploadEvent()) => {
    const { deps, executions } = await startWorld({ [REQUEST]: text });
    await start(event, deps);
    return executions.inputs[0]!;
  };

  it('overrides the defaults, field by field, for every catalog of its name', async () => {
    const own = { locales: ['pt-BR'], products: [1, 2], maxUsd: 1.5, glossary: 'catalogs/g.glossary.json' };
    const request = { ...DEFAULTS, ...own };
    expect(await inputOf(JSON.stringify(own))).toEqual({
      runId: expect.any(String),
      request: { ...request, catalog: 'catalogs/summer.json' },
    });
    expect(
      (await inputOf(`\uFEFF${JSON.stringify(own)}`, uploadEvent({ key: 'catalogs/summer.jsonl' }))).request,
    ).toEqual({
      ...request,
      catalog: 'catalogs/summer.jsonl',
    });
    const { deps, executions } = await startWorld({ 'catalogs/winter.request.json': '{"locales":["fi"]}' });
    await start(uploadEvent(), deps);
    expect(executions.inputs).toMatchObject([{ request: DEFAULTS }]);
  });

  it('leaves fields that no request has to Plan, which lists them', async () => {
    expect(await inputOf('{"colour":"red","__proto__":{"force":true}}')).toMatchObject({
      request: { colour: 'red', catalog: 'catalogs/summer.json' },
    });
  });

  it('may name its own catalog and no other', async () => {
    expect(await inputOf('{"catalog":"catalogs/summer.json"}')).not.toHaveProperty('faults');
    expect(await inputOf('{"catalog":"catalogs/winter.json","locales":["fi"]}')).toMatchObject({
      request: { catalog: 'catalogs/summer.json' },
      faults: [expect.stringMatching(/^catalogs\/summer\.request\.json: catalog: .*catalogs\/summer\.json.*another/)],
    });
  });

  it.each([
    ['{oops', /not JSON: /],
    ['', /not JSON: /],
    ['[]', /expected a JSON object/],
    ['null', /expected a JSON object/],
    ['"es"', /expected a JSON object/],
    [JSON.stringify({ products: Array(40_000).fill(123_456) }), /larger than 128 KiB/],
  ])('starts a run that says what is wrong when it is broken: %.20s', async (text, fault) => {
    const { deps, executions, linesOf } = await startWorld({ [REQUEST]: text });
    expect(await start(uploadEvent(), deps)).toBe('started');
    const [input] = executions.inputs;
    expect(input).toEqual({
      runId: expect.any(String),
      request: { catalog: 'catalogs/summer.json', products: 'all', ...DEFAULTS },
      faults: [expect.stringMatching(fault)],
    });
    expect(input?.faults?.[0]).toMatch(/^catalogs\/summer\.request\.json: /);
    expect(linesOf('run.started')).toMatchObject([{ faults: input?.faults }]);
  });

  it('is read no further than a request can be long, and let go of', async () => {
    const { deps, executions } = await startWorld();
    let given = 0;
    let closed = false;
    async function* endless() {
      try {
        for (;;) {
          given++;
          yield 'x'.repeat(64 * 1024);
        }
      } finally {
        closed = true;
      }
    }
    await start(uploadEvent(), { ...deps, store: { ...deps.store, open: async () => endless() } });
    expect(executions.inputs).toMatchObject([{ faults: [expect.stringContaining('larger')] }]);
    expect(given).toBeLessThan(5);
    expect(closed).toBe(true);
  });

  it('may have changed between two deliveries: the first stands', async () => {
    const { deps, store, executions } = await startWorld({ [REQUEST]: '{"locales":["fr"]}' });
    await start(uploadEvent(), deps);
    await store.write(REQUEST, '{"locales":["fi"]}');
    expect(await start(uploadEvent(), deps)).toBe('exists');
    expect(executions.inputs).toMatchObject([{ request: { locales: ['fr'] } }]);
  });

  it('that cannot be read just now is no reason for a run without it', async () => {
    const { deps, executions } = await startWorld();
    const store = { ...deps.store, open: () => Promise.reject(new StoreUnavailable('slow down')) };
    await expect(start(uploadEvent(), { ...deps, store })).rejects.toThrow('slow down');
    expect(executions.inputs).toEqual([]);
  });
});
