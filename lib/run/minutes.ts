import { CALLS_IN_FLIGHT } from '../translate/ask-all.ts';
import { BATCH_SHARE } from '../translate/pacing/share.ts';
import { limitsOf } from '../translate/routing.ts';
import type { ProviderPlan } from './contract/provider-plan.ts';
import type { Estimate, LocaleEstimate } from './contract/results.ts';
import type { PlannedBatch } from './plan.ts';
import type { Concurrency } from './shares.ts';

/** What a call takes where no limit makes it wait: about what Groq's models need for a prompt and an answer of 450 tokens each. */
export const CALL_SECONDS = 1.2;

/**
 * The estimate with the minutes that the run will take: those for which the limits make it wait, or, where they do not, those that the calls take one behind the
 * other. What a plan cannot know: how busy the provider is, who else asks it with the same key, what must be asked twice.
 */
export function withRunTime(
  estimate: Estimate,
  batches: readonly PlannedBatch[],
  flight: Concurrency,
  plan: ProviderPlan | null,
): Estimate {
  const jobs = batches.flatMap(({ estimates }) => estimates);
  const callMinutes = new Map<string, { sum: number; longest: number }>();
  for (const { locale, calls } of jobs) {
    const minutes = (Math.ceil(calls / CALLS_IN_FLIGHT) * CALL_SECONDS) / 60;
    const { sum, longest } = callMinutes.get(locale) ?? { sum: 0, longest: 0 };
    callMinutes.set(locale, { sum: sum + minutes, longest: Math.max(longest, minutes) });
  }
  const locales = estimate.locales.map((own) => {
    const { sum, longest } = callMinutes.get(own.locale) ?? { sum: 0, longest: 0 };
    const inTurn = Math.max(longest, sum / Math.min(flight.batchConcurrency, batches.length));
    return { ...own, minutes: Math.max(paced([own], plan), inTurn) };
  });
  const models = [...new Set(locales.map(({ model }) => model))];
  const limited = models.map((model) =>
    paced(
      locales.filter((own) => own.model === model),
      plan,
    ),
  );
  const sum = [...callMinutes.values()].reduce((all, own) => all + own.sum, 0);
  const longest = Math.max(0, ...[...callMinutes.values()].map((own) => own.longest));
  const inFlight = Math.min(flight.batchConcurrency * flight.localeConcurrency, jobs.length);
  const minutes = Math.max(longest, sum / Math.max(1, inFlight), ...limited);
  return { locales, total: { ...estimate.total, minutes } };
}

const DAY_MINUTES = 24 * 60;

/**
 * How long a model's limits make these locales wait. What a minute or a day allows is there at once and comes back continuously; of both a batch run, which
 * is one that takes more than a minute's, takes `BATCH_SHARE`. The room that a call asks for and does not use comes back with its answer, so that only the tokens themselves count.
 */
function paced(locales: readonly LocaleEstimate[], plan: ProviderPlan | null): number {
  const [first] = locales;
  if (!first) return 0;
  const limits = limitsOf(first.model, plan);
  const calls = locales.reduce((sum, own) => sum + own.calls, 0);
  const tokens = locales.reduce((sum, own) => sum + own.promptTokens + own.completionTokens, 0);
  const of = (requests: number | null, most: number | null) =>
    Math.max(calls / (requests ?? Infinity), tokens / (most ?? Infinity));
  const minutes = of(limits.requestsPerMinute, limits.tokensPerMinute);
  const days = of(limits.requestsPerDay, limits.tokensPerDay);
  const part = minutes <= 1 ? 1 : BATCH_SHARE;
  return Math.max(0, minutes / part - 1, (days / part - 1) * DAY_MINUTES);
}
