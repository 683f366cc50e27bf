import type { Locale } from '../catalog/locale.ts';
import { fullCallTokens } from '../translate/full-call.ts';
import { BATCH_SHARE } from '../translate/pacing/share.ts';
import { modelFacts } from '../translate/routing.ts';
import type { ProviderPlan } from './contract/provider-plan.ts';

/** What Step Functions allows an inline Map. */
export const INLINE_MAP_LIMIT = 40;

export interface Concurrency {
  readonly batchConcurrency: number;
  readonly localeConcurrency: number;
}

/**
 * Splits the number of locale jobs in flight over the whole run between the two Maps: as many locales of one batch as fit, then as many batches
 * as that leaves.
 */
export function concurrency(maxConcurrency: number, locales: number): Concurrency {
  const localeConcurrency = Math.max(1, Math.min(maxConcurrency, locales, INLINE_MAP_LIMIT));
  return { localeConcurrency, batchConcurrency: Math.max(1, Math.floor(maxConcurrency / localeConcurrency)) };
}

/** All batches of a run into one locale. */
export interface LocaleNeed {
  readonly locale: Locale;
  /** The model that is asked first. */
  readonly model: string;
  /** What the run takes of the model's limits, in minutes of all of them. */
  readonly minutes: number;
}

export interface RunNeeds {
  readonly locales: readonly LocaleNeed[];
  readonly batches: number;
  readonly maxConcurrency: number;
  /** Whose limits hold; null where none do. */
  readonly plan: ProviderPlan | null;
}

export interface SharedOut extends Concurrency {
  /** `LocaleJob.share` of a job into a locale that takes so many minutes of all of its model's limits. */
  readonly shareOf: (locale: Locale, minutes: number) => number;
}

/**
 * Shares a run's limits out among the jobs that are in flight at once and ask the same model first. What a short run asks for fits into one minute's limit:
 * its jobs may use all of it. A batch run takes `BATCH_SHARE` of it at most, and so many jobs at once as have room for a full call a minute each. Where all of
 * its jobs are in flight at once, half is shared out evenly and half in proportion to what they take, so that they end together; else all of it evenly.
 */
export function shareOut({ locales, batches, maxConcurrency, plan }: RunNeeds): SharedOut {
  const models = plan === null ? [] : batchModels(locales, plan);
  for (let jobs = maxConcurrency; ; jobs--) {
    const split = concurrency(jobs, locales.length);
    const inFlight = ({ asking }: BatchModel) =>
      Math.min(split.localeConcurrency, asking) * Math.min(split.batchConcurrency, batches);
    if (jobs > 1 && models.some((model) => inFlight(model) > model.mostJobs)) continue;
    const modelOf = new Map(
      locales.map(({ locale, model }) => [locale, models.find((batchModel) => batchModel.model === model)]),
    );
    const isAll = locales.length <= split.localeConcurrency && batches <= split.batchConcurrency;
    const shareOf = (locale: Locale, minutes: number): number => {
      const model = modelOf.get(locale);
      if (model === undefined) return 1;
      const jobs = Math.max(1, inFlight(model));
      const even = BATCH_SHARE / jobs;
      if (!isAll) return even;
      const least = Math.min(even, Math.max(even / 2, model.callShare));
      return least + (BATCH_SHARE - least * jobs) * Math.min(1, minutes / model.minutes);
    };
    return { ...split, shareOf };
  }
}

interface BatchModel {
  readonly model: string;
  /** Locales that have anything to ask it. */
  readonly asking: number;
  /** What the run takes of its limits, in minutes of all of them. */
  readonly minutes: number;
  /** The part of its limits a minute that a full call takes. */
  readonly callShare: number;
  /** Jobs at once whose share of each limit a minute still holds a full call. */
  readonly mostJobs: number;
}

/** The models of which the run takes more than one minute's limit. */
function batchModels(locales: readonly LocaleNeed[], plan: ProviderPlan): BatchModel[] {
  const models = [...new Set(locales.map(({ model }) => model))];
  return models.flatMap((model) => {
    const needs = locales.filter((need) => need.model === model);
    const minutes = needs.reduce((sum, need) => sum + need.minutes, 0);
    if (minutes <= 1) return [];
    const { tokensPerMinute, requestsPerMinute } = modelFacts(model).limits[plan];
    const asking = needs.filter((need) => need.minutes > 0);
    const call = Math.max(...asking.map(({ locale }) => fullCallTokens(model, locale)));
    const room = Math.min((tokensPerMinute ?? Infinity) / call, requestsPerMinute ?? Infinity);
    const mostJobs = Math.max(1, Math.floor(room * BATCH_SHARE));
    return [{ model, asking: asking.length, minutes, callShare: 1 / room, mostJobs }];
  });
}
