import { createHash, hash } from 'node:crypto';
import type { LanguageGroup, Locale } from '../catalog/locale.ts';
import { type LocaleGuidance, type LocaleTerm, termsIn } from './glossary.ts';
import { PROMPT_VERSION } from './prompt.ts';

/** One remembered translation: masked source in, masked target out. */
export interface MemoryEntry {
  readonly key: string;
  readonly target: string;
  readonly model: string;
  /** The run that bought it: a forced run that is resumed trusts its own purchases and no others. */
  readonly run: string;
  /** Written by the offline stand-in where it had no reference. */
  readonly pseudo: boolean;
}

export interface MemoryScope {
  /** The catalog's name: its file's, without the ending. */
  readonly catalog: string;
  readonly locale: Locale;
  readonly shard: Shard;
}

/**
 * A part of a catalog's memory: that of the products whose id hashes to `index` among `of`, a power of two. A job reads its own shard alone, so that the
 * memory of a million products need not pass through each.
 */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** All of a catalog that is small enough to be read whole. */
export const WHOLE: Shard = { index: 0, of: 1 };

/** Products of one shard at most: a job reads the shard's memory, some 15 MB for so many, and not that of the whole catalog. */
export const SHARD_PRODUCTS = 8_192;

/** How many shards that many products take. They fall into shards by chance: with four standard deviations left free, one catalog of some hundreds has a fuller one. */
export function shardsFor(products: number): number {
  let shards = 1;
  const fullest = () => products / shards + (shards === 1 ? 0 : 4 * Math.sqrt(products / shards));
  while (fullest() > SHARD_PRODUCTS) shards *= 2;
  return shards;
}

/** The shard, of `count`, that a product belongs to. When the count doubles, shard i splits into i and i + count. */
export function shardOf(productId: string | number, count: number): Shard {
  const hash = createHash('sha256').update(String(productId)).digest().readUInt32BE();
  return { index: hash % count, of: count };
}

export interface Recalling {
  /** The process will hardly read this shard again: none of it is to be kept for a later time. @default false */
  readonly once?: boolean;
}

/** What memory holds for some keys. */
export interface Recalled {
  /** Where a key was saved more than once, the last. */
  readonly entries: ReadonlyMap<string, MemoryEntry>;
  /** Files, from memory's root on, that are not as they were written. Nothing in them is trusted; `setAside` takes them away. */
  readonly damaged: readonly string[];
}

/**
 * Where translations are kept, as a locale job needs it. What `flush` has returned from is never bought again; what `save` has returned from is, at the latest `CHECKPOINT_MS`
 * later, even if the process is killed then.
 */
export interface JobMemory {
  /** Reads the scope's shard and those that it was split from. Writes nothing: a plan may look, too. */
  recall(scope: MemoryScope, keys: ReadonlySet<string>, recalling?: Recalling): Promise<Recalled>;
  save(scope: MemoryScope, entries: readonly MemoryEntry[]): Promise<void>;
  /** Ends when all that was saved is kept: in `scope`, or in all. Trouble of one scope fails no other's `save` and `flush`. */
  flush(scope?: MemoryScope): Promise<void>;
  /** Moves damaged files out of their shard, into a folder `damaged` in it, for a person to look at. Whoever comes second has nothing to do. */
  setAside(damaged: readonly string[]): Promise<void>;
}

/** What a digest tells of an entry. */
export type Held = Pick<MemoryEntry, 'pseudo'>;

/** Memory with what is done to it before a run and after it. */
export interface TranslationMemory extends JobMemory {
  /**
   * Which of these keys `recall` would find, at a fraction of its price: a file that was compacted is looked up in the digest beside it. For estimates; `keys` is
   * called where the shard holds anything at all.
   */
  holds(scope: MemoryScope, keys: () => ReadonlySet<string>): Promise<ReadonlyMap<string, Held>>;
  /**
   * How many shards a catalog's memory has: fixed on first use, doubled until none holds more than `SHARD_PRODUCTS`, and never fewer than before. Runs that grow it
   * at once end with the greatest of their counts.
   */
  shards(catalog: string, products: number): Promise<number>;
  /** What `shards` would give, for who only looks. */
  countShards(catalog: string, products: number): Promise<number>;
  /**
   * Puts the files of a shard together where that is worth it, and sees to it that large ones have a digest, while others read and write them. Gives those that it has
   * set aside.
   */
  compact(scope: MemoryScope): Promise<Pick<Recalled, 'damaged'>>;
}

/** How long a memory may hold saved entries back to write them together: an object for each would cost more than the tokens of a short text. */
export const CHECKPOINT_MS = 10_000;

export interface MemoryShape {
  readonly source: Locale;
  readonly target: Locale;
  /** Who answered: what the stand-in, or another server, wrote is never recalled for a run at Groq. */
  readonly origin: string;
  /** The language group under routing, or the one model that was asked for: a run with one consistent model keeps it consistent. */
  readonly model: LanguageGroup | (string & {});
  /** A changed style asks all of a locale anew, a changed term the texts in which it occurs. */
  readonly guidance: LocaleGuidance;
}

/** The key of a masked source text and all that shaped its translation. 16 bytes of SHA-256: no collision among 10^12 segments. */
export function memoryKey(text: string, shape: MemoryShape): string {
  return memoryKeys(shape)(JSON.stringify(text), termsIn(text, shape.guidance.terms));
}

/** Makes the keys of texts of one shape, each from its JSON and the terms that occur in it. */
export function memoryKeys({
  source,
  target,
  origin,
  model,
  guidance,
}: MemoryShape): (textJson: string, terms: readonly LocaleTerm[]) => string {
  const before = JSON.stringify([PROMPT_VERSION, origin, model, source, target]).slice(0, -1);
  const style = JSON.stringify(guidance.style);
  return (textJson, terms) => {
    // In an order of their own: a glossary that is only sorted anew asks for nothing.
    const ofTerms = terms.length === 0 ? [] : terms.map((term) => JSON.stringify(term)).sort();
    const identity = `${before},${textJson},${style},${JSON.stringify(ofTerms)}]`;
    return hash('sha256', identity, 'buffer').subarray(0, 16).toString('base64url');
  };
}

/**
 * Whether a run takes a remembered translation. Its own purchases always: that is how it resumes. Those of other runs unless it is forced, and pseudo-localized text
 * only offline.
 */
export function mayRecall(
  entry: Pick<MemoryEntry, 'run' | 'pseudo'>,
  job: { readonly run: string; readonly force: boolean },
  origin: string,
): boolean {
  if (entry.run === job.run) return true;
  return !job.force && isForEveryRun(entry, origin);
}

/** Whether each run that is not forced takes it, whoever bought it. */
export const isForEveryRun = ({ pseudo }: Held, origin: string): boolean => !pseudo || origin === OFFLINE_ORIGIN;

/** The origin of what the offline stand-in answered. */
export const OFFLINE_ORIGIN = 'offline';
