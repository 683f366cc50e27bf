import pLimit from 'p-limit';
import type { Locale } from '../../catalog/locale.ts';
import type { Examine } from '../../translate/examine.ts';
import { type BatchSegments, segmentBatch } from '../../translate/job-segments.ts';
import { LocaleCalls } from '../../translate/locale-calls.ts';
import { route } from '../../translate/routing.ts';
import { packSized, type SizedSegment, type SizedText, segmentSizer } from '../../translate/sized-segments.ts';
import { BoughtTexts } from '../bought-texts.ts';
import type { BatchFile } from '../contract/internal.ts';
import { enforcedPlan } from '../enforced-plan.ts';
import { estimateJob, type JobEstimate } from '../estimate.ts';
import { HitSample, mostExamined } from '../hit-sample.ts';
import { type KnownDeps, knownSegments } from '../known-segments.ts';
import type { PlannedBatch } from '../plan.ts';
import type { StepDeps } from '../ports.ts';
import { shareOut } from '../shares.ts';
import type { ReadyRun } from './ready-run.ts';

/** Locales whose memory is read at once: enough to hide a round trip, and each may hold some 20 MB meanwhile. */
const LOCALES_AT_ONCE = 4;

export type EstimateDeps = Pick<StepDeps, 'memory' | 'origin' | 'engine' | 'providerPlan'> & {
  /** The checks that the jobs will be given. @default `runChecks`, loaded once there is a hit: a plan without any needs none of their tables */
  readonly examine?: Examine;
};

/** A batch by its place in the run. */
export interface NumberedBatch {
  readonly batch: number;
  readonly file: BatchFile;
}

/** What is known of a locale for as long as a run is planned: its batches come one group after another. */
interface PlannedLocale {
  readonly calls: LocaleCalls;
  readonly sample: HitSample;
}

const plannedLocales = new WeakMap<ReadyRun, Map<Locale, PlannedLocale>>();
const boughtTexts = new WeakMap<ReadyRun, BoughtTexts>();

/**
 * Estimates batches of one shard, for each batch the run's locales in order. Texts are masked, measured and packed once for all locales that have nothing of their
 * own in a batch, and memory is asked once a locale for all of the batches. A shard's groups are to come in their order: what an earlier batch buys is not bought again.
 */
export async function estimateBatches(
  run: ReadyRun,
  batches: readonly NumberedBatch[],
  deps: EstimateDeps,
): Promise<PlannedBatch[]> {
  const { request, settings } = run;
  const shard = batches[0]?.file.shard;
  if (shard === undefined) return [];
  const sizer = segmentSizer(settings.glossary);
  const bought = boughtIn(run, deps);
  const textsOf = batches.map(({ batch, file }) =>
    batchTexts(file, sizer, (segments) => bought.boughtBefore(shard.index, batch, segments)),
  );
  const knownDeps: KnownDeps = {
    memory: deps.memory,
    origin: deps.origin,
    examine: async () => deps.examine ?? (await import('../checks.ts')).runChecks,
  };
  const estimateLocale = async (target: Locale): Promise<JobEstimate[]> => {
    const { calls, sample } = plannedLocale(run, target, deps.origin);
    const texts = textsOf.map((textsInto) => textsInto(target));
    const { runId, isTakenUpAgain } = run;
    const job = { run: runId, isTakenUpAgain, force: settings.force, source: settings.source, target };
    const scope = { catalog: settings.catalog, locale: target, shard };
    const segments = texts.flatMap(({ sized }) => sized);
    const plans = { reckoned: deps.providerPlan, enforced: enforcedPlan(deps) };
    const isKnown = await knownSegments({ job, scope, segments, calls, sample }, knownDeps);
    return texts.map(({ units, sized, unbought, allPacks }) => {
      const asked = unbought.filter((one) => !isKnown(one));
      const packs = asked.length === unbought.length ? allPacks() : packSized(asked);
      // What this very run has bought is no hit: it pays for it.
      const memoryHits = unitsOf(sized.filter(isKnown));
      return estimateJob({ locale: target, units, memoryHits, packs }, calls, plans);
    });
  };
  const limit = pLimit(LOCALES_AT_ONCE);
  const byLocale = await Promise.all(request.locales.map((locale) => limit(() => estimateLocale(locale))));
  return batches.map(({ batch }, index) => ({
    batch,
    estimates: byLocale.flatMap((estimates) => estimates[index] ?? []),
  }));
}

const unitsOf = (segments: readonly SizedSegment[]): number =>
  segments.reduce((sum, { segment }) => sum + segment.units.length, 0);

/** A batch's texts by the locale they go into: the same ones for each that a person has translated nothing into. */
function batchTexts(
  { settings, products, names, overrides }: BatchFile,
  sizer: (texts: BatchSegments) => readonly SizedSegment[],
  boughtBefore: (segments: readonly SizedSegment[]) => ReadonlySet<SizedText>,
) {
  const sizedWith = (own: NonNullable<BatchFile['overrides'][string]>) => {
    const texts = segmentBatch({ ...settings, products, names, overrides: own });
    return { units: texts.units, sized: sizer(texts) };
  };
  const all = sizedWith({});
  const bought = boughtBefore(all.sized);
  const textsOf = ({ units, sized }: typeof all) => {
    const unbought = bought.size === 0 ? sized : sized.filter(({ text }) => !bought.has(text));
    return { units, sized, unbought, allPacks: once(() => packSized(unbought)) };
  };
  const plain = textsOf(all);
  return (target: Locale) => {
    const own = overrides[target];
    return own === undefined ? plain : textsOf(sizedWith(own));
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function plannedLocale(run: ReadyRun, target: Locale, origin: string): PlannedLocale {
  const ofRun = plannedLocales.get(run) ?? new Map<Locale, PlannedLocale>();
  plannedLocales.set(run, ofRun);
  const planned = ofRun.get(target) ?? {
    calls: new LocaleCalls({ ...run.settings, target }, origin),
    sample: new HitSample(mostExamined(run.request.locales.length)),
  };
  ofRun.set(target, planned);
  return planned;
}

/** As many batches at once as where the run takes more than a minute's limits: one that does not has little to buy twice. */
function boughtIn(run: ReadyRun, deps: EstimateDeps): BoughtTexts {
  const known = boughtTexts.get(run);
  if (known !== undefined) return known;
  const { locales, maxConcurrency, model } = run.request;
  const needs = locales.map((locale) => ({
    locale,
    model: route(locale, model).chain[0] ?? '',
    minutes: Number.POSITIVE_INFINITY,
  }));
  const plan = enforcedPlan(deps);
  const shared = shareOut({ locales: needs, batches: Number.POSITIVE_INFINITY, maxConcurrency, plan });
  const bought = new BoughtTexts(shared.batchConcurrency);
  boughtTexts.set(run, bought);
  return bought;
}

/** Where no batch of a shard, or of the run, is still to be estimated. */
export function forgetBought(run: ReadyRun, shard?: number): void {
  if (shard === undefined) boughtTexts.delete(run);
  else boughtTexts.get(run)?.forget(shard);
}
