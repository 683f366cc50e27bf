import { CALLS_IN_FLIGHT } from '../../translate/ask-all.ts';
import { BATCH_SHARE } from '../../translate/pacing/share.ts';
import { limitsOf } from '../../translate/routing.ts';
import type { ProviderPlan } from '../contract/provider-plan.ts';
import type { Estimate, LocaleEstimate } from '../contract/results.ts';
import type { PlannedBatch } from '../plan.ts';
import type { Concurrency } from '../shares.ts';
import { type Ends, endsOf, type Supply, type Taken, type TimedJob } from './ends.ts';

/** What a call takes where no limit makes it wait: about what Groq's models need for a prompt and an answer of 450 tokens each. */
export const CALL_SECONDS = 1.2;
/** Of several calls the last one ends later than that: with the slowest of those that went out together. */
const SLOWEST_SECONDS = 0.2;

/** When each locale's last job ends, were the calls of a run a stream: what single jobs do evens out in a long one. */
export function flowOf(
  estimate: Estimate,
  batches: readonly PlannedBatch[],
  flight: Concurrency,
  plan: ProviderPlan | null,
): Ends {
  const supplies = modelsOf(estimate.locales).map((asking) => {
    const locales = asking.filter(({ calls }) => calls > 0).length;
    const jobs = Math.min(flight.localeConcurrency, locales) * Math.min(flight.batchConcurrency, batches.length);
    return [asking[0]?.model ?? '', supplyOf(asking, jobs, plan)] as const;
  });
  const supplyByModel = new Map(supplies);
  const isOfBatchRun = (job: LocaleEstimate) => (supplyByModel.get(job.model)?.part ?? 1) < 1;
  const timedIn = ({ estimates }: PlannedBatch) =>
    estimates.filter(({ calls }) => calls > 0).map((job) => timed(job, isOfBatchRun(job), plan));
  return endsOf(batches.map(timedIn), flight, supplyByModel);
}

/** The locales that ask one model first, model by model. */
export function modelsOf(locales: readonly LocaleEstimate[]): readonly (readonly LocaleEstimate[])[] {
  const models = new Set(locales.map(({ model }) => model));
  return [...models].map((model) => locales.filter((own) => own.model === model));
}

/** The first call of a batch run's job goes alone: its answer says what is left. */
function timed(job: LocaleEstimate, isOfBatchRun: boolean, plan: ProviderPlan | null): TimedJob {
  const { locale, model, calls } = job;
  const alone = isOfBatchRun && calls > 1 ? 1 : 0;
  const rounds = alone + Math.ceil((calls - alone) / CALLS_IN_FLIGHT);
  const seconds = rounds * CALL_SECONDS + (calls > 1 ? SLOWEST_SECONDS : 0);
  return { locale, model, least: seconds / 60, takes: taken([job], plan) };
}

/** What these take of their model's limits. The room that a call asks for and does not use comes back with its answer, so that only the tokens themselves count. */
export function taken(estimates: readonly LocaleEstimate[], plan: ProviderPlan | null): Taken {
  const limits = limitsOf(estimates[0]?.model ?? '', plan);
  const calls = estimates.reduce((sum, own) => sum + own.calls, 0);
  const tokens = estimates.reduce((sum, own) => sum + own.promptTokens + own.completionTokens, 0);
  const of = (requests: number | null, most: number | null) =>
    Math.max(calls / (requests ?? Infinity), tokens / (most ?? Infinity));
  return {
    minutes: of(limits.requestsPerMinute, limits.tokensPerMinute),
    days: of(limits.requestsPerDay, limits.tokensPerDay),
  };
}

/**
 * What a minute or a day allows is there at once, but for what the last call asks for beyond what it uses, and comes back continuously. Of both a batch run, which is
 * one that takes more than a minute's, takes `BATCH_SHARE`; so many `jobs` at once leave half a call each of it (`TokenShare`).
 */
function supplyOf(estimates: readonly LocaleEstimate[], jobs: number, plan: ProviderPlan | null): Supply {
  const takes = taken(estimates, plan);
  const calls = estimates.reduce((sum, own) => sum + own.calls, 0);
  const reserved = estimates.reduce((sum, own) => sum + own.minutes, 0);
  const unused = calls === 0 ? 0 : Math.max(0, reserved - takes.minutes) / calls;
  const part = reserved <= 1 ? 1 : BATCH_SHARE;
  const kept = part === 1 || jobs <= 1 || calls === 0 ? 0 : ((reserved / calls) * jobs) / 2;
  return { level: { minutes: Math.max(0, part - unused - kept), days: part }, part };
}
