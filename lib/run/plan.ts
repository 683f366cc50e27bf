import type { Locale } from '../catalog/locale.ts';
import { keys, type PlanOfRun } from './contract/keys.ts';
import type { ProviderPlan } from './contract/provider-plan.ts';
import { type BatchItem, type LocaleJob, PLAN_MODES, type PlanState } from './contract/state.ts';
import { type LocaleEstimate, totalEstimate } from './estimate.ts';
import { shareOut } from './shares.ts';

/** Products that travel together: enough that a state transition per product-language stays below 0.02, few enough for one Lambda. */
export const BATCH_PRODUCTS = 200;

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

/**
 * What the workflow is to do: the jobs of one batch in the state, those of many in the store. `limits` is the provider's plan, whose limits are shared out
 * among the jobs; null where there are none.
 */
export function planRun(
  run: PlanOfRun & {
    dryRun: boolean;
    locales: readonly Locale[];
    maxConcurrency: number;
    maxUsd: number | null;
    limits: ProviderPlan | null;
    /** Of how many products the run is, and how many of them one Merge takes in all their locales. */
    products: number;
    mergeProducts: number;
  },
  batches: readonly PlannedBatch[],
): PlannedRun {
  const totalUsd = batches.flatMap(({ estimates }) => estimates).reduce((sum, { usd }) => sum + usd, 0);
  const needs = totalEstimate(batches.flatMap(({ estimates }) => estimates)).locales;
  const { batchConcurrency, localeConcurrency, shareOf } = shareOut({
    locales: run.locales.map(
      (locale) => needs.find((need) => need.locale === locale) ?? { locale, model: '', minutes: 0 },
    ),
    batches: batches.length,
    maxConcurrency: run.maxConcurrency,
    plan: run.limits,
  });
  const items = batches.map(({ batch, estimates }): BatchItem => {
    const jobs = estimates.map(({ locale, usd }): LocaleJob => {
      const maxUsd = budgetShare(run.maxUsd, usd, totalUsd);
      const share = shareOf(locale);
      return {
        runId: run.runId,
        planId: run.planId,
        batch,
        locale,
        maxUsd,
        share,
        fruitlessPauses: 0,
        waitedSeconds: 0,
      };
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
    merges:
      mode === PLAN_MODES.manyBatches && run.products > run.mergeProducts
        ? run.locales.map((locale) => ({ runId: run.runId, locale }))
        : [],
  };
  return { state, items };
}
