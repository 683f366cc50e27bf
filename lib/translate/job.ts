import pLimit from 'p-limit';
import { type Asking, askPack, type SegmentFailure } from './ask.ts';
import type { Clock } from './clock.ts';
import { ProviderTimedOut, ProviderUnavailable } from './errors.ts';
import { type Examine, examineSegment } from './examine.ts';
import { type JobTexts, segmentJob } from './job-segments.ts';
import type { Translation } from './judge.ts';
import type { Ledger } from './ledger.ts';
import { type MemoryEntry, mayRecall, type TranslationMemory } from './memory.ts';
import type { ModelPort } from './model.ts';
import { Pace, Paused } from './pacing.ts';
import { pack } from './pack.ts';
import { route } from './routing.ts';
import { type Segment, type UnitText, unitText } from './segments.ts';
import { readOverrides, reportUnfit } from './stale-overrides.ts';

/** One batch of products into one locale. */
export interface LocaleJobInput extends JobTexts {
  readonly run: string;
  readonly catalog: string;
  /** Ask anew for what memory holds from other runs. */
  readonly force: boolean;
  /** Set when the job is over for this reason: nothing more is asked, what memory holds is still used. */
  readonly endedBy: { readonly error: string; readonly cause: string } | null;
}

export interface LocaleJobDeps {
  readonly model: ModelPort;
  readonly memory: TranslationMemory;
  readonly clock: Clock;
  /** Who answers, for memory. */
  readonly origin: string;
  readonly ledger: Ledger;
  /** When the job must have ended, ms since 1970. */
  readonly deadline: number;
  readonly progress: (done: number, total: number, model: string | null) => void;
  readonly log: Asking['log'];
  readonly examine: Examine;
}

export interface UnitFailure {
  readonly unit: string;
  readonly field: string;
  readonly error: string;
  readonly cause: string;
  /** What the model had last given for it, in place; null when it gave nothing. */
  readonly lastAnswer: string | null;
}

export interface ProductTranslation {
  /** Unit id -> its translation. */
  readonly units: ReadonlyMap<string, UnitText>;
  readonly failures: readonly UnitFailure[];
}

/** What came of a locale job. When `paused` is set the job is to be called again after that many ms. */
export interface LocaleJobResult {
  /** In the order of the batch. */
  readonly products: readonly ProductTranslation[];
  readonly units: number;
  readonly translated: number;
  /** Units that memory held from earlier runs. */
  readonly memoryHits: number;
  /** The model that answered last, or that wrote what memory held; null when there was nothing to translate. */
  readonly model: string | null;
  /** Whether this invocation translated anything new. */
  readonly gained: boolean;
  readonly paused: { readonly waitMs: number; readonly reason: string } | null;
}

/** Whether the other calls of a job may still succeed, and keep what they buy, after one of them ended so. */
const othersMayGoOn = (error: unknown) =>
  error instanceof Paused || error instanceof ProviderUnavailable || error instanceof ProviderTimedOut;

/** Calls of one job in flight. More would only wait at the provider's limit, which all jobs of a run share. */
const CALLS_IN_FLIGHT = 6;

/**
 * Does one locale job: recall from memory, mask, pack, ask, check, save, unmask. Calling it again asks only for what is missing.
 *
 * @throws ProviderKeyRejected, ProviderUnavailable after the other calls have ended and what they brought is saved
 */
