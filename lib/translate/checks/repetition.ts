import type { Check } from './check.ts';
import { items, quoted, sentences } from './text.ts';

/**
 * A long word twice in a row, any word three times, also with the same small word between ("warm and warm and warm"), a phrase of three words twice, one of two words three
 * times. ("nous nous", "die die" and "piano piano" are right.)
 */
const WORD_TWICE = /(?<![\p{L}\p{M}'’-])(\p{L}{6,})\s+\1(?![\p{L}\p{M}'’-])/iu;
const WORD_THRICE = /(?<![\p{L}\p{M}])([\p{L}\p{M}]{2,})(?:[\s,，、]+\1){2,}(?![\p{L}\p{M}])/iu;
const WORD_AND_WORD =
  /(?<![\p{L}\p{M}])([\p{L}\p{M}]{3,40})[\s,]{1,3}([\p{L}\p{M}]{1,6})\s\1[\s,]{1,3}\2(?:\s\1(?![\p{L}\p{M}])|[\s.]{0,3}$)/iu;
const PHRASE_TWICE = /(?<![\p{L}\p{M}])([\p{L}\p{M}'’]+(?:\s+[\p{L}\p{M}'’]+){2,11})[\s,;.!?-]+\1(?![\p{L}\p{M}])/iu;
/** Korean says as much with fewer letters; what ends in 씩 is doubled to mean "little by little". */
const KOREAN_TWICE = /(?<!\p{L})(\p{Script=Hangul}{2,}(?!씩)\p{Script=Hangul})\s+\1(?!\p{L})/u;
/** Scripts without spaces: five characters twice, three three times, two four times (くるくる and 慢慢 are words). */
const CHARACTERS_TWICE =
  /([\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]{5,})[、，。！\s]?\1|([\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]{3,4})\2{2,}|([\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]{2})\3{2,}|(\p{Script=Thai}{9,})\s?\4/u;
const PATTERNS = [WORD_THRICE, WORD_TWICE, WORD_AND_WORD, PHRASE_TWICE, KOREAN_TWICE, CHARACTERS_TWICE];

/** Something said again at once, an entry or a sentence that stands twice, where the source has no such thing. */
export const repetition: Check = {
  name: 'repetition',
  severity: 'reject',
  find: ({ maskedSource, maskedTarget, spans }) => {
    const [source, target] = [bordered(maskedSource, spans), bordered(maskedTarget, spans)];
    for (const pattern of PATTERNS) {
      const found = pattern.exec(target)?.[0];
      if (found !== undefined && !PATTERNS.some((other) => other.test(source))) return `${quoted(found)} is repeated`;
    }
    if (isDoubled(target) && !isDoubled(source) && !WORD_DOUBLED.test(source)) return 'the whole text stands twice';
    // Most languages have fewer forms than English has branches: "one jacket", "# jackets" are the same words in Turkish.
    if (spans.some((span) => PLURAL_FRAME.test(span))) return null;
    const again =
      twice(items(maskedSource), items(maskedTarget)) ?? twice(sentences(maskedSource), sentences(maskedTarget));
    return again === null ? null : `${quoted(again)} stands more often than in the source`;
  },
};

const MASK = /⟦(\d+)⟧/g;
const PLURAL_FRAME = /\{\s*[\w.$-]+\s*,\s*(?:plural|selectordinal|select)\s*,/;
/** Parts two places of a page, which may say the same: a tag, an attribute's end and the next one's start, the frame of a plural. */
const isBorder = (span: string) => (/[{}]/.test(span) ? !/^\$?\{[\s\S]*\}$/.test(span) : /^<|[<>]$|^["']/.test(span));
const BORDER = ' | ';

/** The text with a border for each mask that parts places, and a space for any other. */
const bordered = (masked: string, spans: readonly string[]): string =>
  masked.replace(MASK, (_, number: string) => (isBorder(spans[Number(number) - 1] ?? '') ? BORDER : ' '));

/**
 * The text, and then the text again: two words at least, or some characters of a script without spaces. Words are made that way too: シャキシャキ of kana alone, 少しずつ少しずつ
 * with an ending of theirs, "a poco a poco" of small ones. Where a border is between the two, they are two places with the same text.
 */
function isDoubled(text: string): boolean {
  const parts = text
    .toLowerCase()
    .split(BORDER)
    .map((part) => part.split(/[^\p{L}\p{M}\p{N}]+/u).filter((word) => word !== ''));
  const spaced = parts.flat();
  const list = spaced.length === 1 && UNSPACED.test(text) ? [...(spaced[0] ?? '')] : spaced;
  const half = list.length / 2;
  if (!Number.isInteger(half) || half < 2) return false;
  if (list === spaced ? half === 2 && list.some((word) => [...word].length < 2) : half < fewest(list.join('')))
    return false;
  if (text.trim().endsWith('ずつ')) return false;
  if (list === spaced && parts.some((_, index) => parts.slice(0, index).flat().length === half)) return false;
  return list.every((piece, index) => index < half || piece === list[index - half]);
}

/** A source that says a word twice itself: "Slowly slowly". */
const WORD_DOUBLED = /(?<![\p{L}\p{M}])([\p{L}\p{M}'’]{2,})[\s,-]+\1(?![\p{L}\p{M}])/iu;

/** Characters that a text in Chinese, mixed or kana alone has when it is no word. */
const fewest = (text: string): number => (/^\p{Script=Han}+$/u.test(text) ? 2 : /\p{Script=Han}/u.test(text) ? 3 : 5);

const UNSPACED = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]/u;

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
