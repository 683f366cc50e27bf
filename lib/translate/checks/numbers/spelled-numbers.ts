import { languageOf } from '../../../catalog/locale.ts';
import type { CheckedText } from '../check.ts';
import { bare } from '../text.ts';
import { countedSigns, mayStandInSigns } from './counted-signs.ts';
import { magnitude } from './magnitudes.ts';
import { numberWords } from './number-word-tables.ts';
import { numbersInWords } from './number-words.ts';
import { numerals } from './numerals.ts';

const WORD = /[\p{L}\p{M}]+/gu;
const SIGNS = new Set(['ja', 'ko', 'zh']);
/** What joins the parts of one number: "vingt-cinq", "treinta y dos". */
const JOINED = /^(?:[\s-]{1,2}|\s(?:y|e|et|i|og|och|en|und|și)\s)$/;
/** "Und" in "fünfundzwanzig", and the same in Dutch and Danish. */
const LINK = /^(?:und|en|ën|og)/;
/** As much as words of magnitude take. */
const AFTER = 24;
/** Half past five is "halb sechs", a quarter to six "fünf Uhr fünfundvierzig", eight in the evening "vingt heures". */
const TIME_OF_DAY =
  /\d[:.]\d\d|\b[ap]\.?m\b|\bhalf past\b|\bquarter (?:to|past)\b|\bo['’]clock\b|\b(?:by|until|at) (?:two|three|four|five|six|seven|eight|nine|ten|eleven)\b/i;
/** What a measure of time becomes in the next larger one: 24 months are two years, 14 days two weeks. */
const CHANGES: readonly (readonly [RegExp, number])[] = [
  [/\bdays?\b/i, 7],
  [/\bmonths?\b/i, 12],
  [/\bhours?\b/i, 24],
  [/\bminutes?\b/i, 60],
];
/** Other languages count otherwise: a cat has seven lives in Spain, and who is on cloud nine is in a seventh heaven. */
const OTHERWISE: readonly (readonly [RegExp, number])[] = [
  [/\bnine lives\b/i, 7],
  [/\bcloud nine\b/i, 7],
];

interface Spelled {
  readonly text: string;
  readonly value: number;
  /** A part of a larger number, and no number of its own. */
  readonly isPart: boolean;
}

/**
 * A number word in the place of another number: "4 pockets" as "fünf Taschen". It is one only where a number of the source is gone as well: what looks like a
 * number word may be another word, or have come with an idiom.
 */
export function wrongNumberWord({
  sourceLocale,
  locale,
  maskedSource,
  maskedTarget,
  spans,
}: CheckedText): string | null {
  const [source, target] = [bare(maskedSource), bare(maskedTarget)];
  const found = spelledNumbers(target, languageOf(locale)).words.filter(({ isPart }) => !isPart);
  if (found.length === 0) return null;
  const own = spelledNumbers(source, languageOf(sourceLocale));
  const digits = numerals(source, sourceLocale);
  const wanted = [
    ...own.words.filter(({ isPart }) => !isPart).map(({ value }) => value),
    ...digits.filter(({ text }) => /^\d{1,3}$/.test(text)).flatMap(({ values }) => values),
  ].filter((value) => value > 1);
  const here = digits.flatMap(({ values, parts }) => [...values, ...parts]);
  const masked = spans.flatMap((span) => (span.startsWith('<') ? [] : (span.match(/\d+/g) ?? []).map(Number)));
  const inWords = languageOf(sourceLocale) === 'en' ? [...numbersInWords(source)] : [];
  const known = new Set([...here, ...masked, ...inWords, ...own.values].flatMap((value) => [value, ...partsOf(value)]));
  for (const [idiom, value] of OTHERWISE) if (idiom.test(source)) known.add(value);
  if (TIME_OF_DAY.test(source)) for (const value of [...known]) for (const step of [-1, 1, 12]) known.add(value + step);
  const lost = wanted.filter((value) => !stands(value, target, locale));
  const stranger = found.find(
    ({ value }) => !known.has(value) && !lost.some((other) => isChanged(other, value, source)),
  );
  if (stranger === undefined || lost.length === 0) return null;
  return `the number ${stranger.text} does not stand in the source, which has ${lost.join(', ')}`;
}

const isChanged = (value: number, other: number, source: string) =>
  CHANGES.some(([unit, change]) => other * change === value && unit.test(source));

/** 25 is twenty and five in words. */
const partsOf = (value: number) =>
  value > 12 && Number.isInteger(value) ? [value % 10, value - (value % 10), value % 100, Math.floor(value / 100)] : [];

function spelledNumbers(text: string, language: string): { words: Spelled[]; values: number[] } {
  if (SIGNS.has(language)) {
    const values = countedSigns(text);
    return { words: values.map((value) => ({ text: String(value), value, isPart: false })), values };
  }
  const table = numberWords(language);
  if (table === null) return { words: [], values: [] };
  const found = wordsOf(text, language).flatMap(({ word, start, end }) => {
    const value = table.exact.get(word) ?? table.exact.get(table.compound?.exec(word)?.[1] ?? '');
    // French counts on from "soixante-" and "quatre-vingt-" with words that no table has.
    const goesOn = value !== undefined && value >= 20 && /^-\p{L}/u.test(text.slice(end));
    const isPart = goesOn || (value !== undefined && magnitude(text.slice(end, end + AFTER), language) !== 1);
    return value === undefined ? [] : [{ text: word, value, start, end, isPart }];
  });
  const values = found.map(({ value }) => value);
  const sums: Spelled[] = [];
  for (const [index, after] of found.entries()) {
    const before = found[index - 1];
    if (!before || !JOINED.test(text.slice(before.end, after.start))) continue;
    if (before.value < 10 && after.value < 20) continue;
    const sum = before.value + after.value;
    values.push(sum, before.value * after.value);
    // French "quatre-vingt-cinq" is no 25.
    const isWhole = before.value >= 20 && before.value < 100 && after.value < 10 && !after.isPart;
    if (isWhole) sums.push({ text: text.slice(before.start, after.end), value: sum, isPart: language === 'fr' });
    before.isPart = true;
    after.isPart = true;
  }
  return { words: [...found, ...sums], values };
}

/** Whether a number that is missing in digits stands in the target as words, or may be one that no table here can read. */
export function isWrittenOut(value: number, source: string, target: string, locale: CheckedText['locale']): boolean {
  const language = languageOf(locale);
  const table = numberWords(language);
  if (SIGNS.has(language) || table === null) return false;
  const { words, values } = spelledNumbers(target, language);
  if (values.some((other) => other === value || isChanged(value, other, source))) return true;
  if (words.some(({ isPart }) => isPart)) return true;
  // In one word: "fünfundzwanzig", "tjugofem".
  return wordsOf(target, language).some(({ word }) =>
    [...table.exact].some(
      ([first, own]) =>
        word.startsWith(first) &&
        own + (table.exact.get(word.slice(first.length).replace(LINK, '')) ?? Number.NaN) === value,
    ),
  );
}

/** Ukrainian writes п'ять with an apostrophe; the tables have none, and places need not be exact. */
function wordsOf(text: string, language: string): { word: string; start: number; end: number }[] {
  const plain = language === 'uk' ? text.replace(/(?<=\p{L})['’ʼ](?=\p{L})/gu, '') : text;
  return [...plain.normalize('NFC').matchAll(WORD)].map(({ 0: word, index }) => ({
    word: word.toLocaleLowerCase(language),
    start: index,
    end: index + word.length,
  }));
}

/** Whether a number of the source stands in the target in any form: where in doubt, it does. */
function stands(value: number, target: string, locale: CheckedText['locale']): boolean {
  const language = languageOf(locale);
  if (numerals(target, locale).some(({ values, parts }) => [...values, ...parts].includes(value))) return true;
  if (SIGNS.has(language)) return mayStandInSigns(target, value);
  const table = numberWords(language);
  if (table === null || spelledNumbers(target, language).values.includes(value)) return true;
  const beginnings = table.beginnings.filter(([, other]) => other === value).map(([word]) => word);
  return wordsOf(target, language).some(
    ({ word }) => !table.exact.has(word) && beginnings.some((beginning) => word.startsWith(beginning)),
  );
}
