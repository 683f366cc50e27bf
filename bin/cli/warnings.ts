import type { Merged, MergedManifest, Warning } from '../../lib/run/contract/results.ts';
import { printable } from '../../lib/run/text-report.ts';

/** Remarks shown for each check before the rest is left to merged.json. */
const SHOWN = 3;

/** What the checks remark on published translations, by check; empty when they remark nothing. */
export function warningLines(merged: Merged | MergedManifest): string[] {
  if (!('products' in merged)) return [];
  const byCheck = new Map<string, string[]>();
  for (const { product_id, warnings = [] } of merged.products) {
    for (const warning of warnings) {
      byCheck.set(warning.check, [...(byCheck.get(warning.check) ?? []), describe(String(product_id), warning)]);
    }
  }
  const lines = [...byCheck].flatMap(([check, remarks]) => [
    `  - ${check}: ${remarks.length}`,
    ...remarks.slice(0, SHOWN).map((remark) => `      ${printable(remark)}`),
    ...(remarks.length > SHOWN ? [`      and ${remarks.length - SHOWN} more in merged.json`] : []),
  ]);
  return lines.length === 0 ? [] : ['', 'Translated, but worth a look:', ...lines];
}

const describe = (id: string, { locale, field, message }: Warning) => `product ${id}, ${field}, ${locale}: ${message}`;
