import { type PlanState, runInputSchema } from '../contract/state.ts';
import { type DraftDeps, withDraft } from './draft.ts';
import { type ReadyRun, readyRun } from './ready-run.ts';
import { type Drafted, writePlan } from './write-plan.ts';

export { type DraftedRun, draftRun } from './draft.ts';

export type PlanDeps = DraftDeps;

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
  const write = async (run: ReadyRun, drafted: Drafted | null) => {
    const shardCount = await deps.memory.shards(run.settings.catalog, run.survey.products);
    const same = drafted?.shardCount === shardCount ? drafted : null;
    return writePlan(run, { startedAt, shardCount, drafted: same, rawRequest: input.request }, deps);
  };
  if (dryRun !== true && typeof maxUsd !== 'number') return write(await readyRun(input, deps), null);
  return withDraft(input, deps, async (draft, aside) => {
    const { request, planned, estimate, shardCount, batches } = draft;
    return request.dryRun ? { ...planned.state, estimate } : write(draft, { shardCount, batches, aside });
  });
}
