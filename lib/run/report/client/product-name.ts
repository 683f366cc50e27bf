import type { Fields } from '../../contract/results.ts';

/** A product's name as its catalog has it; null where it has none that can be seen. */
export function productName({ name }: Fields): string | null {
  return typeof name === 'string' && /[^\p{Z}\p{Cc}\p{Cf}]/u.test(name) ? name : null;
}
