import { BATCH_SHARE } from '../../translate/pacing/share.ts';
import type { ProviderPlan } from '../contract/provider-plan.ts';
import type { Estimate } from '../contract/results.ts';
import type { JobEstimate } from '../estimate.ts';
import type { PlannedBatch, PlannedRun } from '../plan.ts';
import type { StepDeps } from '../ports.ts';
import type { Ends } from './ends.ts';
import { CALL_SECONDS, flowOf, modelsOf, taken } from './flow.ts';
import { type RehearsedRun, rehearse } from './rehearse.ts';
import type { RehearsedCall } from './rehearsed-provider.ts';
import { seeded } from './seeded.ts';

/** The part of `CALL_SECONDS` that one call takes more or less than another. */
const CALL_JITTER = 0.25;
/** So many calls are rehearsed, which takes a second: a shorter run several times, in a longer one what single jobs do evens out. */
const REHEARSED_CALLS = 1_000;
/** Which of several jobs goes first is chance: in a run of half a minute a language may end in half or twice the time of another rehearsal. */
const MOST_REHEARSALS = 10;

/**
 * The estimate with the minutes that the run will take, each locale's until its last job ends: those for which the limits make it wait, or, where they do not,
 * those that the calls take one behind the other. What a plan cannot know: how busy the provider is, who else asks it with the same key, what must be asked twice.
 */
export async function withRunTime(
  estimate: Estimate,
  batches: readonly PlannedBatch[],
  planned: PlannedRun,
  { providerPlan: plan, onePace }: Pick<StepDeps, 'providerPlan' | 'onePace'>,
): Promise<Estimate> {
  const times = rehearsalsOf(estimate, plan);
  const outcomes =
    times === 0
      ? [flowOf(estimate, batches, planned.state, plan)]
      : await rehearseTimes(times, { ...rehearsalOf(batches, planned), plan, onePace });
  const mean = (of: (ends: Ends) => number) => outcomes.reduce((sum, ends) => sum + of(ends), 0) / outcomes.length;
  const locales = estimate.locales.map((own) => ({ ...own, minutes: mean((ends) => ends.get(own.locale) ?? 0) }));
  return { locales, total: { ...estimate.total, minutes: mean((ends) => Math.max(0, ...ends.values())) } };
}

/** None of what takes more than a day allows: it is put off call by call, for hours that the limits tell as well. */
function rehearsalsOf({ total, locales }: Estimate, plan: ProviderPlan | null): number {
  const fitsADay = modelsOf(locales).every((asking) => taken(asking, plan).days <= BATCH_SHARE);
  return fitsADay ? Math.min(MOST_REHEARSALS, Math.floor(REHEARSED_CALLS / Math.max(1, total.calls))) : 0;
}

async function rehearseTimes(times: number, run: RehearsedRun): Promise<Ends[]> {
  const outcomes: Ends[] = [];
  for (let seed = 1; seed <= times; seed++) outcomes.push(await rehearse(run, seeded(seed)));
  return outcomes;
}

function rehearsalOf(
  batches: readonly PlannedBatch[],
  { state, items }: PlannedRun,
): Omit<RehearsedRun, 'plan' | 'onePace'> {
  const jobsOf = ({ estimates }: PlannedBatch, batch: number) =>
    estimates.flatMap((job, index) => {
      const share = items[batch]?.jobs[index]?.share ?? 1;
      return job.calls === 0 ? [] : [{ ...job, share, call: oneOf(job) }];
    });
  const { batchConcurrency, localeConcurrency } = state;
  const latency = { latencyMs: CALL_SECONDS * 1_000, latencyJitter: CALL_JITTER };
  return { batches: batches.map(jobsOf), batchConcurrency, localeConcurrency, ...latency };
}

/** A job's calls are alike: of all but the last one the texts fill a pack. */
function oneOf({ calls, promptTokens, completionTokens, reservedTokens }: JobEstimate): RehearsedCall {
  return { reservedTokens: reservedTokens / calls, usedTokens: (promptTokens + completionTokens) / calls };
}
