import { describe, expect, it } from 'vitest';
import { MAX_BODY_BYTES, MAX_REQUEST_BYTES } from '../../../lib/run/contract/api.ts';
import { StoreUnavailable } from '../../../lib/run/contract/errors.ts';
import type { RunRequest } from '../../../lib/run/contract/request.ts';
import { runInputSchema } from '../../../lib/run/contract/state.ts';
import { ask, FILES, VALID } from './ask.ts';
import { postRuns } from './events.ts';
import { startWorld } from './world.ts';

describe('POST /runs', () => {
  it('refuses a catalog that would be published over another', async () => {
    const world = await startWorld({ ...FILES, 'catalogs/summer.jsonl': '' });
    const { statusCode, body } = await ask(postRuns({ ...VALID, maxUsd: -1 }), world);
    expect(statusCode).toBe(400);
    expect(body.faults).toEqual([
      expect.stringContaining('maxUsd'),
      expect.stringMatching(/^catalog: catalogs\/summer\.json and catalogs\/summer\.jsonl have one name/),
    ]);
  });

  it('starts a run and answers with where to read of it', async () => {
    const world = await startWorld(FILES);
    const { statusCode, body } = await ask(postRuns({ ...VALID, products: [1, 'a-2'], maxUsd: 2 }), world);
    expect(statusCode).toBe(202);
    expect(body).toEqual({
      runId: expect.stringMatching(/^20261121-093015-123-[a-z0-9]{4}$/),
      status: 'RUNNING',
      links: { self: `https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/prod/runs/${body.runId}` },
    });
    const request: RunRequest = {
      catalog: 'catalogs/summer.json',
      products: [1, 'a-2'],
      locales: ['es', 'pt-BR'] as never,
      translateNames: false,
      model: null,
      maxConcurrency: 10,
      glossary: null,
      profile: null,
      force: false,
      maxUsd: 2,
      dryRun: false,
    };
    expect(world.executions.inputs).toEqual([{ runId: body.runId, request }]);
    expect(world.executions.names).toEqual([body.runId]);
    expect(runInputSchema.parse(world.executions.inputs[0])).toEqual(world.executions.inputs[0]);
    expect(world.linesOf('run.started')).toEqual([
      { event: 'run.started', runId: body.runId, catalog: 'catalogs/summer.json' },
    ]);
  });

  it('starts another run for each request without a key of its own', async () => {
    const world = await startWorld(FILES);
    for (let n = 0; n < 2; n++) expect((await ask(postRuns(VALID), world)).statusCode).toBe(202);
    expect(new Set(world.executions.names).size).toBe(2);
  });

  it('reads a body in Base64', async () => {
    const world = await startWorld(FILES);
    const body = Buffer.from(JSON.stringify({ ...VALID, glossary: 'catalogs/summer.glossary.json' })).toString(
      'base64',
    );
    expect((await ask({ ...postRuns(body), isBase64Encoded: true }, world)).statusCode).toBe(202);
    expect(world.executions.inputs).toMatchObject([{ request: { glossary: 'catalogs/summer.glossary.json' } }]);
  });

  it.each([
    ['/prod/runs', '/runs', 'api.example', 'https://api.example/prod/runs/'],
    // A custom domain with a base path, which stands in both.
    ['/shop/runs', '/shop/runs', 'shop.example', 'https://shop.example/shop/runs/'],
    ['/runs/', '/runs/', 'shop.example', 'https://shop.example/runs/'],
    [undefined, '/runs', 'api.example', 'https://api.example/prod/runs/'],
    ['/prod/runs', '/runs', undefined, '/runs/'],
  ])('links to the URL that was called: %s %s at %s', async (fullPath, path, domainName, before) => {
    const event = postRuns(VALID);
    const { body } = await ask(
      { ...event, path, requestContext: { ...event.requestContext, path: fullPath, domainName } },
      await startWorld(FILES),
    );
    expect(body.links.self).toBe(before + body.runId);
  });
});

