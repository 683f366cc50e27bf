import { RequestInvalid } from '../contract/errors.ts';
import type { RunInput } from '../contract/state.ts';
import { enforcedPlan } from '../enforced-plan.ts';
import { type Estimate, totalEstimate } from '../estimate.ts';
import { withRunTime } from '../minutes/run-time.ts';
import { type PlannedBatch, type PlannedRun, planRun } from '../plan.ts';
import type { StepDeps } from '../ports.ts';
import { forgetBought } from './estimate-batches.ts';
import { estimateUnwritten, type UnwrittenDeps } from './estimate-unwritten.ts';
import { type ReadyDeps, type ReadyRun, readyRun } from './ready-run.ts';
import type { BatchesAside } from './write-batches.ts';

export type DraftDeps = ReadyDeps & UnwrittenDeps & Pick<StepDeps, 'engine' | 'mergeProducts' | 'onePace'>;

/** A run that has been worked out and not been written. */
export interface DraftedRun extends ReadyRun {
  readonly shardCount: number;
  readonly batches: readonly PlannedBatch[];
  readonly planned: PlannedRun;
  readonly estimate: Estimate;
}

/** The part of planning that writes nothing. @throws RequestInvalid, also for an estimate over the budget where it is no dry run */
export function draftRun(input: RunInput, deps: DraftDeps): Promise<DraftedRun> {
  return withDraft(input, deps, async (draft) => draft);
}

/** Hands a draft on while its batches, of a catalog that is not held, still stand aside. Writes nothing, not even the count of shards. @throws as `draftRun` */
export async function withDraft<T>(
  input: RunInput,
  deps: DraftDeps,
  use: (draft: DraftedRun, aside: BatchesAside | null) => Promise<T>,
): Promise<T> {
  const run = await readyRun(input, deps);
  const shardCount = await deps.memory.countShards(run.settings.catalog, run.survey.products);
  return estimateUnwritten(run, shardCount, deps, async (batches, aside) => {
    // Estimated once more, it may have other batches.
    forgetBought(run);
    const planned = workflowOf(run, batches, deps);
    const total = totalEstimate(batches.flatMap(({ estimates }) => estimates));
    // What it costs is told of the provider, also where the stand-in would answer, which has no limits to share out.
    const asked = deps.engine === 'offline' ? workflowOf(run, batches, { ...deps, engine: 'groq' }) : planned;
    const estimate = await withRunTime(total, batches, asked, deps);
    const draft = { ...run, shardCount, batches, planned, estimate };
    refuseOverBudget(draft);
    return use(draft, aside);
  });
}

/** What the workflow is to do for these batches. */
export function workflowOf(
  run: ReadyRun,
  batches: readonly PlannedBatch[],
  deps: Pick<StepDeps, 'engine' | 'providerPlan' | 'mergeProducts'>,
): PlannedRun {
  const { runId, planId, trace, request, survey } = run;
  const limits = enforcedPlan(deps);
  const { products } = survey.selection;
  const { mergeProducts } = deps;
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
