import { tagPieces } from './markup.ts';
import { PLACEHOLDERS, pluralPieces } from './placeholders.ts';

/** A text as a model gets it: what must survive unchanged stands as `⟦1⟧`, `⟦2⟧`, ... */
export interface MaskedText {
  readonly text: string;
  /** What the masks stand for: `spans[0]` is `⟦1⟧`. */
  readonly spans: readonly string[];
}

/**
 * What is never translated, as alternatives of one expression: the first that fits wins, so wider forms stand before narrower ones.
 * Each begins a search at a word's start alone, or ends it soon: a text of 100 kB of one character takes no longer than another.
 */
const PROTECTED = [
  // Text that looks like a mask is protected itself, so that it cannot be mistaken for one; words in such brackets are words.
  String.raw`⟦\d*⟧|[⟦⟧]`,
  // HTML tags, comments and entities.
  String.raw`<!--(?:(?!<!--)[\s\S])*?-->|</?[A-Za-z][^<>]*>|&(?:#\d+|#x[\dA-Fa-f]+|[A-Za-z][A-Za-z\d]*);`,
  // URLs and e-mail addresses, without the punctuation that ends a sentence.
  String.raw`https?://[^\s<>"']*[^\s<>"'.,;:!?)\]]`,
  String.raw`(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+`,
  ...PLACEHOLDERS,
  // Emoticons, and pictures with their joiners and skin tones.
  String.raw`(?<![\w])[:;]['-]?[()DPp](?![A-Za-z0-9])`,
  String.raw`\p{Extended_Pictographic}(?:\u{FE0F}|\p{EMod}|\u{200D}\p{Extended_Pictographic})*`,
  // Trade marks with the word they stand on: Cordura®, PrimaFlow™.
  String.raw`(?<![\p{L}\d])[\p{L}\d][\p{L}\d.-]{0,60}[®™℠]`,
  // SKUs: capitals and digits in groups, KM-VLP-30.
  String.raw`(?<![\w-])(?:[A-Z]{2,}(?:-[A-Z\d]+)*-\d[A-Z\d]*|[A-Z]{2,8}\d{2}[A-Z\d]{0,20})(?![\w-])`,
  // Ratings, money, and numbers with their units or signs: UPF 30+, $25.00, 29-31, 12", 79gsm, 1,000mm, 100%, 4-way.
  // "in" stands close or not at all: "2 in the box" and "3 in 1" are words.
  String.raw`UPF\s?\d+\+?`,
  String.raw`[$€£¥]\s?\d+(?:[.,]\d+)*|(?<![\w.,])\d+(?:[.,]\d+)*\s?[€£¥]`,
  String.raw`(?<![\w.,/])\d+/\d+(?![\w/])|(?<![\w.,])[-−]?\d+(?:[.,]\d+)*\s?°[CF]?`,
  String.raw`(?<![\w.,])\d+['′]\d+(?:["″](?!\w))?`,
  String.raw`(?<![\w.,])\d+(?:[.,]\d+)*[-–]\d+(?:[.,]\d+)*(?:["″%]|\s?(?:mm|cm|g|kg|oz|lbs?|L|gsm)\b|in\b)?(?![\w])`,
  String.raw`(?<![\w.,])\d+(?:[.,]\d+)*(?:["″'′%+](?!\w)|-way\b|in\b|\s?(?:gsm|mm|cm|km|m|kg|g|oz|lbs?|ml|L|D|K|k|F|C|ft|W|V|Wh|mAh)\b)`,
];

const PROTECTED_SOURCE = PROTECTED.join('|');

/** Matches the masks in an answer. */
const MASK = /⟦(\d+)⟧/g;

/** Compiled once for a set of terms: a locale job masks thousands of texts with the same ones. */
export type Protector = (text: string) => MaskedText;

/**
 * Makes the function that masks a text. `terms` are do-not-translate terms (brand and product names), matched as whole words, longest first; those of `anyCase` also
 * where they are written in other letters (`CORDURA`). Restoring what it masks gives the text back, for any text.
 */
export function protector(terms: readonly string[] = [], anyCase: readonly string[] = []): Protector {
  const loose = new Set(anyCase);
  const words = [...new Set([...terms, ...anyCase])].filter((term) => term.trim() !== '');
  const termSource = words
    .sort((a, b) => b.length - a.length)
    .map((term) => (loose.has(term) ? inAnyCase(term) : escapeRegExp(term)))
    .join('|');
  // What stands before a term is looked at once for all of them: a batch may have hundreds.
  const wholeWords = `(?<![\\p{L}\\p{N}])(?:${termSource})(?![\\p{L}\\p{N}])`;
  const pattern = new RegExp(termSource === '' ? PROTECTED_SOURCE : `${wholeWords}|${PROTECTED_SOURCE}`, 'gu');
  return (text) => {
    const spans: string[] = [];
    const protect = (span: string) => `⟦${spans.push(span)}⟧`;
    // Some spans hold texts of their own: a picture's description, a plural's branches.
    const mask = (part: string): string =>
      part.replace(pattern, (span) => {
        const pieces = span.startsWith('<') ? tagPieces(span) : pluralPieces(span);
        if (pieces === null) return protect(span);
        return pieces.map(({ text, isText }) => (isText ? mask(text) : protect(text))).join('');
      });
    return { text: mask(text), spans };
  };
}

/** The text with each mask replaced by what it stands for. Only for text in which each mask stands once: see `maskFaults`. */
export function restore(masked: string, spans: readonly string[]): string {
  return masked.replace(MASK, (mask, number: string) => spans[Number(number) - 1] ?? mask);
}

/** What is wrong with the masks of an answer: each must come back once, and no other. Empty when they are right. */
export function maskFaults(answer: string, spans: readonly string[]): string[] {
  const seen = new Map<number, number>();
  for (const [, number] of answer.matchAll(MASK)) seen.set(Number(number), (seen.get(Number(number)) ?? 0) + 1);
  const faults: string[] = [];
  for (const [index, span] of spans.entries()) {
    const times = seen.get(index + 1) ?? 0;
    if (times !== 1) faults.push(`⟦${index + 1}⟧ (${span}) must stand exactly once, stands ${times} times`);
    seen.delete(index + 1);
  }
  for (const number of seen.keys()) faults.push(`⟦${number}⟧ does not stand in the source`);
  const stray = answer.replace(MASK, '').match(/[⟦⟧]/);
  if (stray) faults.push('a broken mask');
  return faults;
}

/** Whether anything is left to translate beside the masks. */
export function hasTranslatableText(masked: string): boolean {
  return /\p{L}/u.test(masked.replace(MASK, ''));
}

/** Letter by letter: a flag would hold for the whole expression. */
function inAnyCase(term: string): string {
  return [...term]
    .map((letter) => {
      const forms = [...new Set([letter, letter.toLowerCase(), letter.toUpperCase()])].map(escapeRegExp);
      return forms.length === 1 ? forms[0] : `(?:${forms.join('|')})`;
    })
    .join('');
}

const escapeRegExp = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