describe('a body that is no run request', () => {
  it.each([
    ['nothing', null, ['body: expected a run request as JSON, got nothing']],
    ['an empty text', '', ['body: expected a run request as JSON, got nothing']],
    ['no JSON', '{"catalog": ', [/^body: not JSON: /]],
    ['a list', '[]', [/^request: .*got a list$/]],
    ['null', 'null', [/^request: /]],
    ['a number', '3', [/^request: /]],
    ['a text', '"catalogs/summer.json"', [/^request: /]],
    ['nothing in it', '{}', [/^catalog: /, /^locales: /]],
    [
      'all types wrong',
      { catalog: 3, locales: 'fr', glossary: {}, profile: 1, products: { 1: 1 }, force: 'no' },
      [
        /^catalog: .*got 3$/,
        /^products: .*got an object$/,
        /^locales: .*got the text "fr"$/,
        /^glossary: .*got an object$/,
        /^profile: .*got 1$/,
        /^force: .*got the text "no"$/,
      ],
    ],
  ])('is answered with 400: %s', async (_, body, faults) => {
    const world = await startWorld(FILES);
    const answered = await ask(postRuns(body), world);
    expect(answered.statusCode).toBe(400);
    expect(answered.body.faults).toEqual(
      faults.map((fault) => (typeof fault === 'string' ? fault : expect.stringMatching(fault))),
    );
    expect(world.executions.inputs).toEqual([]);
    expect(await world.store.list('runs/')).toEqual([]);
  });

  it('is told all that is wrong at once, under the names that the request has for it', async () => {
    const world = await startWorld(FILES);
    const { statusCode, body } = await ask(
      postRuns({
        catalog: 'catalogs/winter.json',
        locales: ['frensh', 'en'],
        glossary: 'catalogs/none.glossary.json',
        profile: 'runs/x/profile.json',
        maxUsd: -1,
        maxConcurrency: 0,
        translateNames: 'yes',
        colour: 'red',
      }),
      world,
    );
    expect(statusCode).toBe(400);
    expect(body.faults).toEqual([
      expect.stringMatching(/^translateNames: /),
      'maxConcurrency: expected at least 1, got 0',
      'maxUsd: expected more than 0, got -1',
      'unknown field "colour"',
      expect.stringMatching(/^unknown language "frensh"/),
      expect.stringMatching(/^language "en" is the catalog's own/),
      'catalog: catalogs/winter.json: no such object in the bucket',
      'glossary: catalogs/none.glossary.json: no such object in the bucket',
      'profile: expected a key under catalogs/, got "runs/x/profile.json"',
    ]);
  });

  it.each([
    's3://bucket/catalogs/summer.json',
    'summer.json',
    '/catalogs/summer.json',
    'catalogs/../runs/r/internal/plan.json',
    'catalogs/',
    'catalogs/summer',
    'catalogs/summer.glossary.json',
    'https://example.com/catalogs/x.json',
    `catalogs/${'é'.repeat(1000)}.json`,
    'catalogs/__proto__.json',
  ])('refuses a catalog that does not stand under catalogs/: %.40s', async (catalog) => {
    const world = await startWorld({ ...FILES, 'runs/r/internal/plan.json': '{}' });
    const { statusCode, body } = await ask(postRuns({ ...VALID, catalog }), world);
    expect(statusCode).toBe(400);
    expect(body.faults).toEqual([expect.stringMatching(/^catalog: /)]);
  });

  it.each(['glossary', 'profile'])(
    'refuses a %s that does not stand under catalogs/, also one that exists',
    async (field) => {
      const key = 'runs/r/internal/plan.json';
      const answered = await ask(postRuns({ ...VALID, [field]: key }), await startWorld({ ...FILES, [key]: '{}' }));
      expect(answered).toMatchObject({
        statusCode: 400,
        body: { faults: [`${field}: expected a key under catalogs/, got "${key}"`] },
      });
    },
  );

  it('is answered with 400 when it is not UTF-8', async () => {
    const body = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]).toString('base64');
    const answered = await ask({ ...postRuns(body), isBase64Encoded: true }, await startWorld(FILES));
    expect(answered).toMatchObject({ statusCode: 400, body: { faults: ['body: not UTF-8 text'] } });
  });

  it('is answered with 405 for another method', async () => {
    const answered = await ask({ ...postRuns(VALID), httpMethod: 'PUT' }, await startWorld(FILES));
    expect(answered).toMatchObject({ statusCode: 405, body: { faults: [expect.stringContaining('PUT')] } });
  });
});

