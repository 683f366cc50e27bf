import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { KETL_PROFILE } from '../../lib/catalog/profile.ts';
import { MAX_PAYLOAD_BYTES } from '../../lib/local/lambda-boundary.ts';
import { batchFileSchema, planFileSchema } from '../../lib/run/contract/internal.ts';
import { keys } from '../../lib/run/contract/keys.ts';
import type { RawRunRequest } from '../../lib/run/contract/request.ts';
import { type BatchItem, planStateSchema } from '../../lib/run/contract/state.ts';
import {
  BATCH_PRODUCTS,
  budgetShare,
  concurrency,
  distinctiveNames,
  namesIn,
  splitIntoBatches,
} from '../../lib/run/plan.ts';
import { draftRun, planStep } from '../../lib/run/steps/plan.ts';
import { readJson } from '../../lib/run/store.ts';
import { documents, product, products, run, type World, world } from '../fakes/run.ts';

const SAMPLE = readFileSync(new URL('../../data/ketlmtn_products.json', import.meta.url), 'utf8');
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
    expect(jobs.reduce((sum, job) => sum + (job.maxUsd ?? 0), 0)).toBeCloseTo(0.5, 9);
    const shareOf = (locale: string) =>
      jobs.filter((job) => job.locale === locale).reduce((sum, job) => sum + (job.maxUsd ?? 0), 0);
    for (const { locale, usd } of estimate.locales)
      expect(shareOf(locale)).toBeCloseTo((0.5 * usd) / estimate.total.usd, 9);
    expect(budgetShare(null, 1, 2)).toBeNull();
    // Nothing is expected to be asked: whatever is asked after all may cost what there is.
    expect(budgetShare(3, 0, 0)).toBe(3);
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
      invalid: [{ index: 1, id: 2, faults: [expect.stringContaining('products[1].extracted_data.price')] }],
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

describe('the estimate', () => {
  it('foretells no fewer calls than are then made, and for the second run none', async () => {
    const w = world({ batchProducts: 20, documents: documents({ 'ketl.json': SAMPLE }) });
    const request = { catalog: 'ketl.json', locales: ['fr', 'ja', 'ar'] as [string, ...string[]], maxConcurrency: 1 };
    const before = (await draft(w, request)).estimate;
    const { summary } = await run(w, request);
    expect(summary.status).toBe('COMPLETE');
    // Later batches recall what earlier ones bought, which the plan cannot know.
    expect(summary.stats.calls).toBe(w.model.asked.length);
    expect(w.model.asked.length).toBeLessThanOrEqual(before.total.calls);
    const after = (await draft(w, request, 'later')).estimate;
    expect(after.total).toMatchObject({ calls: 0, promptTokens: 0, completionTokens: 0, usd: 0, minutes: 0 });
    expect(before.total).toMatchObject({ memoryHits: 0, units: after.total.units });
    const forced = (await draft(w, { ...request, force: true }, 'forced')).estimate;
    expect(forced.total).toMatchObject({ calls: before.total.calls, memoryHits: 0 });
  });

  it('is exact for one batch: calls, units and memory hits, locale by locale', async () => {
    const w = world({ documents: documents({ 'ketl.json': SAMPLE }) });
    const request = { catalog: 'ketl.json', locales: ['fr', 'ja', 'ar'] as [string, ...string[]] };
    const { estimate } = await draft(w, request);
    const { summary } = await run(w, request);
    for (const { locale, calls, units, model } of estimate.locales)
      expect(summary.stats.perLocale[locale]).toMatchObject({ calls, units, model });
    const again = await draft(w, request);
    const second = await run(w, request);
    for (const { locale, memoryHits } of again.estimate.locales)
      expect(second.summary.stats.perLocale[locale]).toMatchObject({ calls: 0, memoryHits });
  });

  it('adds up the minutes of locales that share a model and not those of others', async () => {
    const { estimate } = await draft(world(), { locales: ['fr', 'de', 'ar'] });
    const [fr, de, ar] = estimate.locales.map(({ minutes }) => minutes);
    expect(estimate.locales[0]?.model).toBe(estimate.locales[1]?.model);
    expect(estimate.total.minutes).toBeCloseTo(Math.max(fr! + de!, ar!), 9);
    expect(estimate.total.minutes).toBeGreaterThan(0);
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

describe('splitIntoBatches', () => {
  it('fills batches in order and leaves the rest to the last one', () => {
    expect(splitIntoBatches([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
    expect(splitIntoBatches([], 2)).toEqual([]);
    expect(splitIntoBatches(Array(401).fill(0), BATCH_PRODUCTS).map(({ length }) => length)).toEqual([200, 200, 1]);
  });
});

describe('namesIn', () => {
  const catalog = [
    product(1, { product_name: 'Graveltooth Wind Jacket', other_details: 'Goes with the Alpine Beanie or a Nofry.' }),
    product(2, { product_name: 'Alpine Beanie' }),
    product(3, { product_name: 'Nofry' }),
    product(4, { product_name: 'Beanie', other_details: 'This beanie is a Beanie.' }),
    product(5, { product_name: null }),
    product(6, { product_name: 'Unmentioned Vest' }),
  ];

  it('takes the names of any product that occur in the batch, and no other', () => {
    const names = distinctiveNames(catalog, KETL_PROFILE);
    expect(namesIn([catalog[0]!], names, KETL_PROFILE)).toEqual(['Alpine Beanie', 'Nofry']);
  });

  it('leaves out a name that is a common word anywhere in the catalog, so that one product alone is masked as all are', () => {
    expect(distinctiveNames(catalog, KETL_PROFILE)).toEqual([
      'Graveltooth Wind Jacket',
      'Alpine Beanie',
      'Nofry',
      'Unmentioned Vest',
    ]);
    expect(distinctiveNames(catalog.slice(0, 3), KETL_PROFILE)).toContain('Nofry');
  });

  it('keeps names as they are in the translation', async () => {
    const { merged } = await run(
      world({ answers: { translate: (text) => text.toLowerCase().replace('goes with', 'va avec') } }),
      { catalog: catalog.slice(0, 3), products: [1] },
    );
    expect(merged.products[0]?.translations['fr']?.['details']).toBe('va avec the Alpine Beanie or a Nofry.');
  });
});
