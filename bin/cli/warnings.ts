import type { Merged, MergedManifest, Summary, Warning } from '../../lib/run/contract/results.ts';
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

/** Corrections that nothing came of, and why; empty where all were used. */
export function unusedLines({ unusedOverrides = [] }: Pick<Summary, 'unusedOverrides'>): string[] {
  if (unusedOverrides.length === 0) return [];
  const shown = unusedOverrides.slice(0, SHOWN).map(({ locale, product_id, field, message }) => {
    const place = [`product ${product_id}`, ...(field === null ? [] : [field]), locale].join(', ');
    return `  - ${printable(`${place}: ${message}`)}`;
  });
  const more = unusedOverrides.length - shown.length;
  return [
    '',
    'Corrections that were not used:',
    ...shown,
    ...(more > 0 ? [`  - and ${more} more in summary.json`] : []),
  ];
}

/** Files of memory that were set aside; empty where there are none. */
export function damagedLines({ damagedMemory = [] }: Pick<Summary, 'damagedMemory'>): string[] {
  if (damagedMemory.length === 0) return [];
  const shown = damagedMemory.slice(0, SHOWN).map((file) => `  - ${printable(file)}`);
  const more = damagedMemory.length - shown.length;
  return [
    '',
    'Files of translation memory that were damaged; what they held was asked anew, and they are in `damaged` beside their place:',
    ...shown,
    ...(more > 0 ? [`  - and ${more} more in summary.json`] : []),
  ];
}

const describe = (id: string, { locale, field, message }: Warning) => `product ${id}, ${field}, ${locale}: ${message}`;
