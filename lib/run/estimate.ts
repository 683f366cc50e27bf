import { type Locale, localeName } from '../catalog/locale.ts';
import type { LocaleJobInput } from '../translate/job.ts';
import type { JobSegments } from '../translate/job-segments.ts';
import { pack } from '../translate/pack.ts';
import { buildRequest, estimatePromptTokens, expectedAnswerTokens } from '../translate/prompt.ts';
import { limitsOf, route, usdOf } from '../translate/routing.ts';
import type { Segment } from '../translate/segments.ts';
import type { ProviderPlan } from './contract/provider-plan.ts';
import type { Estimate, LocaleEstimate } from './contract/results.ts';

export type { Estimate, LocaleEstimate };

/** A job as far as its cost goes. */
export type EstimatedJob = Omit<LocaleJobInput, 'endedBy' | 'givenUp' | 'wary' | 'shard'>;

/**
 * Estimates one locale of one batch: the calls that the job would make, from the same packing and prompt. `known` are the segments for which it would use what memory
 * holds.
 */
export function estimateJob(
  job: EstimatedJob,
  { units, segments, guidance }: JobSegments,
  known: ReadonlySet<Segment>,
  plan: ProviderPlan | null,
): LocaleEstimate {
  const hits = sum([...known].map((segment) => segment.units.length));
  const model = route(job.target, job.model).chain[0] ?? '';
  const requests = pack(segments.filter((segment) => !known.has(segment))).map((segments) => ({
    request: buildRequest(model, { source: job.source, target: job.target, segments, guidance }),
    completionTokens: expectedAnswerTokens(segments, job.target),
  }));
  const promptTokens = sum(requests.map(({ request }) => estimatePromptTokens(request.messages)));
  const completionTokens = sum(requests.map((request) => request.completionTokens));
  const reserved = promptTokens + sum(requests.map(({ request }) => request.maxCompletionTokens));
  const limits = limitsOf(model, plan);
  return {
    locale: job.target,
    language: localeName(job.target),
    model,
    units,
    memoryHits: hits,
    calls: requests.length,
    promptTokens,
    completionTokens,
    usd: usdOf(model, { promptTokens, cachedTokens: 0, completionTokens }),
    minutes: Math.max(
      requests.length / (limits.requestsPerMinute ?? Infinity),
      reserved / (limits.tokensPerMinute ?? Infinity),
    ),
  };
}

/** Adds up the batches of each locale, and all locales. Minutes of locales that share a model add up: they share its limit. */
export function totalEstimate(estimates: readonly LocaleEstimate[]): Estimate {
  const byLocale = new Map<Locale, LocaleEstimate>();
  for (const estimate of estimates) {
    const earlier = byLocale.get(estimate.locale);
    byLocale.set(estimate.locale, earlier === undefined ? estimate : { ...estimate, ...added(earlier, estimate) });
  }
  const locales = [...byLocale.values()];
  const perModel = new Map<string, number>();
  for (const { model, minutes } of locales) perModel.set(model, (perModel.get(model) ?? 0) + minutes);
  const none = { units: 0, memoryHits: 0, calls: 0, promptTokens: 0, completionTokens: 0, usd: 0, minutes: 0 };
  return { locales, total: { ...locales.reduce(added, none), minutes: Math.max(0, ...perModel.values()) } };
}

type Numbers = Estimate['total'];

function added(a: Numbers, b: Numbers): Numbers {
  return {
    units: a.units + b.units,
    memoryHits: a.memoryHits + b.memoryHits,
    calls: a.calls + b.calls,
    promptTokens: a.promptTokens + b.promptTokens,
    completionTokens: a.completionTokens + b.completionTokens,
    usd: a.usd + b.usd,
    minutes: a.minutes + b.minutes,
  };
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
