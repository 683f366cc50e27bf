import { type Locale, languageOf } from '../../../catalog/locale.ts';
import { magnitude } from './magnitudes.ts';
import { type Notation, notationOf } from './notation.ts';

/** One number in a text and what it may mean: `1,000` is a thousand in English and one in German. */
export interface Numeral {
  readonly text: string;
  readonly values: readonly number[];
  /** Its digits where it may be a date or a time: `11.12.2024`, `23.59`. */
  readonly parts: readonly number[];
  /** Where it stands in the text with ASCII digits. */
  readonly start: number;
  readonly end: number;
}

/** Thousands and decimals: comma, full stop, Arabic ones, apostrophes, and the white space that French and Swedish use. */
const SEPARATORS = ".,٬٫'’\u00a0\u202f\u2009";
const NUMBER = new RegExp(`\\d+(?:[${SEPARATORS}]\\d+)*`, 'gu');
const NUMBER_WITH_SPACES = new RegExp(`\\d{1,3}(?: \\d{3})+(?!\\d)(?:[${SEPARATORS}]\\d+)?|${NUMBER.source}`, 'gu');
const DECIMAL_MARKS = '.,٫';
/** As much as words of magnitude take. */
const AFTER = 24;

/** Every decimal digit of Unicode as its ASCII one: its place in its block of ten. */
export function asciiDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    if (code < 128) return digit;
    let place = 0;
    while (/\p{Nd}/u.test(String.fromCodePoint(code - place - 1))) place++;
    return String(place % 10);
  });
}

/** The numbers of a text, in order, as its locale reads them. `spaces`: also read `1 000`, with plain spaces, as one number. */
export function numerals(text: string, locale: Locale, { spaces = false } = {}): Numeral[] {
  const ascii = asciiDigits(text);
  const [notation, language] = [notationOf(locale), languageOf(locale)];
  const found: Numeral[] = [];
  for (const { 0: written, index } of ascii.matchAll(spaces ? NUMBER_WITH_SPACES : NUMBER)) {
    const end = index + written.length;
    const factor = magnitude(ascii.slice(end, end + AFTER), language);
    const values = readings(written, notation).map((value) => value * factor);
    const before = found.at(-1);
    // 1万2千 is one number, of which the sign before this one is a part.
    if (before && before.end < index && /^[百千万萬億亿만억천]+$/u.test(ascii.slice(before.end, index))) {
      const sums = before.values.flatMap((larger) => values.map((value) => larger + value));
      found[found.length - 1] = { ...before, text: ascii.slice(before.start, end), values: sums, end };
    } else found.push({ text: written, values, parts: written.split(/\D/).map(Number), start: index, end });
  }
  return found;
}

/**
 * What a written number may mean. The locale's own marks mean what they mean there; a foreign one may be thousands' or decimals'. What cannot be
 * the locale's own notation is read in the other one: `1.5` is no thousands in German.
 */
export function readings(written: string, { group, decimal }: Notation): number[] {
  const groups = written.split(/\D/);
  const separators = written.match(/\D/g) ?? [];
  const last = separators.at(-1);
  if (last === undefined) return [Number(written)];
  const grouped = isGrouped(groups, separators) ? [Number(groups.join(''))] : [];
  const whole = groups.slice(0, -1);
  const inner = separators.slice(0, -1);
  const isDecimal =
    DECIMAL_MARKS.includes(last) && !inner.includes(last) && (inner.length === 0 || isGrouped(whole, inner));
  const fraction = isDecimal ? [Number(`${whole.join('')}.${groups.at(-1)}`)] : [];
  if (inner.length === 0 && grouped.length > 0 && fraction.length > 0) {
    if (last === decimal) return fraction;
    if (last === group) return grouped;
  }
  const found = [...grouped, ...fraction];
  // A version or a date: its parts, none of which may change.
  return found.length > 0 ? found : [Number(groups.join(''))];
}

/** Thousands (1,234,567), or India's lakhs (12,34,567), with one kind of separator; 0.125 has none. */
function isGrouped(groups: readonly string[], separators: readonly string[]): boolean {
  const [first = '', ...rest] = groups;
  const middle = rest.slice(0, -1);
  if (new Set(separators).size > 1 || first.length > 3 || first.startsWith('0')) return false;
  if (rest.at(-1)?.length !== 3) return false;
  return middle.every(({ length }) => length === 3) || middle.every(({ length }) => length === 2);
}
