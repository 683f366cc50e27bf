import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_PAYLOAD_BYTES } from '../../lib/local/lambda-boundary.ts';
import { batchFileSchema, planFileSchema } from '../../lib/run/contract/internal.ts';
import { keys } from '../../lib/run/contract/keys.ts';
import type { RawRunRequest } from '../../lib/run/contract/request.ts';
import { type BatchItem, planStateSchema } from '../../lib/run/contract/state.ts';
import { budgetShares, EVEN_PART } from '../../lib/run/plan.ts';
import { concurrency } from '../../lib/run/shares.ts';
import { draftRun, planStep } from '../../lib/run/steps/plan.ts';
import { readJson } from '../../lib/run/store.ts';
import { documents, product, products, run, type World, world } from '../fakes/run.ts';

const plan = (w: World, request: object) => planStep({ runId: 'r', request }, w.deps);
const draft = (w: World, request: Partial<RawRunRequest>, runId = 'r') =>
  draftRun({ runId, request: { catalog: products(1), locales: ['fr'], ...request } }, w.deps);
const faultsOf = (promise: Promise<unknown>): Promise<readonly string[]> =>
  promise.then(
    () => expect.unreachable('the request was to be refused'),
    (error: { name: string; faults: string[] }) => {
      expect(error.name).toBe('RequestInvalid');
      return error.faults;
    },
  );

describe('planStep', () => {
  it('lists faults of the request, the catalog and the products asked for together', async () => {
    const catalog = [...products(2), product(2)];
    const repeated = await faultsOf(plan(world(), { catalog, locales: ['frensh'], maxConcurrency: 0 }));
    expect(repeated).toEqual([
      expect.stringContaining('max-concurrency'),
      expect.stringContaining('did you mean french?'),
      expect.stringMatching(/^catalog: product_id 2 stands twice/),
    ]);
    const unknown = await faultsOf(plan(world(), { catalog: products(2), products: [5], locales: ['xq'], x: 1 }));
    expect(unknown).toEqual([
      expect.stringContaining('unknown field "x"'),
      expect.stringContaining('unknown language "xq"'),
      expect.stringContaining('unknown product 5'),
    ]);
  });

  it('says of documents why they cannot be read', async () => {
    const deps = { documents: documents({ 'p.json': '{', 'q.json': '{"id":"a[].b","name":"n"}', 'c.txt': 'no' }) };
    const faults = (request: object) => faultsOf(plan(world(deps), { locales: ['fr'], ...request }));
    expect(await faults({ catalog: 'none.json' })).toEqual(['catalog none.json: no such file']);
    expect(await faults({ catalog: 'c.txt' })).toEqual([expect.stringMatching(/^catalog c\.txt: not JSON: /)]);
    expect(await faults({ catalog: [], profile: 'p.json' })).toEqual([
      expect.stringMatching(/^profile p\.json: not JSON/),
    ]);
    expect(await faults({ catalog: [], profile: 'q.json' })).toEqual([expect.stringMatching(/^profile q\.json: id: /)]);
  });

  it('writes nothing when it refuses, and nothing for a dry run', async () => {
    const w = world();
    await faultsOf(plan(w, { catalog: products(1), locales: ['frensh'] }));
    await faultsOf(plan(w, { catalog: products(5), locales: ['fr'], maxUsd: 1e-9 }));
    const { result, events } = await run(w, { dryRun: true, maxUsd: 1e-9 });
    expect(result).toMatchObject({ ok: true, output: { mode: 'dryRun', jobs: [] } });
    expect(events).toEqual([]);
    expect(await w.store.list('')).toEqual([]);
    expect(w.model.asked).toEqual([]);
  });

  it('refuses an estimate over the budget, with both sums, and takes one within it', async () => {
    const w = world();
    const { estimate } = await draft(w, {});
    const { usd } = estimate.total;
    expect(await faultsOf(draft(w, { maxUsd: usd * 0.99 }))).toEqual([
      expect.stringMatching(/^the estimate is over the budget: \S+ USD of \S+ USD; nothing was run$/),
    ]);
    expect((await draft(w, { maxUsd: usd * 1.01 })).planned.items).toHaveLength(1);
  });

  it('shares the budget out among the jobs in proportion to their estimates', async () => {
    const { planned, estimate } = await draft(world({ batchProducts: 2 }), {
      catalog: products(5),
      locales: ['fr', 'ar', 'ja'],
      maxUsd: 0.5,
    });
    const jobs = planned.items.flatMap((item) => item.jobs);
    expect(jobs).toHaveLength(9);
    expect(jobs.reduce((sum, job) => sum + (job.maxUsd ?? 0), 0)).toBe(0.5);
    const shareOf = (locale: string) =>
      jobs.filter((job) => job.locale === locale).reduce((sum, job) => sum + (job.maxUsd ?? 0), 0);
    const even = 0.5 * EVEN_PART.most;
    for (const { locale, usd } of estimate.locales)
      expect(shareOf(locale)).toBeCloseTo(even / 3 + ((0.5 - even) * usd) / estimate.total.usd, 9);
  });

  it('writes batches that hold all that a job reads, and keeps the state to references', async () => {
    const w = world({ batchProducts: 2 });
    const catalog = [product(1), product(2, { price: 'x' }), ...[3, 4].map((id) => product(id))];
    const state = await plan(w, { catalog, locales: ['fr', 'de'], force: true });
    expect(planStateSchema.parse(state)).toEqual({
      runId: 'r',
      mode: 'manyBatches',
      batchesKey: expect.stringMatching(/^r\/internal\/[\w-]+\/batches\.json$/),
      batchConcurrency: 5,
      localeConcurrency: 2,
      jobs: [],
      merges: [],
    });
    const { planId } = planFileSchema.parse(await readJson(w.store, keys.plan('r')));
    const items = (await readJson(w.store, keys.batches({ runId: 'r', planId }))) as BatchItem[];
    expect(items.map(({ batch, jobs }) => [batch, jobs.map(({ locale }) => locale)])).toEqual([
      [0, ['fr', 'de']],
      [1, ['fr', 'de']],
    ]);
    const second = batchFileSchema.parse(await readJson(w.store, keys.batch({ runId: 'r', planId }, 1)));
    expect(second.products).toEqual([product(4)]);
    expect(second.settings).toMatchObject({ catalog: 'inline', force: true, source: 'en' });
    expect(await readJson(w.store, keys.plan('r'))).toMatchObject({
      batches: 2,
      products: 3,
      invalid: 1,
    });
    const invalid = (await w.store.read(keys.invalid({ runId: 'r', planId }))) ?? '';
    expect(JSON.parse(invalid)).toEqual({
      id: 2,
      faults: [expect.stringContaining('products[1].extracted_data.price')],
    });
  });

  it('keeps its output for 40 locales far below what a state may hold', async () => {
    const locales =
      'ar bg bn ca cs da de el es et fa fi fr gu he hi hr hu id is it ja ka ko lt lv mk ms nl no pl pt ro ru sk sl sv th tr uk';
    const state = await plan(world(), { catalog: products(200), locales: locales.split(' '), maxUsd: 5 });
    expect(state.jobs).toHaveLength(40);
    expect(Buffer.byteLength(JSON.stringify(state))).toBeLessThan(MAX_PAYLOAD_BYTES / 20);
  });

  it('runs Merge alone when there is nothing to translate', async () => {
    const bare = product(1, { product_features: null, available_colors: null });
    const w = world();
    const { result, merged } = await run(w, { catalog: [bare] });
    expect(result).toMatchObject({ ok: true, output: { status: 'COMPLETE', units: 0 } });
    expect(merged.products[0]).toMatchObject({ failures: [], translations: { fr: { name: 'Hoodie Number 1' } } });
    expect(w.model.asked).toEqual([]);
  });
});

