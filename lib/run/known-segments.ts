import pLimit from 'p-limit';
import type { Locale } from '../catalog/locale.ts';
import { type Examine, examineSegment } from '../translate/examine.ts';
import type { LocaleCalls } from '../translate/locale-calls.ts';
import {
  isForEveryRun,
  type MemoryEntry,
  type MemoryScope,
  mayRecall,
  type Recalling,
  type TranslationMemory,
} from '../translate/memory.ts';
import type { SizedSegment, SizedText } from '../translate/sized-segments.ts';
import type { HitSample } from './hit-sample.ts';

/** Texts of one shard into one locale. */
export interface AskedTexts {
  readonly job: {
    readonly run: string;
    /** Whether its run may have bought something already. */
    readonly isTakenUpAgain: boolean;
    readonly force: boolean;
    readonly source: Locale;
    readonly target: Locale;
  };
  readonly scope: MemoryScope;
  readonly segments: Iterable<SizedSegment>;
  readonly calls: LocaleCalls;
  readonly sample: HitSample;
}

export interface KnownDeps {
  readonly memory: Pick<TranslationMemory, 'holds' | 'recall'>;
  readonly origin: string;
  readonly examine: () => Promise<Examine>;
}

/** Whether a job would take a segment's translation from memory. */
export type IsKnown = (segment: SizedSegment) => boolean;

const NOTHING_IS: IsKnown = () => false;

/** Samples are drawn one at a time: each reads a whole shard of memory, of which several at once would be the most that a plan ever takes. */
const oneSample = pLimit(1);

/**
 * Which segments' translations a job would take from memory: it examines what it recalls, and buys anew what today's checks refuse. Only what is examined is read in
 * full; a forced run takes its own purchases alone, and whose an entry is it says itself. A forced run that has bought nothing reads none of it.
 */
export async function knownSegments(asked: AskedTexts, { memory, origin, examine }: KnownDeps): Promise<IsKnown> {
  const { job, scope, segments, calls, sample } = asked;
  if (job.force && !job.isTakenUpAgain) return NOTHING_IS;
  const keyed = new Map<SizedText, string>();
  const held = await memory.holds(scope, () => {
    for (const { text } of segments) if (!keyed.has(text)) keyed.set(text, calls.keyOf(text));
    return new Set(keyed.values());
  });
  if (held.size === 0) return NOTHING_IS;
  const recall = async (keys: Iterable<string>, recalling?: Recalling) =>
    (await memory.recall(scope, new Set(keys), recalling)).entries;
  const own = job.force ? await recall(held.keys()) : null;
  const isUsable = (key: string) =>
    own === null
      ? isIn(held, key, (entry) => isForEveryRun(entry, origin))
      : isIn(own, key, (entry) => mayRecall(entry, job, origin));
  const known = new Map([...keyed].filter(([, key]) => isUsable(key)));
  if (!sample.hasSay) return ({ text }) => known.has(text);

  const hits = [...segments].filter(({ text }) => known.has(text));
  const examineSample = async (drawn: readonly SizedSegment[]) => {
    // A sample comes from a locale's first batches alone, and a shard of memory is larger than all else that a plan holds.
    const sampled = drawn.map(({ text }) => known.get(text) ?? '');
    const entries = own ?? (await recall(sampled, { once: true }));
    const entryOf = ({ text }: SizedSegment) => entries.get(known.get(text) ?? '');
    return refusedBy(await examine(), drawn, entryOf, asked);
  };
  const refused = await sample.refusedOf(hits, (drawn) => oneSample(() => examineSample(drawn)));
  return (sized) => known.has(sized.text) && !refused.has(sized);
}

function isIn<T>(entries: ReadonlyMap<string, T>, key: string, isUsable: (entry: T) => boolean): boolean {
  const entry = entries.get(key);
  return entry !== undefined && isUsable(entry);
}

/** Also what a digest holds and is recalled no more is to be bought. */
function refusedBy(
  examine: Examine,
  drawn: readonly SizedSegment[],
  entryOf: (sized: SizedSegment) => MemoryEntry | undefined,
  { job: { source, target }, calls: { guidance } }: AskedTexts,
): ReadonlySet<SizedSegment> {
  const judged = { source, target, guidance, examine };
  const isRefused = (sized: SizedSegment) => {
    const entry = entryOf(sized);
    return entry === undefined || examineSegment(sized.segment, entry.target, entry.pseudo, judged).problem !== null;
  };
  return new Set(drawn.filter(isRefused));
}