export async function translateJob(input: LocaleJobInput, deps: LocaleJobDeps): Promise<LocaleJobResult> {
  const scope = { catalog: input.catalog, locale: input.target };
  const { units, segments, untouched, overridden, guidance, keys } = segmentJob(input, deps.origin);
  const recalled = await deps.memory.recall(scope, new Set(keys.values()));
  const judged = { source: input.source, target: input.target, guidance, examine: deps.examine };

  const settled = new Map<Segment, UnitText>();
  for (const [segment, key] of keys) {
    const entry = recalled.get(key);
    if (!entry || !mayRecall(entry, input, deps.origin)) continue;
    // Checks grow stricter; what an older version let into memory is not published by a newer one.
    const { problem, warnings } = examineSegment(segment, entry.target, entry.pseudo, judged);
    if (problem === null) settled.set(segment, { text: entry.target, pseudo: entry.pseudo, warnings });
  }
  // What this very run bought before a retry or a pause is no hit: the run paid for it.
  const isHit = (segment: Segment) => recalled.get(keys.get(segment) ?? '')?.run !== input.run;
  const memoryHits = unitCount([...settled.keys()].filter(isHit));
  const report = () =>
    deps.progress(untouched.length + overridden.length + unitCount(settled.keys()), units, deps.ledger.model);
  report();

  const accept = async (translations: readonly Translation[]) => {
    if (translations.length === 0) return;
    const entry = ({ segment, text, model, pseudo }: Translation): MemoryEntry => {
      return { key: keys.get(segment) ?? '', target: text, model, run: input.run, pseudo };
    };
    await deps.memory.save(scope, translations.map(entry));
    for (const { segment, text, pseudo, warnings } of translations) settled.set(segment, { text, pseudo, warnings });
    report();
  };

  const { endedBy } = input;
  const missing = segments.filter((segment) => !settled.has(segment));
  const { failures, paused } = endedBy
    ? { failures: missing.map((segment) => ({ segment, ...endedBy, lastAnswer: null })), paused: null }
    : await askAll(missing, {
        ...judged,
        model: deps.model,
        chain: route(input.target, input.model).chain,
        ledger: deps.ledger,
        pace: new Pace(deps.clock, deps.deadline),
        accept,
        log: deps.log,
      });

  const products = assemble(input.products.length, segments, settled, failures);
  for (const { product, unit } of untouched) products[product]?.units.set(unit.id, sure(unit.text));
  for (const { product, unit, text } of await readOverrides(overridden, input, deps.memory)) {
    products[product]?.units.set(unit.id, text);
  }
  reportUnfit(products, input);
  return {
    products,
    units,
    translated: products.reduce((sum, product) => sum + product.units.size, 0),
    memoryHits,
    model: deps.ledger.model ?? recalled.values().next().value?.model ?? null,
    gained: missing.some((segment) => settled.has(segment)),
    paused,
  };
}

/** A text that no model has touched. */
const sure = (text: string): UnitText => ({ text, pseudo: false, warnings: [] });

async function askAll(missing: readonly Segment[], asking: Asking) {
  const limit = pLimit(CALLS_IN_FLIGHT);
  let over = false;
  let unanswered = 0;
  const ask = async (segments: readonly Segment[]) => {
    // The job fails with the error that ended it: what has not begun by then need not be listed.
    if (over) return [];
    try {
      const failures = await askPack(segments, asking);
      unanswered = 0;
      return failures;
    } catch (error) {
      // As many in a row as are in flight: the provider is down, and each further call would only fail, or hang, as well.
      if (error instanceof ProviderUnavailable || error instanceof ProviderTimedOut) unanswered++;
      over ||= !othersMayGoOn(error) || unanswered >= CALLS_IN_FLIGHT;
      throw error;
    }
  };
  const results = await Promise.allSettled(pack(missing).map((segments) => limit(() => ask(segments))));
  const failures = results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
  const errors = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
  const fatal = errors.find((error) => !(error instanceof Paused));
  if (fatal !== undefined) throw fatal;
  const pauses = errors.filter((error) => error instanceof Paused);
  const longest = pauses.reduce<Paused | null>((a, b) => (a === null || b.waitMs > a.waitMs ? b : a), null);
  return { failures, paused: longest && { waitMs: longest.waitMs, reason: longest.message } };
}

/** Puts each segment's translation, or its failure, back to every place that it stands for. */
function assemble(
  count: number,
  segments: readonly Segment[],
  settled: ReadonlyMap<Segment, UnitText>,
  failures: readonly SegmentFailure[],
) {
  const products = Array.from({ length: count }, () => ({
    units: new Map<string, UnitText>(),
    failures: [] as UnitFailure[],
  }));
  const reasons = new Map(failures.map((failure) => [failure.segment, failure]));
  for (const segment of segments) {
    const answer = settled.get(segment);
    const reason = reasons.get(segment);
    for (const place of segment.units) {
      const { id, field } = place.unit;
      if (answer) products[place.product]?.units.set(id, { ...answer, text: unitText(place, answer.text) });
      else if (reason) {
        const { error, cause } = reason;
        const lastAnswer = reason.lastAnswer === null ? null : unitText(place, reason.lastAnswer);
        products[place.product]?.failures.push({ unit: id, field, error, cause, lastAnswer });
      }
    }
  }
  return products;
}

const unitCount = (segments: Iterable<Segment>) => {
  let count = 0;
  for (const { units } of segments) count += units.length;
  return count;
};
