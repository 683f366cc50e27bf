import { RequestInvalid, StoreUnavailable } from '../contract/errors.ts';
import { keys } from '../contract/keys.ts';
import { RUN_ID, type RunInput, runInputSchema, runOutputSchema } from '../contract/state.ts';
import type { Execution } from '../executions.ts';
import { newestExecution } from '../newest-execution.ts';
import { readJson, type Store } from '../store.ts';
import type { Remote } from './remote.ts';

/** How an earlier run was taken up. */
export interface Resumed {
  readonly executionName: string;
  /** `running`: it had not ended. `complete`: nothing is left to do. */
  readonly how: 'running' | 'redriven' | 'anew' | 'complete';
  /** How often the execution has been redriven then. */
  readonly redriveCount: number;
  /** The plan that is not to be taken for the new execution's; null where there is none. */
  readonly earlierPlanId: string | null;
}

/**
 * Takes an earlier run up under its own id: one that goes on is left alone, one whose execution failed goes on where it ended, and one that ended with units
 * missing is asked for once more. Memory holds what is translated, so only the rest is bought.
 *
 * @throws RequestInvalid where there is no such run, or one that began with faults; StoreUnavailable, StoreRefused; the signal's reason before anything is changed
 */
export async function resume(
  runId: string,
  { executions, runs, bucket }: Pick<Remote, 'executions' | 'runs' | 'bucket'>,
  signal: AbortSignal,
): Promise<Resumed> {
  const { executionName, execution, next } = RUN_ID.test(runId)
    ? await newestExecution(runId, executions)
    : { executionName: runId, execution: null, next: runId };
  const { redriveCount = 0 } = execution ?? {};
  if (execution?.status === 'RUNNING' || execution?.status === 'PENDING_REDRIVE')
    return { executionName, how: 'running', redriveCount, earlierPlanId: null };
  if (execution?.status === 'SUCCEEDED' && runOutputSchema.safeParse(execution.output).data?.status === 'COMPLETE')
    return { executionName, how: 'complete', redriveCount, earlierPlanId: null };
  refuseFaults(runId, execution);
  signal.throwIfAborted();
  if (execution?.isRedrivable) {
    await executions.redrive(executionName);
    return { executionName, how: 'redriven', redriveCount: redriveCount + 1, earlierPlanId: null };
  }
  const request = RUN_ID.test(runId) ? await requestOf(runId, execution, runs) : null;
  if (request === null) throw new RequestInvalid([`--resume: there is no run ${JSON.stringify(runId)} in ${bucket}`]);
  const earlierPlanId = await planIdOf(runId, runs);
  signal.throwIfAborted();
  if ((await executions.start(next, { runId, request })) === 'exists')
    throw new StoreUnavailable(`the run ${runId} has just been taken up by someone else: resume it once more`);
  return { executionName: next, how: 'anew', redriveCount: 0, earlierPlanId };
}

/** What a run was started with, where it can be read. */
const inputOf = (execution: Execution | null): RunInput | undefined => runInputSchema.safeParse(execution?.input).data;

/**
 * A request.json that could not be followed is not in the run's input, only that it could not: Plan would refuse a redrive with the same words, and without
 * them the run would be done by the stack's defaults, with no budget.
 */
function refuseFaults(runId: string, execution: Execution | null): void {
  const { faults = [] } = inputOf(execution) ?? {};
  if (faults.length === 0) return;
  throw new RequestInvalid([
    ...faults,
    `--resume: the run ${runId} was started with ${faults.length === 1 ? 'this fault' : 'these faults'} and cannot be taken up: mend what is named, then upload the catalog again`,
  ]);
}

/** As Plan wrote it down, or, of a run that Plan refused, as it was started. */
async function requestOf(runId: string, execution: Execution | null, runs: Store): Promise<unknown> {
  return (await readJson(runs, keys.request(runId))) ?? inputOf(execution)?.request ?? null;
}

async function planIdOf(runId: string, runs: Store): Promise<string | null> {
  const plan = (await readJson(runs, keys.plan(runId))) as { readonly planId?: string } | null;
  return plan?.planId ?? null;
}
