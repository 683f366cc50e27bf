import type { Locale } from '../catalog/locale.ts';
import { keys, type PlanOfRun } from './contract/keys.ts';
import type { ProviderPlan } from './contract/provider-plan.ts';
import { type BatchItem, type LocaleJob, PLAN_MODES, type PlanState } from './contract/state.ts';
import { type JobEstimate, totalEstimate } from './estimate.ts';
import { shareOut } from './shares.ts';
import { localeSpanId, type TraceContext, traceparentOf } from './trace/context.ts';

/** Products that travel together: enough that a state transition per product-language stays below 0.02, few enough for one Lambda. */
export const BATCH_PRODUCTS = 200;

/** Of the budget, what is shared out evenly, so that a job that is expected to ask for nothing may ask after all: no more than this, and no less. */
export const EVEN_PART = { most: 0.05, least: 0.01 };

/**
 * Each job's share of the budget, which add up to it exactly: in proportion to the estimates, beside a small part for all alike, which is taken from what the
 * estimates leave over where there is enough. Null without a budget.
 */
export function budgetShares(maxUsd: number | null, jobsUsd: readonly number[]): readonly number[] | null {
  if (maxUsd === null) return null;
  if (maxUsd === 0) return jobsUsd.map(() => 0);
  const totalUsd = jobsUsd.reduce((sum, usd) => sum + usd, 0);
  const leftOver = Math.min(Math.max(maxUsd - totalUsd, EVEN_PART.least * maxUsd), EVEN_PART.most * maxUsd);
  const even = totalUsd === 0 ? maxUsd : leftOver;
  // Multiples of one power of two add up without rounding, in any order. What is cut off goes to the job that needs most.
  const grain = 2 ** (Math.floor(Math.log2(maxUsd)) - 40);
  const shares = jobsUsd.map((usd) => {
    const share = even / jobsUsd.length + (totalUsd === 0 ? 0 : (maxUsd - even) * (usd / totalUsd));
    return Math.floor(share / grain) * grain;
  });
  const most = jobsUsd.reduce((most, usd, job) => (usd > (jobsUsd[most] ?? 0) ? job : most), 0);
  const others = shares.reduce((sum, share, job) => (job === most ? sum : sum + share), 0);
  return shares.map((share, job) => (job === most ? maxUsd - others : share));
}

export interface PlannedBatch {
  readonly batch: number;
  /** One for each locale. */
  readonly estimates: readonly JobEstimate[];
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
    trace: TraceContext;
  },
  batches: readonly PlannedBatch[],
): PlannedRun {
  const all = batches.flatMap(({ estimates }) => estimates);
  const needs = totalEstimate(all).locales;
  const budget = budgetShares(
    run.maxUsd,
    all.map(({ usd }) => usd),
  );
  const { batchConcurrency, localeConcurrency, shareOf } = shareOut({
    locales: run.locales.map(
      (locale) => needs.find((need) => need.locale === locale) ?? { locale, model: '', minutes: 0 },
    ),
    batches: batches.length,
    maxConcurrency: run.maxConcurrency,
    plan: run.limits,
  });
  let planned = 0;
  const items = batches.map(({ batch, estimates }): BatchItem => {
    const jobs = estimates.map(({ locale, minutes }): LocaleJob => {
      const maxUsd = budget?.[planned++] ?? null;
      const share = shareOf(locale, minutes);
      return {
        runId: run.runId,
        planId: run.planId,
        batch,
        locale,
        maxUsd,
        share,
        traceparent: traceparentOf(run.trace.traceId, localeSpanId(run.trace.rootSpanId, batch, locale)),
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
