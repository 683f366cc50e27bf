import { describe, expect, it } from 'vitest';
import type { Product } from '../../lib/catalog/product.ts';
import { keys } from '../../lib/run/contract/keys.ts';
import { ShardBuffers } from '../../lib/run/shard-buffers.ts';
import { planStep } from '../../lib/run/steps/plan.ts';
import { documents, product, products, type World, world } from '../fakes/run.ts';

const REQUEST = { catalog: 'summer.json', locales: ['fr'] };
const BROKEN = product(30, { price: 'cheap' });

/** A catalog that stands as another text each time it is opened, the last one for good. */
function opening(...texts: readonly string[]): { w: World; opened: () => number } {
  const still = documents();
  let opened = 0;
  const open: typeof still.open = async (reference) => {
    if (reference !== 'summer.json') return still.open(reference);
    return [texts[Math.min(opened++, texts.length - 1)] ?? ''];
  };
  return { w: world({ batchProducts: 2, documents: { ...still, open } }), opened: () => opened };
}

const plan = ({ deps }: World, request: object = {}, heldCharacters = 0) =>
  planStep({ runId: 'r', request: { ...REQUEST, ...request } }, { ...deps, heldCharacters });
const text = (list: readonly unknown[]) => JSON.stringify(list);

/** All that stands in the store, whatever the plan is called. */
async function written({ store }: World): Promise<Record<string, string>> {
  const found = await store.list('');
  const planId = /internal\/([^/]+)\/batches\.json/.exec(found.join('\n'))?.[1] ?? 'none';
  const texts = found.map(async (key) =>
    [key, (await store.read(key)) ?? ''].map((text) => text.replaceAll(planId, 'PLAN')),
  );
  return Object.fromEntries(await Promise.all(texts));
}

describe('a catalog that is too large to be held', () => {
  const catalog = [...products(5), BROKEN, ...products(9).slice(5), product(31, { price: [] })];

  it('is read twice and planned as one that is held', async () => {
    const large = opening(text(catalog));
    const small = opening(text(catalog));
    await plan(large.w);
    await plan(small.w, {}, 1e6);
    expect([large.opened(), small.opened()]).toEqual([2, 1]);
    const files = await written(large.w);
    expect(Object.values(files).join('')).toContain('Hoodie Number 9');
    const idsOf = (files: Record<string, string>) =>
      Object.entries(files).flatMap(([key, text]) => (key.endsWith('batch.json') ? JSON.parse(text).positions : []));
    expect(idsOf(files).sort()).toEqual(idsOf(await written(small.w)).sort());
    const invalid = ([key]: [string, string]) => key.endsWith('invalid.jsonl');
    const lines = Object.entries(files).find(invalid)?.[1] ?? '';
    expect(
      lines
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line).id),
    ).toEqual([30, 31]);
    expect(Object.entries(await written(small.w)).find(invalid)?.[1]).toBe(lines);
  });

  it('is read for the estimate before anything is written, where there is a budget', async () => {
    const { w, opened } = opening(text(catalog));
    await expect(plan(w, { maxUsd: 1e-9 })).rejects.toThrow('over the budget');
    expect([opened(), await w.store.list('')]).toEqual([2, []]);
    await plan(w, { dryRun: true });
    expect([opened(), await w.store.list('')]).toEqual([4, []]);
    const within = await plan(w, { maxUsd: 1 });
    expect(opened()).toBe(6);
    expect(within.mode).toBe('manyBatches');
  });
});

describe('a catalog that changes while it is planned', () => {
  it.each<[string, string]>([
    ['has a product more', text(products(6))],
    ['has a product less', text(products(4))],
    ['has other ids', text([...products(4), product(7)])],
    ['has a product that is no longer valid', text([...products(4), product(5, { price: 'x' })])],
    ['is no catalog any more', '[{'],
  ])('is planned again: it %s', async (_, changed) => {
    const { w } = opening(text(products(5)), changed);
    await expect(plan(w)).rejects.toMatchObject({
      name: 'StoreUnavailable',
      message: 'the catalog has changed while it was planned',
    });
    expect(await w.store.read(keys.plan('r'))).toBeNull();
    await plan(w).catch(() => undefined);
  });

  it('is planned with the texts that it has then where its products are the same', async () => {
    const { w } = opening(text(products(2)), text([product(1, { product_features: 'a new hem' }), product(2)]));
    await plan(w);
    expect(Object.values(await written(w)).join('')).toContain('a new hem');
  });
});

describe('buffers of shards', () => {
  const one = (id: number, characters = 0): Product => ({ id, text: 'x'.repeat(characters) });
  const sizes = (taken: Iterable<{ batches: readonly (readonly unknown[])[] }>) =>
    [...taken].map(({ batches }) => batches.map(({ length }) => length));

  it('hold no more than they may, and give full batches while there are some', () => {
    const buffers = new ShardBuffers(2, 150);
    const given: number[][] = [];
    for (let id = 0; id < 40; id++) given.push(...sizes(buffers.add(id % 3, one(id, 10), id)));
    expect(new Set(given.flat())).toEqual(new Set([2]));
    expect(
      given.flat().length * 2 +
        sizes(buffers.end())
          .flat()
          .reduce((sum, size) => sum + size, 0),
    ).toBe(40);
  });

  it('give a batch that is not full where a few products are all that may be held', () => {
    const buffers = new ShardBuffers(200, 1_000);
    expect(sizes(buffers.add(0, one(1, 900), 0))).toEqual([]);
    expect(sizes(buffers.add(0, one(2, 900), 1))).toEqual([[2]]);
    expect(sizes(buffers.add(0, one(3, 5_000), 2))).toEqual([[1]]);
    expect(sizes(buffers.end())).toEqual([]);
  });
});
