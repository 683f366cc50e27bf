import { createHash } from 'node:crypto';
import type { LanguageGroup, Locale } from '../catalog/locale.ts';
import { type LocaleGuidance, termsIn } from './glossary.ts';
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
}

/**
 * Where translations are kept. What `flush` has returned from is never bought again; what `save` has returned from is, at the latest `CHECKPOINT_MS`
 * later, even if the process is killed then.
 */
export interface TranslationMemory {
  /** The entries that are there for `keys`; where a key was saved more than once, the last. */
  recall(scope: MemoryScope, keys: ReadonlySet<string>): Promise<ReadonlyMap<string, MemoryEntry>>;
  save(scope: MemoryScope, entries: readonly MemoryEntry[]): Promise<void>;
  /** Ends when all that was saved is kept: in `scope`, or in all. Trouble of one scope fails no other's `save` and `flush`. */
  flush(scope?: MemoryScope): Promise<void>;
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
export function memoryKey(text: string, { source, target, origin, model, guidance }: MemoryShape): string {
  // In an order of their own: a glossary that is only sorted anew asks for nothing.
  const terms = termsIn(text, guidance.terms)
    .map((term) => JSON.stringify(term))
    .sort();
  const identity = JSON.stringify([PROMPT_VERSION, origin, model, source, target, text, guidance.style, terms]);
  return createHash('sha256').update(identity).digest().subarray(0, 16).toString('base64url');
}

/**
 * Whether a run takes a remembered translation. Its own purchases always: that is how it resumes. Those of other runs unless it is forced, and pseudo-localized text
 * only offline.
 */
export function mayRecall(
  entry: MemoryEntry,
  job: { readonly run: string; readonly force: boolean },
  origin: string,
): boolean {
  if (entry.run === job.run) return true;
  return !job.force && (!entry.pseudo || origin === OFFLINE_ORIGIN);
}

/** The origin of what the offline stand-in answered. */
export const OFFLINE_ORIGIN = 'offline';
