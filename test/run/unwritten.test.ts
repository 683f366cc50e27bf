import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { inMemoryTranslationMemory } from '../../lib/adapters/memory-store.ts';
import { StoreRefused, StoreUnavailable } from '../../lib/run/contract/errors.ts';
import { draftRun, planStep } from '../../lib/run/steps/plan.ts';
import type { Store } from '../../lib/run/store.ts';
import { documents, products, storeThat, world } from '../fakes/run.ts';
import { type FakeScratch, fakeScratch } from '../fakes/scratch.ts';

const REQUEST = { catalog: 'summer.json', locales: ['fr', 'de'] };
const DRY = { ...REQUEST, dryRun: true };
const CATALOG = JSON.stringify(products(40));

/** A world with a catalog over four shards that is too large to be held, and a memory that counts how often it is looked into. */
function large({
  scratch = fakeScratch(),
  heldCharacters = 0,
  texts = [CATALOG],
}: {
  readonly scratch?: FakeScratch;
  readonly heldCharacters?: number;
  readonly texts?: readonly string[];
} = {}) {
  const inner = inMemoryTranslationMemory();
  const asked: string[] = [];
  const failing: { error: Error | null } = { error: null };
  const still = documents();
  let opened = 0;
  const w = world({
    batchProducts: 2,
    scratch: scratch.scratch,
    documents: {
      ...still,
      open: async (reference) =>
        reference === 'summer.json' ? [texts[Math.min(opened++, texts.length - 1)] ?? ''] : still.open(reference),
    },
    memory: {
      ...inner,
      shards: async () => 4,
      countShards: async () => 4,
      holds: async (scope, keys) => {
        asked.push(`${scope.locale} ${scope.shard.index}`);
        if (failing.error) throw failing.error;
        return inner.holds(scope, keys);
      },
    },
  });
  const deps = { ...w.deps, heldCharacters };
  const plan = (request: object) => planStep({ runId: 'r', request }, deps);
  return { w, deps, plan, scratch, asked, failing, opened: () => opened };
}

const full = () => new StoreRefused('no room');

/** A store each of whose writes takes a moment; one that has no room for the write of a number refuses it at once. */
const slow =
  (refused = 0) =>
  (inner: Store): Store => {
    let begun = 0;
    return {
      ...inner,
      write: async (key, text) => {
        if (++begun === refused) throw full();
        await delay(20);
        await inner.write(key, text);
      },
    };
  };

describe('a dry run of a catalog that is too large to be held', () => {
  it('is estimated by way of a scratch store, which goes; the run’s own store stays empty', async () => {
    const { w, plan, scratch } = large();
    const { estimate } = await plan(DRY);
    expect(estimate?.total.units).toBe(80 * 3);
    expect(scratch.written.size).toBeGreaterThan(20);
    expect(scratch.counts()).toEqual({ made: 1, removed: 1 });
    expect(await w.store.list('')).toEqual([]);
  });

  it('looks into memory as seldom as a run does whose batches stand in the store: shard by shard, whatever batches fill first', async () => {
    const { deps, asked } = large();
    const { batches } = await draftRun({ runId: 'r', request: DRY }, deps);
    const { asked: ofWritten, plan } = large();
    await plan(REQUEST);
    expect(asked).toEqual(ofWritten);
    expect(new Set(asked).size).toBe(8);
    expect(asked.length).toBeLessThan(batches.length);
  });

  it('says what one says of a catalog that is held, which needs no disk', async () => {
    // Too little for the catalog as it is read, and enough for the products alone: of less, batches leave in another order, some before they are full.
    const aside = large({ heldCharacters: CATALOG.length });
    const held = large({ heldCharacters: 1e9 });
    const [one, other] = [await aside.plan(DRY), await held.plan(DRY)];
    expect(one.estimate?.total.units).toBe(80 * 3);
    expect(one.estimate).toEqual(other.estimate);
    expect(aside.scratch.counts()).toEqual({ made: 1, removed: 1 });
    await held.plan({ ...REQUEST, maxUsd: 1 });
    expect(held.scratch.counts()).toEqual({ made: 0, removed: 0 });
  });
});

