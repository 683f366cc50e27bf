import { describe, expect, it } from 'vitest';
import { s3Memory } from '../../../lib/adapters/s3-memory.ts';
import { besideInBucket } from '../../../lib/adapters/s3-references.ts';
import type { Locale } from '../../../lib/catalog/locale.ts';
import { StoreRefused, StoreUnavailable } from '../../../lib/run/contract/errors.ts';
import { keys, PUBLISHED_PREFIX, publishedKeys } from '../../../lib/run/contract/keys.ts';
import { RUN_ID, runInputSchema } from '../../../lib/run/contract/state.ts';
import { start } from '../../../lib/run/start/start.ts';
import { planRecordingRefusal } from '../../../lib/run/steps/refusal.ts';
import { readJson } from '../../../lib/run/store.ts';
import { documents, products, world } from '../../fakes/run.ts';
import { temporaryS3 } from '../../fakes/s3.ts';
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
    'catalogs/.DS_Store',
    'catalogs/.drafts/x.json',
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

describe('an upload that is meant as a catalog and cannot be one', () => {
  it.each([
    'catalogs/summer.csv',
    'catalogs/shop/summer.json.gz',
    'catalogs/readme.txt',
    'catalogs/summer',
    'catalogs/a.',
  ])('starts a run that says what a catalog ends in: %s', async (key) => {
    const { deps, executions, linesOf } = await startWorld({ [key]: 'id,name' });
    expect(await start(uploadEvent({ key }), deps)).toBe('started');
    executions.end(executions.names[0]!, { status: 'FAILED' });
    expect(await start(uploadEvent({ key }), deps)).toBe('exists');
    const faults = [`${key}: a catalog ends in .json, .jsonl or .ndjson`];
    expect(executions.inputs).toEqual([
      { runId: expect.stringMatching(RUN_ID), request: { catalog: key, products: 'all', ...DEFAULTS }, faults },
    ]);
    expect(linesOf('run.started')).toMatchObject([{ faults }]);
  });

  it('fails that run with a summary that says so, whatever stands in the file', async () => {
    const key = 'catalogs/summer.csv';
    const { deps, executions } = await startWorld();
    await start(uploadEvent({ key }), deps);
    for (const text of ['id,name', JSON.stringify(products(1))]) {
      const w = world({ documents: documents({ [key]: text }) });
      await expect(planRecordingRefusal(executions.inputs[0], w.deps)).rejects.toMatchObject({
        name: 'RequestInvalid',
      });
      expect(await readJson(w.store, keys.summary(executions.names[0]!))).toMatchObject({
        status: 'FAILED',
        faults: expect.arrayContaining([`${key}: a catalog ends in .json, .jsonl or .ndjson`]),
      });
    }
  });

  /** `é` has two bytes. */
  const named = (bytes: number) => `catalogs/${'é'.repeat(Math.floor(bytes / 2))}${'e'.repeat(bytes % 2)}.jsonl`;

  it('starts one that says that its name is too long for the keys that are made from it, and reads nothing beside it', async () => {
    const { deps, executions } = await startWorld();
    const refusing = { ...deps.store, open: () => Promise.reject(new StoreRefused('KeyTooLongError')) };
    const key = named(922);
    expect(await start(uploadEvent({ key }), { ...deps, store: refusing })).toBe('started');
    expect(executions.inputs).toMatchObject([
      { faults: [expect.stringMatching(/\.jsonl: the name has 922 bytes, more than 921: .* than S3 takes$/)] },
    ]);
    await start(uploadEvent({ key: named(921) }), deps);
    expect(executions.inputs[1]).not.toHaveProperty('faults');
  });

  it('has room for every key that is made from the longest name', async () => {
    const s3 = await temporaryS3();
    const { name } = besideInBucket.identify(named(921));
    // With an extended language, a script, a region and variants: as long as a tag of use can be.
    const locale = 'zh-cmn-Hans-CN-variant1-variant2-ab' as Locale;
    expect(locale).toHaveLength(35);
    const memory = s3Memory(s3);
    const scope = { catalog: name, locale, shard: { index: 65_535, of: 65_536 } };
    await memory.save(scope, [{ key: 'k', target: 't', model: 'm', run: 'r', pseudo: false }]);
    await memory.flush();
    const [file = ''] = await s3.store.list('memory/');
    await memory.setAside([file.slice('memory/'.length)]);
    const made = [
      ...(await s3.store.list('memory/')),
      PUBLISHED_PREFIX + publishedKeys.manifest(name),
      PUBLISHED_PREFIX + publishedKeys.catalog(name, locale),
      besideInBucket.overridesBeside(named(921), locale),
      besideInBucket.glossaryBeside(named(921)),
      `catalogs/${name}.request.json`,
    ].map((key) => Buffer.byteLength(key));
    expect(made).toHaveLength(6);
    // Two bytes are left for the letters that a compaction adds.
    expect(Math.max(...made)).toBe(1022);
  });
});