describe('the shares of a budget', () => {
  it('are none without one, and the same for all jobs where nothing is expected to be asked', () => {
    expect(budgetShares(null, [1, 2])).toBeNull();
    expect(budgetShares(3, [0, 0, 0])).toEqual([1, 1, 1].map((share) => expect.closeTo(share, 9)));
    expect(budgetShares(0, [1, 0])).toEqual([0, 0]);
    expect(budgetShares(1, [])).toEqual([]);
  });

  it('leave something for a job that is expected to ask for nothing, and take no more of the others for it than is left over', () => {
    const [none, all] = budgetShares(1, [0, 0.5]) ?? [];
    expect(none).toBeCloseTo(EVEN_PART.most / 2, 9);
    expect(all).toBeCloseTo(1 - EVEN_PART.most / 2, 9);
    // 0.98 of 1: what is left over is 0.02, of which each gets a third.
    const tight = budgetShares(1, [0, 0.49, 0.49]) ?? [];
    expect(tight).toEqual([0.02 / 3, 0.49 + 0.02 / 3, 0.49 + 0.02 / 3].map((share) => expect.closeTo(share, 9)));
    expect(budgetShares(1, [0, 1])?.[0]).toBeCloseTo(EVEN_PART.least / 2, 9);
  });

  it('add up to it exactly, in any order, and each is more than nothing', () => {
    const usd = fc.oneof(fc.constant(0), fc.double({ min: 1e-9, max: 10, noNaN: true }));
    const budget = fc.double({ min: 1e-6, max: 1e6, noNaN: true });
    const sum = (shares: readonly number[]) => shares.reduce((total, share) => total + share, 0);
    fc.assert(
      fc.property(budget, fc.array(usd, { minLength: 1, maxLength: 400 }), (maxUsd, jobs) => {
        const shares = budgetShares(maxUsd, jobs) ?? [];
        expect(shares).toHaveLength(jobs.length);
        expect(sum(shares)).toBe(maxUsd);
        expect(sum([...shares].reverse())).toBe(maxUsd);
        expect(sum([...shares].sort((a, b) => a - b))).toBe(maxUsd);
        for (const share of shares) expect(share).toBeGreaterThan(0);
      }),
    );
  });
});

describe('concurrency', () => {
  it.each([
    [10, 3, 3, 3],
    [10, 30, 10, 1],
    [1, 5, 1, 1],
    [100, 60, 40, 2],
    [10_000, 2, 2, 5_000],
    [39, 40, 39, 1],
  ])('splits %i jobs over %i locales into %i locales of %i batches', (max, locales, localeCap, batchCap) => {
    expect(concurrency(max, locales)).toEqual({ localeConcurrency: localeCap, batchConcurrency: batchCap });
    expect(localeCap * batchCap).toBeLessThanOrEqual(max);
  });
});
