import type { Locale } from '../catalog/locale.ts';
import { places } from '../catalog/paths.ts';
import { type Product, productName } from '../catalog/product.ts';
import type { Profile } from '../catalog/profile.ts';
import { translatedFields } from '../catalog/units.ts';
import { keys, type PlanOfRun } from './contract/keys.ts';
import { type BatchItem, type LocaleJob, PLAN_MODES, type PlanState } from './contract/state.ts';
import type { LocaleEstimate } from './estimate.ts';

/** Products that travel together: enough that a state transition per product-language stays below 0.02, few enough for one Lambda. */
export const BATCH_PRODUCTS = 200;
/** What Step Functions allows an inline Map. */
export const INLINE_MAP_LIMIT = 40;
/** Up to this many names are looked for in every product; larger catalogs look for the names of their own batch. */
const NAMES_LOOKED_FOR = 2_000;

export function splitIntoBatches<T>(products: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(products.length / size) }, (_, index) =>
    products.slice(index * size, (index + 1) * size),
  );
}

/**
 * Splits the number of locale jobs in flight over the whole run between the two Maps: as many locales of one batch as fit, then as many batches
 * as that leaves.
 */
export function concurrency(
  maxConcurrency: number,
  locales: number,
): { batchConcurrency: number; localeConcurrency: number } {
  const localeConcurrency = Math.max(1, Math.min(maxConcurrency, locales, INLINE_MAP_LIMIT));
  return { localeConcurrency, batchConcurrency: Math.max(1, Math.floor(maxConcurrency / localeConcurrency)) };
}

/** The texts of a product that are translated, names aside. */
function textsOf(product: Product, profile: Profile): string[] {
  const fields = translatedFields(profile, { translateNames: false });
  return fields
    .flatMap(({ path }) => places(product, path).map(({ value }) => value))
    .filter((text) => typeof text === 'string');
}

/**
 * The catalog's product names that are told apart from common words. A one-word name that the catalog also writes in lower case, as a word ("Beanie", "a
 * beanie"), is a common word: protecting it would leave English words in every text. Looked for in the whole catalog, so that a run of one product masks
 * as a run of all does.
 */
export function distinctiveNames(products: readonly Product[], profile: Profile): string[] {
  const words = new Set<string>();
  for (const product of products) {
    for (const text of textsOf(product, profile))
      for (const word of text.match(/[\p{L}\p{N}'’-]+/gu) ?? []) words.add(word);
  }
  const names = new Set(products.map((product) => productName(product, profile)?.trim() ?? ''));
  const isCommon = (name: string) => !/\s/.test(name) && name !== name.toLowerCase() && words.has(name.toLowerCase());
  return [...names].filter((name) => name !== '' && !isCommon(name));
}

/** The names, of those that are looked for, that occur in a batch's texts: its own, and those of other products. */
export function namesIn(batch: readonly Product[], distinctive: readonly string[], profile: Profile): string[] {
  const own = new Set(batch.map((product) => productName(product, profile)?.trim()));
  const pool = distinctive.length <= NAMES_LOOKED_FOR ? distinctive : distinctive.filter((name) => own.has(name));
  const haystack = batch.flatMap((product) => textsOf(product, profile)).join('\n');
  return pool.filter((name) => haystack.includes(name));
}

/** Each job's share of the budget, in proportion to its estimate; null without a budget. */
export function budgetShare(maxUsd: number | null, jobUsd: number, totalUsd: number): number | null {
  if (maxUsd === null) return null;
  return totalUsd === 0 ? maxUsd : maxUsd * (jobUsd / totalUsd);
}

export interface PlannedBatch {
  readonly batch: number;
  /** One for each locale. */
  readonly estimates: readonly LocaleEstimate[];
}

export interface PlannedRun {
  readonly state: PlanState;
  readonly items: readonly BatchItem[];
}

/** What the workflow is to do: the jobs of one batch in the state, those of many in the store. */
export function planRun(
  run: PlanOfRun & { dryRun: boolean; locales: readonly Locale[]; maxConcurrency: number; maxUsd: number | null },
  batches: readonly PlannedBatch[],
): PlannedRun {
  const totalUsd = batches.flatMap(({ estimates }) => estimates).reduce((sum, { usd }) => sum + usd, 0);
  const { batchConcurrency, localeConcurrency } = concurrency(run.maxConcurrency, run.locales.length);
  const items = batches.map(({ batch, estimates }): BatchItem => {
    const jobs = estimates.map(({ locale, usd }): LocaleJob => {
      const maxUsd = budgetShare(run.maxUsd, usd, totalUsd);
      return { runId: run.runId, planId: run.planId, batch, locale, maxUsd, fruitlessPauses: 0, waitedSeconds: 0 };
    });
    return { runId: run.runId, batch, localeConcurrency, jobs };
  });
  const mode = run.dryRun
    ? PLAN_MODES.dryRun
    : items.length > 1
      ? PLAN_MODES.manyBatches
      : items.length === 1
        ? PLAN_MODES.oneBatch
        : PLAN_MODES.nothing;
  const state: PlanState = {
    runId: run.runId,
    mode,
    batchesKey: keys.batches(run),
    batchConcurrency,
    localeConcurrency,
    jobs: mode === PLAN_MODES.oneBatch ? (items[0]?.jobs ?? []) : [],
  };
  return { state, items };
}
