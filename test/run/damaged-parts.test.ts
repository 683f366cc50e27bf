import { describe, expect, it } from 'vitest';
import type { Locale } from '../../lib/catalog/locale.ts';
import { keys, type PlanOfRun } from '../../lib/run/contract/keys.ts';
import type { FailureRow, Merged, Summary } from '../../lib/run/contract/results.ts';
import { mergeStep } from '../../lib/run/steps/merge.ts';
import { readJson } from '../../lib/run/store.ts';
import { fakePublished } from '../fakes/published.ts';
import { products, run, type World, world } from '../fakes/run.ts';

const fr = 'fr' as Locale;

/** A run of two batches that has ended, whose files can then be damaged and merged anew. */
async function ended(options: Parameters<typeof world>[0] = {}): Promise<{ w: World; plan: PlanOfRun }> {
  const translate = (text: string) => [...text].reverse().join('');
  const w = world({ batchProducts: 1, answers: { translate }, ...options });
  await run(w, { catalog: products(2), locales: ['fr', 'de'] }, { runId: 'r' });
  return { w, plan: (await readJson(w.store, keys.plan('r'))) as PlanOfRun };
}

async function mergedAnew({ deps, store }: World) {
  await mergeStep({ runId: 'r' }, deps);
  const file = (key: string) => readJson(store, key) as Promise<never>;
  const merged: Merged = await file(keys.merged('r'));
  const failures: FailureRow[] = await file(keys.failures('r'));
  const summary: Summary = await file(keys.summary('r'));
  return { merged, failures, summary };
}

describe('a part that cannot be read', () => {
  it.each([
    ['cut short', (text: string) => text.slice(0, 40), /its part cannot be read: .*JSON/],
    ['empty', () => '', /its part cannot be read: .*JSON/],
    ['of another form', () => '{"products": 1}', /its part cannot be read: startedAt: /],
  ])('is that of a missing job where it is %s, and ends no run', async (_, damage, cause) => {
    const { w, plan } = await ended();
    const key = keys.part(plan, 1, fr);
    await w.store.write(key, damage((await w.store.read(key)) ?? ''));
    const { merged, failures, summary } = await mergedAnew(w);
    expect(summary).toMatchObject({ status: 'PARTIAL', counts: { units: 12, translated: 9 } });
    expect(failures).toHaveLength(3);
    for (const row of failures)
      expect(row).toMatchObject({
        product_id: 2,
        locale: 'fr',
        error: 'JobMissing',
        cause: expect.stringMatching(cause),
      });
    expect(merged.products.map(({ translations }) => Object.keys(translations))).toEqual([['fr', 'de'], ['de']]);
  });

  it('is no excuse for a store that fails', async () => {
    const { w, plan } = await ended();
    const key = keys.part(plan, 1, fr);
    const read = (asked: string) =>
      asked === key ? Promise.reject(new Error('the store is away')) : w.store.read(asked);
    await expect(mergedAnew({ ...w, deps: { ...w.deps, store: { ...w.store, read } } })).rejects.toThrow('away');
  });
});

it('passes over the record of an attempt that cannot be read, for the reason in another', async () => {
  const { w, plan } = await ended();
  const part = (await readJson(w.store, keys.part(plan, 1, fr))) as Record<string, unknown>;
  await w.store.write(keys.part(plan, 1, fr), 'half');
  const attempt = { ...part, error: 'ProviderTimedOut', cause: 'no answer', gaveUp: [], usd: 1, calls: 3 };
  await w.store.write(`${keys.attempts(plan, 1, fr)}1-1.json`, JSON.stringify(attempt));
  await w.store.write(`${keys.attempts(plan, 1, fr)}2-1.json`, '{"startedAt":');
  const { summary, failures } = await mergedAnew(w);
  // What the readable one has spent counts.
  expect(summary.stats.perLocale['fr']).toMatchObject({ calls: 4, translated: 3 });
  expect(failures[0]?.error).toBe('JobMissing');
});

it('publishes no manifest of a run that does not publish, also where its locales are merged each by itself', async () => {
  const shop = fakePublished();
  const { w, plan } = await ended({ mergeProducts: 1, published: shop.published });
  expect(plan).toMatchObject({ mergesByLocale: true, publishes: false });
  // As an older run would have left it.
  const key = keys.mergedLocale(plan, fr);
  const file = (await readJson(w.store, key)) as object;
  const published = { runId: 'r', startedAt: '2026-01-01T00:00:00.000Z', products: 2, missing: [] };
  await w.store.write(key, JSON.stringify({ ...file, published }));
  const logged: string[] = [];
  await mergeStep({ runId: 'r' }, { ...w.deps, log: (event) => void logged.push(event) });
  expect(shop.writes).toEqual([]);
  expect(logged).not.toContain('catalog.published');
});
