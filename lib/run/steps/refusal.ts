import { RequestInvalid, StoreUnavailable } from '../contract/errors.ts';
import { keys } from '../contract/keys.ts';
import { readableLocales, SOURCE_LOCALE } from '../contract/request.ts';
import type { Summary } from '../contract/results.ts';
import { type PlanState, type RunInput, runInputSchema } from '../contract/state.ts';
import type { StepDeps } from '../ports.ts';
import { runStats } from '../stats.ts';
import { writeJson } from '../store.ts';
import { type PlanDeps, planStep } from './plan.ts';

/**
 * Plan where nobody reads along: why a run is refused, or could not be planned, is written down where its results would be.
 *
 * @throws what Plan throws; StoreUnavailable also where the reason could not be written just now, so that the workflow's retry writes it
 */
export async function planRecordingRefusal(state: unknown, deps: PlanDeps): Promise<PlanState> {
  const startedAt = deps.clock.now();
  try {
    return await planStep(state, deps);
  } catch (error) {
    // The workflow tries again, and by then nothing may be wrong.
    if (error instanceof StoreUnavailable) throw error;
    const input = runInputSchema.safeParse(state);
    if (input.success) await recordRefusal(input.data, error as Error, startedAt, deps);
    throw error;
  }
}

async function recordRefusal(
  { runId, request }: RunInput,
  error: Error,
  startedAt: number,
  { store, clock, engine }: Pick<StepDeps, 'store' | 'clock' | 'engine'>,
): Promise<void> {
  const { name, message } = error;
  const finishedAt = clock.now();
  const nothing = { products: 0, invalidProducts: 0, units: 0, translated: 0, failed: 0, pseudo: 0, warnings: 0 };
  const summary: Summary = {
    runId,
    status: 'FAILED',
    engine,
    source: SOURCE_LOCALE,
    locales: readableLocales(request),
    startedAt: new Date(startedAt).toISOString(),
    finishedAt: new Date(finishedAt).toISOString(),
    counts: { ...nothing, coverage: 0 },
    stats: runStats([], finishedAt - startedAt),
    stoppedBy: { error: name, cause: message },
    faults: error instanceof RequestInvalid ? error.faults : [`${name}: ${message}`],
  };
  try {
    await writeJson(store, keys.summary(runId), summary);
  } catch (unwritten) {
    // What a retry may mend. Otherwise the error that Plan ended with is the one to report.
    if (unwritten instanceof StoreUnavailable) throw unwritten;
  }
}
