import type { PartFile } from '../contract/internal.ts';

/** What a locale job came to, in units. */
export interface Counts {
  readonly translated: number;
  readonly units: number;
}

export function countPart({ products }: PartFile): Counts {
  const translated = products.reduce((sum, { units }) => sum + Object.keys(units).length, 0);
  const failed = products.reduce((sum, { failures }) => sum + failures.length, 0);
  return { translated, units: translated + failed };
}

export function endOf({ translated, units }: Counts): 'translated' | 'partly' | 'failed' {
  if (translated === units) return 'translated';
  return translated > 0 ? 'partly' : 'failed';
}
