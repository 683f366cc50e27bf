import { AnswersSoFar } from './answers-so-far.ts';
import { askAll } from './ask-all.ts';
import type { Asking } from './asking.ts';
import { assemble, type UnitFailure } from './assemble.ts';
import type { Clock } from './clock.ts';
import { type Examine, examineSegment } from './examine.ts';
import { failedBefore, type GivenUp, givenUp } from './given-up.ts';
import { type JobTexts, segmentJob } from './job-segments.ts';
import type { Translation } from './judge.ts';
import type { Ledger } from './ledger.ts';
import { type JobMemory, type MemoryEntry, mayRecall, type Shard } from './memory.ts';
import type { ModelPort } from './model.ts';
import type { Pace } from './pacing/pace.ts';
import { route } from './routing.ts';
import type { Segment, UnitText } from './segments.ts';
import { readOverrides, reportUnfit } from './stale-overrides.ts';
import type { Trail } from './trail.ts';
import type { WholeAnswers } from './whole-answer.ts';

/** One batch of products into one locale. */
export interface LocaleJobInput extends JobTexts {
  readonly run: string;
  readonly catalog: string;
  /** Where these products' memory is. */
  readonly shard: Shard;
  /** Ask anew for what memory holds from other runs. */
  readonly force: boolean;
  /** Set when the job is over for this reason: nothing more is asked, what memory holds is still used. */
  readonly endedBy: { readonly error: string; readonly cause: string } | null;
  /** What earlier invocations of this job have asked for in vain: it is not asked again. */
  readonly givenUp: readonly GivenUp[];
  /** The provider did not answer an earlier invocation, of this job or of another one of the run: one call goes ahead. */
  readonly wary: boolean;
}

export interface LocaleJobDeps {
  readonly model: ModelPort;
  readonly memory: JobMemory;
  readonly clock: Clock;
  /** Who answers, for memory. */
  readonly origin: string;
  readonly ledger: Ledger;
  /** When its calls may go out. */
  readonly pace: Pace;
  readonly progress: (done: number, total: number, model: string | null) => void;
  readonly log: Asking['log'];
  readonly examine: Examine;
  readonly wholeAnswers: WholeAnswers;
  /** Told of each call's failures that are final: the next invocation is given them. */
  readonly giveUp: (given: readonly GivenUp[]) => void;
  readonly trail: Trail;
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
  /** Files of memory that are not as they were written: nothing in them was used. */
  readonly damagedMemory: readonly string[];
  /** The model that answered last, or that wrote what memory held; null when there was nothing to translate. */
  readonly model: string | null;
  /** Whether this invocation translated anything new. */
  readonly gained: boolean;
  readonly paused: { readonly waitMs: number; readonly reason: string } | null;
}

/**
 * Does one locale job: recall from memory, mask, pack, ask, check, save, unmask. Calling it again asks only for what is missing.
 *
 * @throws ProviderKeyRejected, ProviderUnavailable after the other calls have ended and what they brought is saved
 */
export async function translateJob(input: LocaleJobInput, deps: LocaleJobDeps): Promise<LocaleJobResult> {
  const scope = { catalog: input.catalog, locale: input.target, shard: input.shard };
  const { units, segments, untouched, overridden, guidance, keys } = segmentJob(input, deps.origin);
  const recalls = deps.clock.now();
  const { entries: recalled, damaged } = await deps.memory.recall(scope, new Set(keys.values()));
  const judged = { source: input.source, target: input.target, guidance, examine: deps.examine };

  const settled = new Map<Segment, UnitText>();
  for (const [segment, key] of keys) {
    const entry = recalled.get(key);
    if (!entry || !mayRecall(entry, input, deps.origin)) continue;
    // Checks grow stricter; what an older version let into memory is not published by a newer one.
    const { problem, warnings } = examineSegment(segment, entry.target, entry.pseudo, judged);
    if (problem === null) settled.set(segment, { text: entry.target, pseudo: entry.pseudo, warnings });
  }
  deps.trail.add({
    kind: 'recall',
    at: recalls,
    ms: deps.clock.now() - recalls,
    hits: settled.size,
    misses: segments.length - settled.size,
  });
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
  const failed = failedBefore(
    segments.filter((segment) => !settled.has(segment)),
    keys,
    input.givenUp,
  );
  const known = new Set(failed.map(({ segment }) => segment));
  const missing = segments.filter((segment) => !settled.has(segment) && !known.has(segment));
  const asking: Asking = {
    soFar: new AnswersSoFar(),
    ...judged,
    wholeAnswers: deps.wholeAnswers,
    model: deps.model,
    chain: route(input.target, input.model).chain,
    ledger: deps.ledger,
    pace: deps.pace,
    accept,
    log: deps.log,
    clock: deps.clock,
    trail: deps.trail,
  };
  const { failures, paused } = endedBy
    ? { failures: missing.map((segment) => ({ segment, ...endedBy, lastAnswer: null })), paused: null }
    : await askAll(missing, asking, {
        gaveUp: (failures) => deps.giveUp(givenUp(failures, keys)),
        wary: input.wary,
      });

  const products = assemble(input.products.length, segments, settled, [...failed, ...failures]);
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
    damagedMemory: damaged,
    model: deps.ledger.model ?? recalled.values().next().value?.model ?? null,
    gained: missing.some((segment) => settled.has(segment)),
    paused,
  };
}

/** A text that no model has touched. */
const sure = (text: string): UnitText => ({ text, pseudo: false, warnings: [] });

const unitCount = (segments: Iterable<Segment>) => {
  let count = 0;
  for (const { units } of segments) count += units.length;
  return count;
};
