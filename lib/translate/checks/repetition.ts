import type { Check } from './check.ts';
import { bare, items, quoted, sentences } from './text.ts';

/** A long word twice in a row, any word three times, a phrase of three words twice. ("nous nous", "die die" and "piano piano" are right.) */
const WORD_TWICE = /(?<![\p{L}\p{M}'’-])(\p{L}{6,})\s+\1(?![\p{L}\p{M}'’-])/iu;
const WORD_THRICE = /(?<![\p{L}\p{M}])([\p{L}\p{M}]{2,})(?:[\s,，、]+\1){2,}(?![\p{L}\p{M}])/iu;
const PHRASE_TWICE = /(?<![\p{L}\p{M}])([\p{L}\p{M}'’]+(?:\s+[\p{L}\p{M}'’]+){2,11})[\s,;.!?-]+\1(?![\p{L}\p{M}])/iu;
/** Scripts without spaces: five characters twice, two five times (くるくる and 慢慢 are words). */
const CHARACTERS_TWICE =
  /([\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]{5,})[、，。！\s]?\1|([\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]{2,4})\2{4,}/u;
const PATTERNS = [WORD_THRICE, WORD_TWICE, PHRASE_TWICE, CHARACTERS_TWICE];

/** Something said again at once, an entry or a sentence that stands twice, where the source has no such thing. */
export const repetition: Check = {
  name: 'repetition',
  severity: 'reject',
  find: ({ maskedSource, maskedTarget }) => {
    const [source, target] = [bare(maskedSource), bare(maskedTarget)];
    for (const pattern of PATTERNS) {
      const found = pattern.exec(target)?.[0];
      if (found !== undefined && !PATTERNS.some((other) => other.test(source))) return `${quoted(found)} is repeated`;
    }
    const again =
      twice(items(maskedSource), items(maskedTarget)) ?? twice(sentences(maskedSource), sentences(maskedTarget));
    return again === null ? null : `${quoted(again)} stands more often than in the source`;
  },
};

/** A piece of the target that stands twice where all of the source's pieces differ. */
function twice(source: readonly string[], target: readonly string[]): string | null {
  const pieces = source.map(plain);
  if (new Set(pieces).size < pieces.length) return null;
  const seen = new Set<string>();
  for (const piece of target) {
    const key = plain(piece);
    // Short ones do come back: "Warm. Very warm. Warm."
    const isLong = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]/u.test(key) ? key.length >= 4 : key.length >= 8;
    if (isLong && seen.has(key)) return piece.trim();
    seen.add(key);
  }
  return null;
}

const plain = (text: string) =>
  text
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase();
