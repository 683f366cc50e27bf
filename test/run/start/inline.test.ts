import { describe, expect, it } from 'vitest';
import shopify from '../../../data/profiles/shopify.json' with { type: 'json' };
import { RUNS_PREFIX } from '../../../lib/run/contract/keys.ts';
import type { RawRunRequest, RunRequest } from '../../../lib/run/contract/request.ts';
import { type Documents, DocumentUnreadable } from '../../../lib/run/ports.ts';
import { start } from '../../../lib/run/start/start.ts';
import { draftRun } from '../../../lib/run/steps/plan.ts';
import type { Store } from '../../../lib/run/store.ts';
import { documents, product, products, run, world } from '../../fakes/run.ts';
import { postRuns } from './events.ts';
import { startWorld } from './world.ts';

/** What the workflow reads of the bucket. */
const documentsIn = (store: Store): Documents => ({
  ...documents(),
  async open(reference) {
    const pieces = await store.open(reference);
    if (pieces === null) throw new DocumentUnreadable('no such object', { missing: true });
    return pieces;
  },
});

const profile = { 'catalogs/shopify.profile': JSON.stringify(shopify) };

/** Sends the request and gives what the workflow is started with, in a world whose documents are the bucket's. */
async function sent(request: Partial<RawRunRequest>) {
  const { deps, store, executions, ...rest } = await startWorld(profile);
  const answered = await start(postRuns({ locales: ['fr'], ...request }), deps);
  const input = executions.inputs[0];
  return {
    ...rest,
    store,
    answered,
    input: input!,
    request: input?.request as RunRequest,
    world: world({ documents: documentsIn(store) }),
  };
}

describe('products in the request itself', () => {
  it('are written beside the run and go on by reference', async () => {
    const { store, input, request } = await sent({ catalog: products(3) });
    expect(await store.list(RUNS_PREFIX)).toEqual([request.catalog]);
    expect(request.catalog).toMatch(new RegExp(`^runs/${input.runId}/internal/supplied/[0-9a-f]{16}/inline\\.jsonl$`));
    expect(JSON.stringify(input).length).toBeLessThan(1000);
  });

  it('come to what they come to as part of the request', async () => {
    const catalog = [
      product(1),
      { product_id: 2 },
      null,
      product(3, { other_details: 'line\nbreak\u2028 \ud83e\udd16 \uFEFF' }),
    ];
    const { input, request, world: w } = await sent({ catalog });
    const [byReference, inline] = await Promise.all([
      draftRun(input, w.deps),
      draftRun({ runId: input.runId, request: { ...request, catalog } }, w.deps),
    ]);
    expect(byReference.survey).toEqual(inline.survey);
    expect(byReference.survey.selection).toMatchObject({ products: 2, held: { products: { length: 2 } } });
    expect(byReference.survey.selection.someInvalid.map(({ index }) => index)).toEqual([1, 2]);
    const { merged } = await run(w, { catalog: request.catalog, products: [1] });
    expect(merged.status).toBe('COMPLETE');
  });

  it('are a bare list also for a shop whose files wrap theirs', async () => {
    expect(shopify.products).toBe('products');
    const shirt = { id: 7, title: 'Shirt', body_html: '<p>A warm shirt</p>', options: [] };
    const { input, request, world: w } = await sent({ catalog: [shirt], profile: 'catalogs/shopify.profile' });
    expect(request.profile).toBe('catalogs/shopify.profile');
    const draft = await draftRun(input, w.deps);
    expect(draft.survey).toMatchObject({ wrapper: null, selection: { invalid: 0, held: { products: [shirt] } } });
    expect(draft.estimate.total.units).toBeGreaterThan(0);
  });

  it('are refused when there are none', async () => {
    const { answered, store } = await sent({ catalog: [] });
    expect(answered).toMatchObject({
      statusCode: 400,
      body: '{"faults":["catalog: expected at least one product, got an empty list"]}',
    });
    expect(await store.list(RUNS_PREFIX)).toEqual([]);
  });

  it('are not written for a request that is refused for something else', async () => {
    const { answered, store } = await sent({ catalog: products(1), locales: ['frensh'] });
    expect(answered).toMatchObject({ statusCode: 400 });
    expect(await store.list(RUNS_PREFIX)).toEqual([]);
  });

  it('are refused when they are nested deeper than can be printed', async () => {
    const depth = 200_000;
    const { deps } = await startWorld();
    const body = `{"locales":["fr"],"catalog":[{"a":${'['.repeat(depth)}${']'.repeat(depth)}}]}`;
    expect(await start(postRuns(body), deps)).toMatchObject({
      statusCode: 400,
      body: '{"faults":["catalog: a product is nested too deeply"]}',
    });
  });

  it.each(['catalogs/summer.csv', 'catalogs/.hidden.json', `catalogs/${'x'.repeat(922)}.json`])(
    'are what a request names: %.30s is refused',
    async (catalog) => {
      const { answered, input } = await sent({ catalog });
      expect(answered).toMatchObject({
        statusCode: 400,
        body: expect.stringMatching(/"catalog: .*(ends in|hidden|922 bytes)/),
      });
      expect(input).toBeUndefined();
    },
  );

  it('are left out by Plan where one is nested deeper than a product may be', async () => {
    const deep = JSON.parse(`${'['.repeat(101)}${']'.repeat(101)}`);
    const { input, world: w } = await sent({ catalog: [product(1), product(2, { extra: deep })] });
    const { held } = (await draftRun(input, w.deps)).survey.selection;
    expect(held?.products).toEqual([product(1)]);
    expect(held?.invalid).toEqual([{ index: 1, id: 2, faults: ['products[1]: nested deeper than 100 levels'] }]);
  });
});
