import { languageOf } from '../../../catalog/locale.ts';
import type { CheckedText } from '../check.ts';
import { samePlaces } from '../places.ts';
import { bare } from '../text.ts';
import { numbersInWords } from './number-words.ts';
import { numerals } from './numerals.ts';

/** A number that stands in another entry of a list than in the source: "2 pockets, 3 zips" with three pockets and two zips. */
export function misplacedNumber({
  sourceLocale,
  locale,
  maskedSource,
  maskedTarget,
  spans,
}: CheckedText): string | null {
  if (!/\p{Nd}/u.test(bare(maskedSource))) return null;
  const places = samePlaces(maskedSource, maskedTarget, spans).map(([source, target]) => [bare(source), bare(target)]);
  const own = places.map(([source = '']) => numerals(source, sourceLocale));
  if (own.filter((found) => found.length > 0).length < 2) return null;
  for (const [index, [source = '', target = '']] of places.entries()) {
    const here = own[index]?.flatMap(({ values, parts }) => [...values, ...parts]) ?? [];
    const elsewhere = own.flatMap((found, at) => (at === index ? [] : found.flatMap(({ values }) => values)));
    const inWords = languageOf(sourceLocale) === 'en' ? numbersInWords(source) : new Set<number>();
    // One that has come from nowhere is for others to judge: only what is missing in its own place has moved.
    const lost = numerals(source, sourceLocale).length > 0;
    const stranger = numerals(target, locale).find(
      ({ values }) =>
        !values.some((value) => here.includes(value) || inWords.has(value)) &&
        values.some((value) => elsewhere.includes(value)) &&
        (lost || !values.includes(1)),
    );
    if (stranger) return `the number ${stranger.text} stands in another entry than in the source`;
  }
  return null;
}
