import type { Locale } from '../../lib/catalog/locale.ts';
import type { CheckedText } from '../../lib/translate/checks/check.ts';
import { protector } from '../../lib/translate/protect.ts';

/**
 * A source and its translation as a job would have them: the source masked, and in the target what is left of the source's spans. `keep` are
 * do-not-translate terms. A span that the target has lost is left as it stands there.
 */
export function maskedPair(locale: Locale, source: string, target: string, keep: readonly string[] = []): CheckedText {
  const { text: maskedSource, spans } = protector(keep)(source.trim());
  return {
    sourceLocale: 'en' as Locale,
    locale,
    field: 'details',
    source,
    target,
    maskedSource,
    maskedTarget: remask(target.trim(), spans),
    spans,
    terms: [],
    pseudo: false,
  };
}

/** The target with the source's spans masked, longer ones first; one that stands once too often is masked twice. */
function remask(target: string, spans: readonly string[]): string {
  const longestFirst = [...new Set(spans)].sort((a, b) => b.length - a.length);
  return longestFirst.reduce((text, span) => {
    const masks = spans.flatMap((other, index) => (other === span ? [`⟦${index + 1}⟧`] : []));
    const before = /^\d/.test(span) ? '(?<!\\d|\\d[.,])' : '';
    const after = /\d$/.test(span) ? '(?!\\d)' : '';
    const pattern = new RegExp(`${before}${span.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}${after}`, 'g');
    return text.replace(pattern, () => (masks.length > 1 ? masks.shift() : masks[0]) ?? span);
  }, target);
}
