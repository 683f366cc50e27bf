import * as z from 'zod';
import type { Clock } from './clock.ts';
import {
  type ApiAnswer,
  type ApiStatus,
  answer,
  LINK_SECONDS,
  type RunAnswer,
  type RunProgress,
  refusal,
  UNEXPECTED,
  urlOf,
} from './contract/api.ts';
import { type ApiEvent, apiEventSchema } from './contract/events.ts';
import { planFileSchema } from './contract/internal.ts';
import { keys, RUNS_PREFIX } from './contract/keys.ts';
import { RUN_ID } from './contract/state.ts';
import { estimateOf, executionError, executionStatus } from './execution-status.ts';
import type { Execution, Executions } from './executions.ts';
import { newestExecution } from './newest-execution.ts';
import type { Log } from './ports.ts';
import { countProgress, progressOf } from './progress.ts';
import { type LinkTo, resultLinks } from './result-links.ts';
import { readJson, type Store } from './store.ts';

export interface StatusDeps {
  /** The whole bucket. */
  readonly store: Store;
  readonly executions: Pick<Executions, 'describe'>;
  readonly linkTo: LinkTo;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
}

/** Status: `GET /runs/{runId}`. Never throws: what goes wrong is logged and answered. */
export async function status(event: unknown, deps: StatusDeps): Promise<ApiAnswer> {
  try {
    return await answerFor(apiEventSchema.parse(event), deps);
  } catch (error) {
    const { name, message } = error as Error;
    deps.log('status.failed', { error: name, message });
    return refusal(500, UNEXPECTED);
  }
}

async function answerFor(event: ApiEvent, deps: StatusDeps): Promise<ApiAnswer> {
  const runId = event.pathParameters?.['runId'] ?? '';
  if (!RUN_ID.test(runId))
    return refusal(
      400,
      `expected a run id: 1 to 80 letters, digits, "-" and "_", got ${JSON.stringify(runId.slice(0, 100))}`,
    );
  const { store, executions, clock } = deps;
  const [{ execution }, summary] = await Promise.all([
    newestExecution(runId, executions),
    readJson(store, `${RUNS_PREFIX}${keys.summary(runId)}`),
  ]);
  if (execution === null && summary === null) return refusal(404, `there is no run ${runId}`);
  const state = statusOf(execution, summary);
  // Merge has been there: every job has ended, or been found missing.
  const isOver = summary !== null && state !== 'RUNNING' && (execution === null || execution.status === 'SUCCEEDED');
  const links = state === 'RUNNING' ? { catalogs: {} } : await resultLinks(runId, deps);
  const error = execution && executionError(execution);
  const estimate = execution && estimateOf(execution);
  const told: RunAnswer = {
    runId,
    status: state,
    progress: await progressIn(runId, store, isOver),
    // That of a run which is taken up again is the one from before.
    summary: state === 'RUNNING' ? null : summary,
    ...(estimate && { estimate }),
    ...(error && { error }),
    links: { self: urlOf(event.path, event), ...links },
    linksExpireAt: new Date(clock.now() + LINK_SECONDS * 1000).toISOString(),
  };
  return answer(200, told);
}

const summarySchema = z.object({ status: z.enum(['COMPLETE', 'PARTIAL', 'FAILED']) });

/**
 * The newest execution has the last word where it failed: it may have been stopped after Merge had written. Of one that succeeded the summary has it, which
 * stands beside the status in the answer: the two are to agree.
 */
function statusOf(execution: Execution | null, summary: unknown): ApiStatus {
  const executed = execution && executionStatus(execution);
  if (executed === 'RUNNING' || executed === 'PLANNED') return executed;
  if (execution && execution.status !== 'SUCCEEDED') return 'FAILED';
  const summarised = summarySchema.safeParse(summary);
  return summarised.success ? summarised.data.status : (executed ?? 'FAILED');
}

/** From a list of keys: reading the parts of a large run would take longer than the API waits. Null before Plan has ended. */
async function progressIn(runId: string, store: Store, isOver: boolean): Promise<RunProgress | null> {
  const file = await readJson(store, `${RUNS_PREFIX}${keys.plan(runId)}`);
  if (file === null) return null;
  const plan = planFileSchema.pick({ runId: true, planId: true, batches: true, locales: true }).parse(file);
  if (isOver) return countProgress(progressOf(plan, []).map((job) => ({ ...job, ended: true })));
  const found = await store.list(`${RUNS_PREFIX}${keys.internal(runId)}`);
  const own = found.map((key) => key.slice(RUNS_PREFIX.length));
  return countProgress(progressOf(plan, own));
}