describe('a budget over a catalog that is too large to be held', () => {
  it('has the batches written that it was estimated by, number for number', async () => {
    const { w, plan, scratch } = large();
    await plan({ ...REQUEST, maxUsd: 1 });
    const keys = (await w.store.list('')).filter((key) => key.endsWith('/batch.json'));
    const written = await Promise.all(keys.map(async (key) => [key, await w.store.read(key)] as const));
    expect(new Map(written)).toEqual(new Map([...scratch.written].sort(([a], [b]) => (a < b ? -1 : 1))));
    expect(scratch.counts()).toEqual({ made: 1, removed: 1 });
  });

  it('has them copied from where they stand: the catalog is read twice, as without a budget', async () => {
    const [budget, plain] = [large(), large()];
    await budget.plan({ ...REQUEST, maxUsd: 1 });
    await plain.plan(REQUEST);
    expect([budget.opened(), plain.opened()]).toEqual([2, 2]);
    const files = async ({ w }: typeof plain) => {
      const keys = (await w.store.list('')).filter((key) => key.endsWith('/batch.json'));
      return Promise.all(keys.map((key) => w.store.read(key)));
    };
    expect(await files(budget)).toEqual(await files(plain));
  });

  it.each([
    ['copied with them', 3, 2],
    ['read once more where they are too many to be held', 10_001, 3],
  ])('has the products that are left out %s', async (_, count, readings) => {
    const invalid = Array.from({ length: count }, (_, index) => ({ product_id: null, url: `${index}` }));
    const { w, plan, opened } = large({ texts: [JSON.stringify([...invalid, ...products(40)])] });
    await plan({ ...REQUEST, maxUsd: 1 });
    const key = (await w.store.list('')).find((one) => one.endsWith('invalid.jsonl')) ?? '';
    const lines = ((await w.store.read(key)) ?? '').trim().split('\n');
    expect([lines.length, opened()]).toEqual([count, readings]);
  });

  it('is named after its product where there is but one', async () => {
    const { w, plan } = large({ texts: [JSON.stringify(products(1))] });
    await plan({ ...REQUEST, maxUsd: 1 });
    const key = (await w.store.list('')).find((one) => one.endsWith('/plan.json')) ?? '';
    expect(await w.store.read(key)).toContain('translate_product_');
  });

  it('ends by name where what it has set aside is gone', async () => {
    const gone = (inner: Store): Store => {
      let reads = 0;
      return { ...inner, read: async (key) => (++reads > 30 ? null : inner.read(key)) };
    };
    const { plan, scratch } = large({ scratch: fakeScratch(gone) });
    await expect(plan({ ...REQUEST, maxUsd: 1 })).rejects.toMatchObject({ name: 'StoreUnavailable' });
    expect([scratch.counts(), scratch.late]).toEqual([{ made: 1, removed: 1 }, []]);
  });

  it('leaves nothing where it is refused', async () => {
    const { w, plan, scratch } = large();
    await expect(plan({ ...REQUEST, maxUsd: 1e-9 })).rejects.toThrow('over the budget');
    expect([await w.store.list(''), scratch.counts()]).toEqual([[], { made: 1, removed: 1 }]);
  });
});

describe('the scratch store of an estimate', () => {
  it('is removed when it is full, after the last write', async () => {
    const scratch = fakeScratch(slow(5));
    const { w, plan } = large({ scratch });
    await expect(plan(DRY)).rejects.toMatchObject({ name: 'StoreRefused', message: 'no room' });
    await delay(60);
    expect(scratch.written.size).toBeGreaterThan(0);
    expect([scratch.counts(), scratch.late]).toEqual([{ made: 1, removed: 1 }, []]);
    expect(await w.store.list('')).toEqual([]);
  });

  it('is removed when it cannot be read', async () => {
    const scratch = fakeScratch((inner) => storeThat(inner, (what) => (what === 'read' ? full() : null)));
    await expect(large({ scratch }).plan(DRY)).rejects.toThrow('no room');
    expect(scratch.counts()).toEqual({ made: 1, removed: 1 });
  });

  it('is removed when memory cannot be read', async () => {
    const { plan, scratch, failing } = large();
    failing.error = new StoreUnavailable('slow down');
    await expect(plan(DRY)).rejects.toThrow('slow down');
    expect([scratch.counts(), scratch.late]).toEqual([{ made: 1, removed: 1 }, []]);
  });

  it('is removed when the catalog has changed meanwhile', async () => {
    const { plan, scratch } = large({
      scratch: fakeScratch(slow()),
      texts: [CATALOG, JSON.stringify(products(39))],
    });
    await expect(plan(DRY)).rejects.toThrow('the catalog has changed');
    await delay(60);
    expect([scratch.counts(), scratch.late]).toEqual([{ made: 1, removed: 1 }, []]);
  });

  it('is not made for a request that is refused, and ends the plan by name where it cannot be made', async () => {
    const { w, plan, scratch, deps } = large();
    await expect(plan({ ...DRY, locales: ['frensh'] })).rejects.toMatchObject({ name: 'RequestInvalid' });
    expect(scratch.counts()).toEqual({ made: 0, removed: 0 });
    const none = { ...deps, scratch: () => Promise.reject(full()) };
    await expect(planStep({ runId: 'r', request: DRY }, none)).rejects.toMatchObject({ name: 'StoreRefused' });
    expect(await w.store.list('')).toEqual([]);
  });
});
