import { type Locale, localeName } from '../catalog/locale.ts';
import type { LocaleCalls } from '../translate/locale-calls.ts';
import { limitsOf } from '../translate/routing.ts';
import type { SizedPack } from '../translate/sized-segments.ts';
import type { ProviderPlan } from './contract/provider-plan.ts';
import type { Estimate, LocaleEstimate } from './contract/results.ts';

export type { Estimate, LocaleEstimate };

/** One locale of one batch. */
export interface JobEstimate extends LocaleEstimate {
  /** What the provider sets aside for its calls: the prompts, and all the room that is asked for the answers. */
  readonly reservedTokens: number;
}

/** A job as far as its cost goes. */
export interface EstimatedJob {
  readonly locale: Locale;
  /** Units in all, and those of them for which it would use what memory holds. */
  readonly units: number;
  readonly memoryHits: number;
  /** What it would ask. */
  readonly packs: readonly SizedPack[];
}

/** Whose limits the minutes are reckoned by, and which will turn a call away that is too large for them; null where there are none. */
export interface PlansOfJob {
  readonly reckoned: ProviderPlan | null;
  readonly enforced: ProviderPlan | null;
}

/** Estimates one locale of one batch: the calls that the job would make, packed and worded as it will. */
export function estimateJob(
  { locale, units, memoryHits, packs }: EstimatedJob,
  into: LocaleCalls,
  { reckoned, enforced }: PlansOfJob,
): JobEstimate {
  const { model } = into;
  const { calls, promptTokens, completionTokens, reservedTokens, usd } = into.sizeOf(packs, enforced);
  const limits = limitsOf(model, reckoned);
  return {
    locale,
    language: localeName(locale),
    model,
    units,
    memoryHits,
    calls,
    promptTokens,
    completionTokens,
    usd,
    minutes: Math.max(
      calls / (limits.requestsPerMinute ?? Infinity),
      reservedTokens / (limits.tokensPerMinute ?? Infinity),
    ),
    reservedTokens,
  };
}

/** Adds up the batches of each locale, and all locales. Minutes of locales that share a model add up: they share its limit. */
export function totalEstimate(estimates: readonly JobEstimate[]): Estimate {
  const byLocale = new Map<Locale, LocaleEstimate>();
  for (const { reservedTokens: _, ...estimate } of estimates) {
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
