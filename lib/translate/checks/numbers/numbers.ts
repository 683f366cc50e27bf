import { languageOf, scriptOf } from '../../../catalog/locale.ts';
import type { Check } from '../check.ts';
import { bare } from '../text.ts';
import { touchedMask } from '../touched-masks.ts';
import { numbersInWords } from './number-words.ts';
import { type Numeral, numerals } from './numerals.ts';
import { isWrittenOut, wrongNumberWord } from './spelled-numbers.ts';

/** Up to here a number may be written as a word. */
const WRITTEN_OUT = 12;
/** Where nouns are counted with a word of measure: "the jacket" is 一件, "clean and dirty sides" are 2面. */
const COUNTING_SCRIPTS = new Set(['Hans', 'Hant', 'Jpan', 'Kore']);
/** Half past three is 3:30 here and 3.30 there, the third of April 4/3 or 3.4. */
const TIME_OR_DATE = /\d{1,2}[:/]\d{1,2}|\d\.\d{1,2}\.\d|\d\s?[ap]\.?m\b/i;

/**
 * The numbers outside masks are the source's, as readers of the target read them. A small whole number may become a word, so that only a larger one is
 * missed; a number that the source does not have, in digits or in words, is always a fault.
 */
export const numbers: Check = {
  name: 'numbers',
  severity: 'reject',
  find: (text) => {
    const { sourceLocale, locale, maskedSource, maskedTarget, spans } = text;
    const touched = touchedMask(maskedSource, maskedTarget, spans);
    if (touched !== null) return touched;
    const source = bare(maskedSource);
    const target = bare(maskedTarget);
    if (/\p{Nd}/u.test(source) || /\p{Nd}/u.test(target)) {
      const wanted = wantedNumbers(source, numerals(source, sourceLocale));
      const inWords = languageOf(sourceLocale) === 'en' ? numbersInWords(source) : null;
      const free = COUNTING_SCRIPTS.has(scriptOf(locale)) ? 2 : 1;
      const isInWords = (value: number) => isWrittenOut(value, source, target, locale);
      const hasTime = TIME_OR_DATE.test(source);
      // "1 000" is one number in some languages and two in others.
      const [plain, spaced] = [numerals(target, locale), numerals(target, locale, { spaces: true })].map((found) =>
        fault(wanted, found, { inWords, free, hasTime, isInWords }),
      );
      if (plain != null && spaced != null) return plain;
    }
    return wrongNumberWord(text);
  },
};

/** "2.5 million" may be 2,500,000 or stay what it is, with a word that no table here has. */
function wantedNumbers(source: string, found: readonly Numeral[]): Numeral[] {
  return found.map((numeral) => {
    const isWord = /^\s?\p{L}/u.test(source.slice(numeral.end));
    const plain = Number(numeral.text.replaceAll(',', ''));
    return isWord && !numeral.values.includes(plain) && !Number.isNaN(plain)
      ? { ...numeral, values: [...numeral.values, plain] }
      : numeral;
  });
}

interface Leeway {
  /** What the source says in words; null where its language is not known, and small numbers are given the benefit. */
  readonly inWords: ReadonlySet<number> | null;
  /** Up to here a number may come from nothing. */
  readonly free: number;
  readonly hasTime: boolean;
  /** Whether the target has a number as words. */
  readonly isInWords: (value: number) => boolean;
}

function fault(
  wanted: readonly Numeral[],
  found: readonly Numeral[],
  { inWords, free, hasTime, isInWords }: Leeway,
): string | null {
  const missing: Numeral[] = [...wanted];
  const take = (values: readonly number[]) => {
    const at = missing.findIndex((numeral) => numeral.values.some((value) => values.includes(value)));
    if (at !== -1) missing.splice(at, 1);
    return at !== -1;
  };
  const added = found.filter(({ values, parts }) => {
    if (take(values)) return false;
    return !(hasTime && parts.length > 1 && parts.every((part) => inWords?.has(part) || take([part])));
  });
  // "One" is an article in most languages, and comes and goes, unless it stands for a number that was another.
  const isFree = (value: number) => value <= free && missing.length === 0;
  const known = (value: number) => (inWords === null ? value <= WRITTEN_OUT : inWords.has(value)) || isFree(value);
  const wrong = added.find(({ values }) => !values.some(known));
  if (wrong) {
    const instead = missing.length > 0 ? `, which has ${missing.map(({ text }) => text).join(', ')}` : '';
    return `the number ${wrong.text} does not stand in the source${instead}`;
  }
  const lost = missing.find(
    ({ values }) => values.some((value) => value > WRITTEN_OUT || !Number.isInteger(value)) && !values.some(isInWords),
  );
  return lost ? `the number ${lost.text} is missing` : null;
}