describe('two catalogs of one name', () => {
  const endings = ['json', 'jsonl', 'ndjson', 'JSON'];

  it.each(endings)('start runs that name both and translate nothing, until one is gone: %s', async (ending) => {
    const own = `catalogs/shop/summer.${ending}`;
    const other = `catalogs/shop/summer.${endings[(endings.indexOf(ending) + 1) % 4]}`;
    const { deps, executions } = await startWorld({ [own]: '[]', [other]: '[]' });
    await start(uploadEvent({ key: own }), deps);
    expect(executions.inputs[0]?.faults).toEqual([
      `${own} and ${other} have one name, shop/summer, and would be published over each other: keep one of them and upload it again`,
    ]);
    const alone = await startWorld({ [own]: '[]' });
    await start(uploadEvent({ key: own }), alone.deps);
    expect(alone.executions.inputs[0]).not.toHaveProperty('faults');
  });

  it('are told with what else is wrong', async () => {
    const files = Object.fromEntries(endings.map((ending) => [`catalogs/summer.${ending}`, '[]']));
    const { deps, executions } = await startWorld({ ...files, [REQUEST]: '[]' });
    await start(uploadEvent(), deps);
    expect(executions.inputs[0]?.faults).toEqual([
      expect.stringMatching(/^catalogs\/summer\.request\.json: /),
      expect.stringMatching(/summer\.json and .*summer\.JSON and .*summer\.jsonl and .*summer\.ndjson have one name/),
    ]);
  });

  it('are none where the names differ, or the other is no catalog', async () => {
    const { deps, executions } = await startWorld({
      'catalogs/summer.json': '[]',
      'catalogs/summer.csv': '',
      'catalogs/summer.glossary.json': '{}',
      'catalogs/summer.v2.json': '[]',
      'catalogs/summer.json.json': '[]',
      'catalogs/summer.d/summer.jsonl': '',
      'catalogs/Summer.jsonl': '',
      'catalogs/shop/summer.jsonl': '',
    });
    await start(uploadEvent(), deps);
    await start(uploadEvent({ key: 'catalogs/summer.glossary.jsonl' }), deps);
    for (const input of executions.inputs) expect(input).not.toHaveProperty('faults');
    expect(executions.inputs).toHaveLength(2);
  });

  it('are not passed over where the bucket cannot be listed', async () => {
    const { deps, executions } = await startWorld();
    const store = { ...deps.store, list: () => Promise.reject(new StoreUnavailable('slow down')) };
    await expect(start(uploadEvent(), { ...deps, store })).rejects.toThrow('slow down');
    expect(executions.inputs).toEqual([]);
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
    [`{"colour":${'['.repeat(20_000)}${']'.repeat(20_000)}}`, /nested deeper than 100 levels$/],
    [`{"colour":${'['.repeat(100)}${']'.repeat(100)}}`, /nested deeper than 100 levels$/],
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
