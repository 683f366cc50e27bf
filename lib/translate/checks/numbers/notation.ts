import type { Locale } from '../../../catalog/locale.ts';

/** How a locale writes a number's thousands and decimals. */
export interface Notation {
  readonly group: string;
  readonly decimal: string;
}

const known = new Map<Locale, Notation>();

/** From CLDR, for Latin digits: the marks of other digits (٬ and ٫) are read as themselves anywhere. */
export function notationOf(locale: Locale): Notation {
  const found = known.get(locale);
  if (found !== undefined) return found;
  const parts = new Intl.NumberFormat(locale, { numberingSystem: 'latn' }).formatToParts(12_345_678.5);
  const mark = (wanted: string) => parts.find(({ type }) => type === wanted)?.value ?? '';
  const notation = { group: mark('group'), decimal: mark('decimal') };
  known.set(locale, notation);
  return notation;
}
