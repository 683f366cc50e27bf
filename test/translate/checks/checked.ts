import { maskedPair } from '../../../data/checks/masked-pair.ts';
import type { Locale } from '../../../lib/catalog/locale.ts';
import type { CheckedText } from '../../../lib/translate/checks/check.ts';

/** A pair as the checks see it; `keep` are do-not-translate terms. */
export function checked(
  locale: string,
  source: string,
  target: string,
  { keep = [], ...more }: Partial<CheckedText> & { readonly keep?: readonly string[] } = {},
): CheckedText {
  return { ...maskedPair(locale as Locale, source, target, keep), ...more };
}
