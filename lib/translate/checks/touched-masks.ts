import { currenciesBeside, currenciesOf } from './numbers/money.ts';
import { quoted } from './text.ts';

/** Ratings, money and measures; tags, addresses and names with a digit in them are something else. */
const MEASURE = /^(?:UPF\s?|[$€£¥−-]\s?)?\d/;
const MASK = /⟦(\d+)⟧/g;
const AROUND = 12;
/** Another digit makes another number, also behind a decimal mark or a thousands' separator. */
const DIGIT_BEFORE = /\p{Nd}[.,٫٬'’]?$/u;
const DIGIT_AFTER = /^[.,٫٬'’]?\p{Nd}/u;
/** A dash that follows a word or a number makes a compound or a range; before a measure alone it is a minus. */
const SIGN_BEFORE = /(?:(?:^|[\s([:;,])[-−–+±]|\p{Sc}\s?)$/u;
const SIGN_AFTER = /^(?:\s?[%‰\p{Sc}]|[+°²³])/u;
/** Nothing may be a word's beginning: "121gの" is Japanese, "25$万" ten thousand times the price. 万能 is a word of its own. */
const UNIT_AFTER =
  /^(?:(?:mm|cm|dm|km|mi|m|mg|kg|g|oz|lbs?|ml|cl|L|l|gsm|ft|in|yd|W|kW|V|Wh|mAh|[KkDFCM]|мм|см|км|м|кг|г|мл|л)(?![\p{L}\p{M}\d'’-])|[万萬](?![能全])|[億亿])/u;
/** A unit that the source has in words: "29-31 inches" may become "29-31 in". */
const UNIT_IN_WORDS =
  /^[\s-]?(?:inch|feet|foot|yard|mile|meter|metre|millimet|centimet|kilomet|gram|kilo|ounce|pound|lit(?:er|re)|millilit|watt|volt|degree|thousand|million|billion)/i;

/** What stands right beside a protected measure in the translation and turns it into another, as ⟦1⟧0 does with $25; null where nothing does. */
export function touchedMask(maskedSource: string, maskedTarget: string, spans: readonly string[]): string | null {
  const own = sides(maskedSource);
  for (const [number, found] of sides(maskedTarget)) {
    const span = spans[number - 1];
    const source = own.get(number);
    if (span === undefined || source === undefined) continue;
    const isMeasure = MEASURE.test(span);
    const before = (pattern: RegExp, own = source.before) => pattern.test(found.before) && !pattern.test(own);
    const after = (pattern: RegExp, own = source.after) => pattern.test(found.after) && !pattern.test(own);
    // A sign that stands apart in the source may move up; a digit that does makes another number.
    const touched =
      ((isMeasure || /^\p{Nd}/u.test(span)) && before(DIGIT_BEFORE)) ||
      ((isMeasure || /\p{Nd}$/u.test(span)) && after(DIGIT_AFTER)) ||
      (isMeasure && (before(SIGN_BEFORE, source.before.trimEnd()) || after(SIGN_AFTER, source.after.trimStart()))) ||
      isInAnotherCurrency(span, source, found) ||
      (isMeasure && !UNIT_IN_WORDS.test(source.after) && after(UNIT_AFTER, source.after.trimStart()));
    if (touched) return `a digit, a sign or a unit stands right beside ${quoted(span)}, which the source does not have`;
  }
  return null;
}

/** "Only $25.00 today" as "Nur $25.00 Euro heute". */
function isInAnotherCurrency(span: string, source: Sides, target: Sides): boolean {
  const own = currenciesOf(span);
  if (own.length === 0) return false;
  const beside = currenciesBeside(target.before, target.after);
  if (beside.size === 0) return false;
  return ![...own, ...currenciesBeside(source.before, source.after)].some((currency) => beside.has(currency));
}

interface Sides {
  readonly before: string;
  readonly after: string;
}

/** What stands before and after each mask. */
function sides(masked: string): Map<number, Sides> {
  return new Map(
    [...masked.matchAll(MASK)].map(({ 0: mask, 1: number, index }) => [
      Number(number),
      {
        before: masked.slice(Math.max(0, index - AROUND), index),
        after: masked.slice(index + mask.length, index + mask.length + AROUND),
      },
    ]),
  );
}
