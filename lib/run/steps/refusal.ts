import { RequestInvalid } from '../contract/errors.ts';
import { keys } from '../contract/keys.ts';
import { readableLocales, SOURCE_LOCALE } from '../contract/request.ts';
import type { Summary } from '../contract/results.ts';
import { type PlanState, type RunInput, runInputSchema } from '../contract/state.ts';
import type { StepDeps } from '../ports.ts';
import { runStats } from '../stats.ts';
import { writeJson } from '../store.ts';
import { type PlanDeps, planStep } from './plan.ts';

/**
 * Plan where nobody reads along: why a run is refused is written down where its results would be.
 *
 * @throws RequestInvalid as Plan does: asking again would say the same, so the workflow does not
 */
export async function planRecordingRefusal(state: unknown, deps: PlanDeps): Promise<PlanState> {
  const startedAt = deps.clock.now();
  try {
    return await planStep(state, deps);
  } catch (error) {
    if (error instanceof RequestInvalid) await recordRefusal(runInputSchema.parse(state), error, startedAt, deps);
    throw error;
  }
}

async function recordRefusal(
  { runId, request }: RunInput,
  { name, message, faults }: RequestInvalid,
  startedAt: number,
  { store, clock, engine }: Pick<StepDeps, 'store' | 'clock' | 'engine'>,
): Promise<void> {
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
    faults,
  };
  await writeJson(store, keys.summary(runId), summary);
}