describe('a body that is too large', () => {
  const ofBytes = (bytes: number) => {
    const empty = JSON.stringify({ ...VALID, catalog: [{ product_id: 1, text: '' }] });
    return empty.replace('"text":""', `"text":"${'x'.repeat(bytes - empty.length)}"`);
  };

  it('is answered with 413 and what to do instead, by what it is and not by how it travels', async () => {
    const world = await startWorld(FILES);
    expect((await ask(postRuns(ofBytes(MAX_BODY_BYTES)), world)).statusCode).toBe(202);
    const inBase64 = (text: string) => ({ ...postRuns(Buffer.from(text).toString('base64')), isBase64Encoded: true });
    expect((await ask(inBase64(ofBytes(MAX_BODY_BYTES)), world)).statusCode).toBe(202);
    for (const event of [postRuns(ofBytes(MAX_BODY_BYTES + 1)), inBase64(ofBytes(MAX_BODY_BYTES + 1))]) {
      const { statusCode, body } = await ask(event, world);
      expect(statusCode).toBe(413);
      expect(body.faults).toEqual([expect.stringMatching(/^the body is 4\.0 MB.* put the catalog under catalogs\//)]);
    }
    expect(world.executions.inputs).toHaveLength(2);
  });

  it('is answered with 413 when it does not fit into an execution without its products', async () => {
    const world = await startWorld(FILES);
    const products = Array.from({ length: MAX_REQUEST_BYTES / 16 }, (_, n) => `product-${1_000_000 + n}`);
    expect(await ask(postRuns({ ...VALID, products }), world)).toMatchObject({
      statusCode: 413,
      body: { faults: [expect.stringMatching(/KiB.*fewer products, or "all"$/)] },
    });
    expect(world.executions.inputs).toEqual([]);
  });
});

describe('trouble that is not the caller’s', () => {
  const PLAIN = { statusCode: 500, body: { faults: [expect.stringMatching(/^something went wrong.* try again/)] } };

  it('is answered with 500 and a plain sentence, and the log has the rest', async () => {
    const world = await startWorld(FILES);
    world.executions.failing('start', new StoreUnavailable('arn:aws:states:secret is throttled'));
    const answered = await ask(postRuns(VALID), world);
    expect(answered).toMatchObject(PLAIN);
    expect(JSON.stringify(answered)).not.toContain('secret');
    expect(world.linesOf('api.failed')).toEqual([
      {
        event: 'api.failed',
        request: 'ebfbe5f7-a0a0-4a4a-9a9a-3f3f3f3f3f3f',
        error: 'StoreUnavailable',
        message: 'arn:aws:states:secret is throttled',
      },
    ]);
  });

  it.each(['list', 'write'] as const)('is answered so when the bucket fails to %s', async (call) => {
    const world = await startWorld(FILES);
    const store = { ...world.store, [call]: () => Promise.reject(new StoreUnavailable('slow down')) };
    const catalog = call === 'list' ? VALID.catalog : [{ product_id: 1 }];
    expect(await ask(postRuns({ ...VALID, catalog }), { deps: { ...world.deps, store } })).toMatchObject(PLAIN);
    expect(world.executions.inputs).toEqual([]);
  });

  it('is answered so when a run that exists cannot be looked at', async () => {
    const world = await startWorld(FILES);
    const event = postRuns(VALID, { 'Idempotency-Key': 'k' });
    const { body } = await ask(event, world);
    world.executions.end(body.runId);
    world.executions.failing('describe', new StoreUnavailable('throttled'));
    expect(await ask(event, world)).toMatchObject(PLAIN);
  });
});
