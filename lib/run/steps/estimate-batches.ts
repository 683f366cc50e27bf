import pLimit from 'p-limit';
import type { Locale } from '../../catalog/locale.ts';
import { type Examine, examineSegment } from '../../translate/examine.ts';
import { type BatchSegments, type JobSegments, segmentBatch, segmentJob } from '../../translate/job-segments.ts';
import { type MemoryEntry, mayRecall } from '../../translate/memory.ts';
import type { Segment } from '../../translate/segments.ts';
import type { BatchFile } from '../contract/internal.ts';
import { type EstimatedJob, estimateJob, type LocaleEstimate } from '../estimate.ts';
import { HitSample } from '../hit-sample.ts';
import type { StepDeps } from '../ports.ts';
import type { ReadyRun } from './ready-run.ts';

/** Locales whose memory is read at once: enough to hide a round trip, and each may hold some 20 MB meanwhile. */
const LOCALES_AT_ONCE = 4;

export type EstimateDeps = Pick<StepDeps, 'memory' | 'origin' | 'providerPlan'> & {
  /** The checks that the jobs will be given. @default `runChecks`, loaded once there is a hit: a plan without any needs none of their tables */
  readonly examine?: Examine;
};

/** What is known of a run's hits, for as long as it is planned: its batches come one group after another. */
const samples = new WeakMap<ReadyRun, Map<Locale, HitSample>>();

/**
 * Estimates batches of one shard, for each batch the run's locales in order. Texts are masked once for all locales, and memory is asked once a locale for all of the
 * batches.
 */
export async function estimateBatches(
  run: ReadyRun,
  batches: readonly BatchFile[],
  deps: EstimateDeps,
): Promise<LocaleEstimate[][]> {
  const { runId, request, settings } = run;
  const { memory, origin, providerPlan } = deps;
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
    const examine = entries.size === 0 ? NOTHING_TO_EXAMINE : (deps.examine ?? (await theChecks()));
    const sample = sampleOf(run, target);
    return jobs.map(({ job, segments }) => {
      const known = knownSegments(job, segments, entries, { origin, examine, sample });
      return estimateJob(job, segments, known, providerPlan);
    });
  };
  const limit = pLimit(LOCALES_AT_ONCE);
  const byLocale = await Promise.all(request.locales.map((locale) => limit(() => estimateLocale(locale))));
  return batches.map((_, batch) => byLocale.flatMap((estimates) => estimates[batch] ?? []));
}

const NOTHING_TO_EXAMINE: Examine = () => [];

const theChecks = async (): Promise<Examine> => (await import('../checks.ts')).runChecks;

/** The segments whose translations a job would take from memory: it examines what it recalls, and buys anew what today's checks refuse. */
function knownSegments(
  job: EstimatedJob,
  { keys, guidance }: JobSegments,
  recalled: ReadonlyMap<string, MemoryEntry>,
  { origin, examine, sample }: { readonly origin: string; readonly examine: Examine; readonly sample: HitSample },
): ReadonlySet<Segment> {
  const hits = new Map<Segment, MemoryEntry>();
  for (const [segment, key] of keys) {
    const entry = recalled.get(key);
    if (entry && mayRecall(entry, job, origin)) hits.set(segment, entry);
  }
  const judged = { source: job.source, target: job.target, guidance, examine };
  const isRefused = ([segment, { target, pseudo }]: readonly [Segment, MemoryEntry]) =>
    examineSegment(segment, target, pseudo, judged).problem !== null;
  const refused = sample.refusedOf([...hits], job.products.length, isRefused);
  for (const [segment] of refused) hits.delete(segment);
  return new Set(hits.keys());
}

function sampleOf(run: ReadyRun, locale: Locale): HitSample {
  const ofRun = samples.get(run) ?? new Map<Locale, HitSample>();
  samples.set(run, ofRun);
  const sample = ofRun.get(locale) ?? new HitSample(run.survey.selection.products);
  ofRun.set(locale, sample);
  return sample;
}
