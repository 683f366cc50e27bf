import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inMemoryTranslationMemory } from '../../lib/adapters/memory-store.ts';
import type { Locale } from '../../lib/catalog/locale.ts';
import { batchFileSchema, planFileSchema } from '../../lib/run/contract/internal.ts';
import { keys } from '../../lib/run/contract/keys.ts';
import { planStep } from '../../lib/run/steps/plan.ts';
import { readJson } from '../../lib/run/store.ts';
import { shardOf } from '../../lib/translate/memory.ts';
import { product, products, run, type World, world } from '../fakes/run.ts';

const LOCALES: [string, ...string[]] = ['fr', 'de'];

/** A world whose memory has so many shards, however small the catalog. */
const sharded = (shards: number, options: Parameters<typeof world>[0] = {}): World =>
  world({ batchProducts: 2, memory: { ...inMemoryTranslationMemory(), shards: async () => shards }, ...options });

async function planned(w: World, request: object) {
  const state = await planStep({ runId: 'r', request: { locales: LOCALES, ...request } }, w.deps);
  const plan = planFileSchema.parse(await readJson(w.store, keys.plan('r')));
  const files = plan.shards.map((_, batch) => readJson(w.store, keys.batch(plan, batch)));
  const batches = (await Promise.all(files)).map((file) => batchFileSchema.parse(file));
  return { state, plan, batches };
}

describe('a plan over several shards', () => {
  it('puts products of one shard alone into a batch, and says where each stands in the run', async () => {
    const catalog = products(15);
    const { plan, batches } = await planned(sharded(4), { catalog });
    expect(plan).toMatchObject({ shardCount: 4, batches: batches.length, shards: batches.map((b) => b.shard.index) });
    expect(new Set(plan.shards)).toEqual(new Set(catalog.map((one) => shardOf(one['product_id'] as number, 4).index)));
    for (const { shard, products, positions } of batches) {
      expect(products.length).toBeLessThanOrEqual(2);
      expect(products.map((one) => shardOf(one['product_id'] as number, 4))).toEqual(products.map(() => shard));
      expect(positions.map((position) => catalog[position])).toEqual(products);
    }
    const places = batches.flatMap(({ positions }) => positions);
    expect(places.sort((a, b) => a - b)).toEqual(catalog.map((_, position) => position));
    for (const index of new Set(plan.shards)) {
      const own = batches.filter(({ shard }) => shard.index === index).flatMap(({ positions }) => positions);
      expect(own).toEqual([...own].sort((a, b) => a - b));
    }
  });

  it('keeps the order that a request names its products in', async () => {
    const { batches } = await planned(sharded(4), { catalog: products(15), products: [9, 2, 14, 5] });
    const placed = batches.flatMap(({ products, positions }) => positions.map((place, at) => [place, products[at]]));
    expect(Object.fromEntries(placed)).toEqual({ 0: product(9), 1: product(2), 2: product(14), 3: product(5) });
  });

  it('asks for as many shards as the whole catalog needs, also for one product, and for none where nothing is written', async () => {
    const asked: unknown[] = [];
    const memory = inMemoryTranslationMemory();
    const shards = (catalog: string, products: number) => {
      asked.push([catalog, products]);
      return memory.shards(catalog, products);
    };
    const w = world({ memory: { ...memory, shards } });
    await planned(w, { catalog: [...products(9), product(10, { price: 'x' })], products: [3] });
    expect(asked).toEqual([['inline', 9]]);
    const refused = planStep({ runId: 's', request: { catalog: products(9), locales: ['fr'], maxUsd: 1e-9 } }, w.deps);
    await expect(refused).rejects.toThrow('over the budget');
    await planStep({ runId: 's', request: { catalog: products(9), locales: ['fr'], dryRun: true } }, w.deps);
    expect(asked).toHaveLength(1);
  });

  it('shares the budget out as well where the estimate was made for another count of shards', async () => {
    const w = sharded(4);
    const { plan } = await planned(w, { catalog: products(15), maxUsd: 1 });
    const items = (await readJson(w.store, keys.batches(plan))) as { jobs: { maxUsd: number }[] }[];
    expect(items).toHaveLength(plan.shards.length);
    const budget = items.flatMap(({ jobs }) => jobs).reduce((sum, { maxUsd }) => sum + maxUsd, 0);
    expect(budget).toBe(1);
  });

  it('has each locale merged by itself where there are more products than one Merge takes', async () => {
    const request = { catalog: products(5) };
    const many = await planned(sharded(1, { mergeProducts: 4 }), request);
    expect(many.state.merges).toEqual(LOCALES.map((locale) => ({ runId: 'r', locale })));
    expect(many.plan.mergesByLocale).toBe(true);
    const few = await planned(sharded(1, { mergeProducts: 5 }), request);
    expect([few.state.merges, few.plan.mergesByLocale]).toEqual([[], false]);
  });
});

describe('a run over several shards', () => {
  const resultsOf = async (shards: number, catalog: unknown[], options: Parameters<typeof world>[0] = {}) => {
    const w = sharded(shards, options);
    const { merged, failures } = await run(w, { catalog, locales: LOCALES }, { runId: 'r' });
    const catalogs = LOCALES.map((locale) => w.store.read(keys.catalog('r', locale as Locale)));
    return { products: merged.products, failures, catalogs: await Promise.all(catalogs) };
  };

  it('ends with everything in the order of the catalog', async () => {
    const catalog = [7, 3, 12, 1, 5, 11, 2, 8].map((id) => product(id));
    const { products: merged, catalogs } = await resultsOf(4, catalog);
    const ids = catalog.map((one) => one['product_id']);
    expect(merged.map(({ product_id }) => product_id)).toEqual(ids);
    for (const text of catalogs)
      expect((JSON.parse(text ?? '') as typeof catalog).map((one) => one['product_id'])).toEqual(ids);
  });

  it('ends with the same as over one, whatever the catalog, the count of shards and what is held', async () => {
    const id = fc.oneof(fc.nat(40), fc.constantFrom('a', 'KM-1', 'é'));
    const price = fc.constantFrom<unknown>(1, 2, 3, 'broken');
    const one = fc.record({ id, price });
    const catalogs = fc
      .uniqueArray(one, { minLength: 1, maxLength: 12, selector: ({ id }) => String(id) })
      .filter((list) => list.some(({ price }) => price !== 'broken'))
      .map((list) =>
        list.map(({ id, price }) => ({ ...product(1, { price, product_name: `Vest ${id}` }), product_id: id })),
      );
    await fc.assert(
      fc.asyncProperty(catalogs, fc.constantFrom(2, 4, 16), fc.nat(2_000), async (catalog, shards, heldCharacters) => {
        const held = { heldCharacters } as Parameters<typeof world>[0];
        expect(await resultsOf(shards, catalog, held)).toEqual(await resultsOf(1, catalog));
      }),
      { numRuns: 12 },
    );
  }, 60_000);
});
