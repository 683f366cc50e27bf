import { type Locale, languageOf, scriptOf } from '../../catalog/locale.ts';
import type { Check } from './check.ts';
import { numbersInWords } from './number-words.ts';
import { type Numeral, numerals } from './numerals.ts';
import { bare } from './text.ts';
import { touchedMask } from './touched-masks.ts';

/** Up to here a number may be written as a word. */
const WRITTEN_OUT = 12;
/** Where nouns are counted with a word of measure: "the jacket" is 一件, "clean and dirty sides" are 2面. */
const COUNTING_SCRIPTS = new Set(['Hans', 'Hant', 'Jpan', 'Kore']);

/**
 * The numbers outside masks are the source's, in the notation of either language. A small whole number may become a word, so that only a larger
 * one is missed; a number that the source does not have, in digits or in words, is always a fault.
 */
export const numbers: Check = {
  name: 'numbers',
  severity: 'reject',
  find: ({ sourceLocale, locale, maskedSource, maskedTarget, spans }) => {
    const touched = touchedMask(maskedSource, maskedTarget, spans);
    if (touched !== null) return touched;
    const source = bare(maskedSource);
    const target = bare(maskedTarget);
    if (!/\p{Nd}/u.test(source) && !/\p{Nd}/u.test(target)) return null;
    const wanted = numerals(source).map((numeral) => asWritten(numeral, sourceLocale));
    const inWords = languageOf(sourceLocale) === 'en' ? numbersInWords(source) : null;
    // "1 000" is one number in some languages and two in others.
    const [plain, spaced] = [numerals(target), numerals(target, { spaces: true })].map((found) =>
      fault(wanted, found, inWords, COUNTING_SCRIPTS.has(scriptOf(locale)) ? 2 : 1),
    );
    return plain == null || spaced == null ? null : plain;
  },
};

/**
 * `inWords`: what the source says in words; null where its language is not known, and small numbers are given the benefit. `free`: up to here a
 * number may come from nothing.
 */
function fault(
  wanted: readonly Numeral[],
  found: readonly Numeral[],
  inWords: ReadonlySet<number> | null,
  free: number,
): string | null {
  const missing: Numeral[] = [...wanted];
  const added = found.filter(({ values }) => {
    const at = missing.findIndex((numeral) => numeral.values.some((value) => values.includes(value)));
    if (at !== -1) missing.splice(at, 1);
    return at === -1;
  });
  // "One" is an article in most languages, and comes and goes, unless it stands for a number that was another.
  const isFree = (value: number) => value <= free && missing.length === 0;
  const known = (value: number) => (inWords === null ? value <= WRITTEN_OUT : inWords.has(value)) || isFree(value);
  const wrong = added.find(({ values }) => !values.some(known));
  if (wrong) {
    const instead = missing.length > 0 ? `, which has ${missing.map(({ text }) => text).join(', ')}` : '';
    return `the number ${wrong.text} does not stand in the source${instead}`;
  }
  const lost = missing.find(({ values }) => values.some((value) => value > WRITTEN_OUT || !Number.isInteger(value)));
  return lost ? `the number ${lost.text} is missing` : null;
}

/** A source's number as its own language reads it; a target's may be in either notation. */
function asWritten(numeral: Numeral, locale: Locale): Numeral {
  const [grouped, decimal] = numeral.values;
  if (grouped === undefined || decimal === undefined) return numeral;
  return { ...numeral, values: [numeral.text.includes(decimalMark(locale)) ? decimal : grouped] };
}

const marks = new Map<Locale, string>();
function decimalMark(locale: Locale): string {
  const parts = marks.has(locale) ? [] : new Intl.NumberFormat(locale).formatToParts(1.5);
  const mark = marks.get(locale) ?? parts.find(({ type }) => type === 'decimal')?.value ?? '.';
  marks.set(locale, mark);
  return mark;
}
