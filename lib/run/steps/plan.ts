import { type PlanState, runInputSchema } from '../contract/state.ts';
import type { StepDeps } from '../ports.ts';
import { type DraftDeps, type DraftedRun, draftRun } from './draft.ts';
import { earlierTrace } from './earlier-trace.ts';
import { type ReadyRun, readyRun } from './ready-run.ts';
import { writePlan } from './write-plan.ts';

export { type DraftedRun, draftRun } from './draft.ts';

export type PlanDeps = DraftDeps & Pick<StepDeps, 'store'>;

/**
 * Plan: checks the request and its catalog, works out batches, jobs and what they will cost, and writes the batches. Nothing is written for a dry run, and
 * nothing for a run that is refused: where there is a budget, all is estimated before anything is written.
 *
 * @throws RequestInvalid with every fault of request, profile and catalog, and for an estimate over the budget
 */
export async function planStep(state: unknown, deps: PlanDeps): Promise<PlanState> {
  const input = runInputSchema.parse(state);
  const startedAt = new Date(deps.clock.now()).toISOString();
  const { dryRun, maxUsd } = (input.request ?? {}) as Record<string, unknown>;
  const draft = dryRun === true || typeof maxUsd === 'number' ? await draftRun(input, deps) : null;
  if (draft?.request.dryRun) return { ...draft.planned.state, estimate: draft.estimate };
  const ready: ReadyRun | DraftedRun = draft ?? (await readyRun(input, deps));
  const run = { ...ready, trace: (await earlierTrace(deps.store, ready.runId)) ?? ready.trace };
  const shardCount = await deps.memory.shards(run.settings.catalog, run.survey.products);
  const estimated = draft?.shardCount === shardCount ? draft.batches : null;
  return writePlan(run, { startedAt, shardCount, estimated, rawRequest: input.request }, deps);
}
