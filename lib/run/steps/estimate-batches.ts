import pLimit from 'p-limit';
import type { Locale } from '../../catalog/locale.ts';
import { type BatchSegments, segmentBatch, segmentJob } from '../../translate/job-segments.ts';
import type { BatchFile } from '../contract/internal.ts';
import { type EstimatedJob, estimateJob, type LocaleEstimate } from '../estimate.ts';
import type { StepDeps } from '../ports.ts';
import type { ReadyRun } from './ready-run.ts';

/** Locales whose memory is read at once: enough to hide a round trip, and each may hold some 20 MB meanwhile. */
const LOCALES_AT_ONCE = 4;

/**
 * Estimates batches of one shard, for each batch the run's locales in order. Texts are masked once for all locales, and memory is asked once a locale for all of the
 * batches.
 */
export async function estimateBatches(
  { runId, request, settings }: ReadyRun,
  batches: readonly BatchFile[],
  { memory, origin, providerPlan }: Pick<StepDeps, 'memory' | 'origin' | 'providerPlan'>,
): Promise<LocaleEstimate[][]> {
  const shard = batches[0]?.shard;
  if (shard === undefined) return [];
  const plain = batches.map(() => null as BatchSegments | null);
  const estimateLocale = async (target: Locale): Promise<LocaleEstimate[]> => {
    const jobs = batches.map(({ products, names, overrides }, batch) => {
      const job: EstimatedJob = {
        ...settings,
        run: runId,
        target,
        products,
        names,
        overrides: overrides[target] ?? {},
      };
      const texts = (target in overrides ? null : plain[batch]) ?? segmentBatch(job);
      if (!(target in overrides)) plain[batch] = texts;
      return { job, segments: segmentJob(job, origin, texts) };
    });
    const keys = new Set(jobs.flatMap(({ segments }) => [...segments.keys.values()]));
    const { entries } = await memory.recall({ catalog: settings.catalog, locale: target, shard }, keys);
    return jobs.map(({ job, segments }) => estimateJob(job, segments, entries, origin, providerPlan));
  };
  const limit = pLimit(LOCALES_AT_ONCE);
  const byLocale = await Promise.all(request.locales.map((locale) => limit(() => estimateLocale(locale))));
  return batches.map((_, batch) => byLocale.flatMap((estimates) => estimates[batch] ?? []));
}
