import { RequestInvalid, StoreUnavailable } from '../contract/errors.ts';
import { keys } from '../contract/keys.ts';
import { RUN_ID, runInputSchema, runOutputSchema } from '../contract/state.ts';
import type { Execution } from '../executions.ts';
import { readJson, type Store } from '../store.ts';
import type { Remote } from './remote.ts';

/** How an earlier run was taken up. */
export interface Resumed {
  readonly executionName: string;
  /** `running`: it had not ended. `complete`: nothing is left to do. */
  readonly how: 'running' | 'redriven' | 'anew' | 'complete';
  /** The plan that is not to be taken for the new execution's; null where there is none. */
  readonly earlierPlanId: string | null;
}

/**
 * Takes an earlier run up under its own id: one that goes on is left alone, one whose execution failed goes on where it ended, and one that ended with units
 * missing is asked for once more. Memory holds what is translated, so only the rest is bought.
 *
 * @throws RequestInvalid where there is no such run; StoreUnavailable, StoreRefused; the signal's reason before anything is changed
 */
export async function resume(
  runId: string,
  { executions, runs, bucket }: Pick<Remote, 'executions' | 'runs' | 'bucket'>,
  signal: AbortSignal,
): Promise<Resumed> {
  const { executionName, execution, next } = RUN_ID.test(runId)
    ? await newest(runId, executions)
    : { executionName: runId, execution: null, next: runId };
  if (execution?.status === 'RUNNING' || execution?.status === 'PENDING_REDRIVE')
    return { executionName, how: 'running', earlierPlanId: null };
  if (execution?.status === 'SUCCEEDED' && runOutputSchema.safeParse(execution.output).data?.status === 'COMPLETE')
    return { executionName, how: 'complete', earlierPlanId: null };
  signal.throwIfAborted();
  if (execution?.isRedrivable) {
    await executions.redrive(executionName);
    return { executionName, how: 'redriven', earlierPlanId: null };
  }
  const request = RUN_ID.test(runId) ? await requestOf(runId, execution, runs) : null;
  if (request === null) throw new RequestInvalid([`--resume: there is no run ${JSON.stringify(runId)} in ${bucket}`]);
  const earlierPlanId = await planIdOf(runId, runs);
  signal.throwIfAborted();
  if ((await executions.start(next, { runId, request })) === 'exists')
    throw new StoreUnavailable(`the run ${runId} has just been taken up by someone else: resume it once more`);
  return { executionName: next, how: 'anew', earlierPlanId };
}

/** A run's executions are called as the run is, then `<run>-2`, `<run>-3`. Null is the execution of a run that none is known of. */
async function newest(runId: string, executions: Remote['executions']) {
  let executionName = runId;
  let execution: Execution | null = null;
  for (let count = 1; ; count++) {
    const next = executionNameOf(runId, count);
    const found = await executions.describe(next);
    if (found === null) return { executionName, execution, next };
    executionName = next;
    execution = found;
  }
}

/** Step Functions allows 80 characters, of which a run id may take all: its end is what tells it from others. */
function executionNameOf(runId: string, count: number): string {
  const suffix = count === 1 ? '' : `-${count}`;
  return `${runId.slice(-(80 - suffix.length))}${suffix}`;
}

/** As Plan wrote it down, or, of a run that Plan refused, as it was started. */
async function requestOf(runId: string, execution: Execution | null, runs: Store): Promise<unknown> {
  const written = await readJson(runs, keys.request(runId));
  return written ?? runInputSchema.safeParse(execution?.input).data?.request ?? null;
}

async function planIdOf(runId: string, runs: Store): Promise<string | null> {
  const plan = (await readJson(runs, keys.plan(runId))) as { readonly planId?: string } | null;
  return plan?.planId ?? null;
}
