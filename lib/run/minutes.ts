import { CALLS_IN_FLIGHT } from '../translate/ask-all.ts';
import { BATCH_SHARE } from '../translate/pacing/share.ts';
import { limitsOf } from '../translate/routing.ts';
import type { ProviderPlan } from './contract/provider-plan.ts';
import type { Estimate, LocaleEstimate } from './contract/results.ts';
import type { PlannedBatch } from './plan.ts';
import { endsOf, type Supply, type Taken, type TimedJob } from './run-time.ts';
import type { Concurrency } from './shares.ts';

/** What a call takes where no limit makes it wait: about what Groq's models need for a prompt and an answer of 450 tokens each. */
export const CALL_SECONDS = 1.2;
/** Of several calls the last one ends later than that: with the slowest of those that went out together. */
const SLOWEST_SECONDS = 0.2;

/**
 * The estimate with the minutes that the run will take, each locale's until its last job ends: those for which the limits make it wait, or, where they do not,
 * those that the calls take one behind the other. What a plan cannot know: how busy the provider is, who else asks it with the same key, what must be asked twice.
 */
export function withRunTime(
  estimate: Estimate,
  batches: readonly PlannedBatch[],
  flight: Concurrency,
  plan: ProviderPlan | null,
): Estimate {
  const models = [...new Set(estimate.locales.map(({ model }) => model))];
  const supplies = models.map((model) => {
    const asking = estimate.locales.filter((own) => own.model === model);
    const locales = asking.filter(({ calls }) => calls > 0).length;
    const jobs = Math.min(flight.localeConcurrency, locales) * Math.min(flight.batchConcurrency, batches.length);
    return [model, supplyOf(asking, jobs, plan)] as const;
  });
  const supplyByModel = new Map(supplies);
  const isOfBatchRun = (job: LocaleEstimate) => (supplyByModel.get(job.model)?.part ?? 1) < 1;
  const timedIn = ({ estimates }: PlannedBatch) =>
    estimates.filter(({ calls }) => calls > 0).map((job) => timed(job, isOfBatchRun(job), plan));
  const ends = endsOf(batches.map(timedIn), flight, supplyByModel);
  const locales = estimate.locales.map((own) => ({ ...own, minutes: ends.get(own.locale) ?? 0 }));
  const minutes = Math.max(0, ...ends.values());
  return { locales, total: { ...estimate.total, minutes } };
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
function taken(estimates: readonly LocaleEstimate[], plan: ProviderPlan | null): Taken {
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
