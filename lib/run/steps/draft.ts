import { RequestInvalid } from '../contract/errors.ts';
import type { RunInput } from '../contract/state.ts';
import { type Estimate, totalEstimate } from '../estimate.ts';
import { withRunTime } from '../minutes.ts';
import { type PlannedBatch, type PlannedRun, planRun } from '../plan.ts';
import type { StepDeps } from '../ports.ts';
import { batchesOf } from './batches.ts';
import { type EstimateDeps, estimateBatches, forgetBought } from './estimate-batches.ts';
import { heldFor, type ReadyDeps, type ReadyRun, readyRun } from './ready-run.ts';

export type DraftDeps = ReadyDeps & EstimateDeps & Pick<StepDeps, 'engine' | 'batchProducts' | 'mergeProducts'>;

/** A run that has been worked out and not been written. */
export interface DraftedRun extends ReadyRun {
  readonly shardCount: number;
  readonly batches: readonly PlannedBatch[];
  readonly planned: PlannedRun;
  readonly estimate: Estimate;
}

/** The part of planning that writes nothing. @throws RequestInvalid, also for an estimate over the budget where it is no dry run */
export async function draftRun(input: RunInput, deps: DraftDeps): Promise<DraftedRun> {
  const run = await readyRun(input, deps);
  const draft = await estimateRun(run, deps);
  refuseOverBudget(draft);
  return draft;
}

/** Estimates a run and writes nothing, not even the count of shards. */
export async function estimateRun(run: ReadyRun, deps: DraftDeps): Promise<DraftedRun> {
  const shardCount = await deps.memory.countShards(run.settings.catalog, run.survey.products);
  const batches: PlannedBatch[] = [];
  for await (const group of batchesOf(run, { heldCharacters: heldFor(shardCount), ...deps, shardCount })) {
    const numbered = group.map((file, index) => ({ batch: batches.length + index, file }));
    const estimates = await estimateBatches(run, numbered, deps);
    for (const [index, { batch }] of numbered.entries()) batches.push({ batch, estimates: estimates[index] ?? [] });
  }
  // Estimated once more, it may have other batches.
  forgetBought(run);
  const planned = workflowOf(run, batches, deps);
  const total = totalEstimate(batches.flatMap(({ estimates }) => estimates));
  return {
    ...run,
    shardCount,
    batches,
    planned,
    estimate: withRunTime(total, batches, planned.state, deps.providerPlan),
  };
}

/** What the workflow is to do for these batches. */
export function workflowOf(
  run: ReadyRun,
  batches: readonly PlannedBatch[],
  { engine, providerPlan, mergeProducts }: Pick<StepDeps, 'engine' | 'providerPlan' | 'mergeProducts'>,
): PlannedRun {
  const { runId, planId, trace, request, survey } = run;
  const limits = engine === 'offline' ? null : providerPlan;
  const { products } = survey.selection;
  return planRun({ ...request, runId, planId, trace, products, mergeProducts, limits }, batches);
}

/** @throws RequestInvalid for an estimate over the budget; a dry run tells both sums instead */
function refuseOverBudget({ request, estimate }: DraftedRun): void {
  const { maxUsd, dryRun } = request;
  if (maxUsd === null || estimate.total.usd <= maxUsd || dryRun) return;
  const dollars = (usd: number) => `${usd.toPrecision(3)} USD`;
  throw new RequestInvalid([
    `the estimate is over the budget: ${dollars(estimate.total.usd)} of ${dollars(maxUsd)}; nothing was run`,
  ]);
}
