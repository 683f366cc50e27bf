import { type Locale, languageOf } from '../../../catalog/locale.ts';
import type { Check, CheckedText } from '../check.ts';
import { type Currency, currenciesBeside } from './money.ts';
import { asciiDigits, numerals } from './numerals.ts';
import { COMMON, KINDS, type Kind, NAMES, type Unit } from './unit-names.ts';

/** A number, or a mask that stands for one, with the unit that is spelt out after it. */
interface Measure {
  readonly mask: string | null;
  readonly values: readonly number[];
  readonly written: string;
  readonly kind: Kind | 'money';
  readonly units: ReadonlySet<Unit | Currency>;
}

const MASK = /⟦(\d+)⟧/g;
/** A span that has no unit of its own: 29-31, 3/4, 50+. */
const PLAIN_NUMBER = /^\p{Nd}[\p{Nd}.,/+–-]*$/u;
const AFTER = 40;
/** Chinese, Japanese and Korean name the scale before the number: 华氏 40 度. */
const FAHRENHEIT_BEFORE = /(?:华氏|華氏|カ氏|화씨)[\s约約]{0,2}$/u;
const CELSIUS_BEFORE = /(?:摄氏|攝氏|摂氏|セ氏|섭씨)[\s约約]{0,2}$/u;

/** Numbers in the same units as in the source. */
export const units: Check = { name: 'units', severity: 'reject', find: (text) => wrongUnit(text) };

/**
 * A number that has kept its digits and not its unit: "5 liters" as "5 Gallonen". Only a unit of the same kind in the place of the source's own is a
 * fault; a unit that no table knows, or none at all, says nothing.
 */
function wrongUnit({ sourceLocale, locale, maskedSource, maskedTarget, spans }: CheckedText): string | null {
  if (!/\p{Nd}/u.test(maskedSource)) return null;
  const wanted = measures(maskedSource, sourceLocale, spans);
  if (wanted.length === 0) return null;
  const found = measures(maskedTarget, locale, spans);
  const wrong = wanted.find((measure) => {
    const same = found.filter((other) => other.kind === measure.kind && areSame(measure, other));
    return same.length > 0 && !same.some(({ units }) => [...units].some((unit) => measure.units.has(unit)));
  });
  return wrong ? `${wrong.written} has another unit than in the source` : null;
}

const areSame = (a: Measure, b: Measure) =>
  a.mask === null ? a.values.some((value) => b.values.includes(value)) : a.mask === b.mask;

function measures(masked: string, locale: Locale, spans: readonly string[]): Measure[] {
  const text = asciiDigits(masked);
  const blank = text.replace(MASK, (mask) => ' '.repeat(mask.length));
  const masks = [...text.matchAll(MASK)].map(({ 0: mask, 1: number, index }) => ({
    mask,
    values: [] as readonly number[],
    written: spans[Number(number) - 1] ?? '',
    start: index,
    end: index + mask.length,
  }));
  const places = [
    ...masks.filter(({ written }) => PLAIN_NUMBER.test(written)),
    ...numerals(blank, locale).map(({ text, ...rest }) => ({ ...rest, mask: null, written: text })),
  ];
  return places.flatMap(({ mask, values, written, start, end }) => {
    const units = unitsAt(text.slice(Math.max(0, start - 6), start), text.slice(end, end + AFTER), languageOf(locale));
    return [...units].map(([kind, units]) => ({ mask, values, written, kind, units }));
  });
}

/** A word may be several units: オンス weighs and holds, a pinte is a pint in France and a quart in Quebec. */
function unitsAt(
  before: string,
  after: string,
  language: string,
): ReadonlyMap<Measure['kind'], ReadonlySet<Unit | Currency>> {
  const found = new Map<Measure['kind'], ReadonlySet<Unit | Currency>>();
  const money = currenciesBeside(before, after);
  if (money.size > 0) found.set('money', money);
  const lower = after.toLowerCase();
  for (const [kind, patterns] of patternsOf(language)) {
    const units = patterns.filter(([, pattern]) => pattern.test(lower)).map(([unit]) => unit);
    if (units.length > 0) found.set(kind, new Set(units));
  }
  if (FAHRENHEIT_BEFORE.test(before)) found.set('temperature', new Set(['F']));
  if (CELSIUS_BEFORE.test(before)) found.set('temperature', new Set(['C']));
  return found;
}

/** Written without spaces, or with endings that are words of their own. */
const UNSPACED = new Set(['ja', 'ko', 'zh']);
type UnitPatterns = readonly (readonly [Unit, RegExp])[];
const compiled = new Map<string, ReadonlyMap<Kind, UnitPatterns>>();

/** The flag for any case makes each of the letter classes cost half a second to compile in all. */
const lowerCase = (pattern: string) =>
  pattern.toLowerCase().replace(/\\p\{([lm])\}/g, (all) => all.toUpperCase().replace('P', 'p'));

function patternsOf(language: string): ReadonlyMap<Kind, UnitPatterns> {
  const known = compiled.get(language);
  if (known !== undefined) return known;
  const ending = language === 'ar' ? '\\p{M}{0,2}ا?\\p{M}?' : '';
  const own = NAMES[language === 'no' ? 'nb' : language];
  const made = new Map<Kind, UnitPatterns>();
  for (const kind of Object.keys(KINDS) as Kind[]) {
    made.set(
      kind,
      KINDS[kind].flatMap((unit) => {
        const [common, native] = [COMMON.get(unit), own?.get(unit)];
        const edge = UNSPACED.has(language) ? '' : '(?![\\p{L}\\p{M}])';
        const names = [
          ...(common ? [`(?:${common})(?![\\p{L}\\p{M}])`] : []),
          ...(native ? [`(?:${native})${ending}${edge}`] : []),
        ];
        return names.length === 0
          ? []
          : [[unit, new RegExp(`^[\\s-]{0,2}(?:${lowerCase(names.join('|'))})`, 'u')] as const];
      }),
    );
  }
  compiled.set(language, made);
  return made;
}
