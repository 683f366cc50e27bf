import { specialLetters, writes } from './alphabets.ts';
import { SMALL_WORDS } from './small-words.ts';

/** What the words of a text say between its own language and another. */
export interface Vote {
  readonly other: string;
  /** Distinct words that only the one of the two has, or can write. */
  readonly forOwn: number;
  readonly forOther: number;
  /** The share of all words that speaks for the other. */
  readonly density: number;
}

interface Evidence {
  readonly word: string;
  readonly letters: readonly string[] | null;
  readonly occurrences: number;
}

/** One ASCII letter is a size or a mark as well as a word. */
const SINGLE = /^[a-z]$/;

/** Every small word of any language: most words of a text are none, and need no further look. */
const ANY_SMALL_WORD = new Set(Object.values(SMALL_WORDS).flatMap((list) => [...list]));

/** The vote between `own` and each of the others; words of the source (names, brands) say nothing by their letters. */
export function votes(
  own: string,
  others: readonly string[],
  found: readonly string[],
  source: readonly string[],
): Vote[] {
  const evidence = evidenceOf(found, new Set(source));
  return others.map((other) => {
    let [forOwn, forOther, occurrences] = [0, 0, 0];
    for (const item of evidence) {
      if (speaksFor(own, other, item)) forOwn++;
      else if (speaksFor(other, own, item)) {
        forOther++;
        occurrences += item.occurrences;
      }
    }
    return { other, forOwn, forOther, density: occurrences / found.length };
  });
}

/** Distinct small words of the language, its neighbours' too. */
export const smallWordCount = (language: string, found: readonly string[]): number =>
  new Set(found.filter((word) => !SINGLE.test(word) && SMALL_WORDS[language]?.has(word))).size;

function evidenceOf(found: readonly string[], source: ReadonlySet<string>): Evidence[] {
  const occurrences = new Map<string, number>();
  for (const word of found) if (!SINGLE.test(word)) occurrences.set(word, (occurrences.get(word) ?? 0) + 1);
  const evidence: Evidence[] = [];
  for (const [word, count] of occurrences) {
    const letters = source.has(word) ? null : specialLetters(word);
    if (letters !== null || ANY_SMALL_WORD.has(word)) evidence.push({ word, letters, occurrences: count });
  }
  return evidence;
}

function speaksFor(one: string, other: string, { word, letters }: Evidence): boolean {
  if (SMALL_WORDS[one]?.has(word) && !SMALL_WORDS[other]?.has(word)) return true;
  return letters !== null && writes(one, letters) === true && writes(other, letters) === false;
}
