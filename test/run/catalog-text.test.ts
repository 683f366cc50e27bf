import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Product } from '../../lib/catalog/product.ts';
import { KETL_PROFILE } from '../../lib/catalog/profile.ts';
import { catalogText } from '../../lib/run/catalog-text.ts';
import type { PlanFile } from '../../lib/run/contract/internal.ts';

const shaped = (wrapper: PlanFile['wrapper'], products?: string) =>
  ({ wrapper, settings: { profile: { ...KETL_PROFILE, products } } }) as unknown as PlanFile;
/** `Array.fromAsync`, which Node 20 does not have. */
async function piecesOf(plan: PlanFile, products: readonly unknown[]): Promise<string[]> {
  const pieces: string[] = [];
  for await (const piece of catalogText(plan, products as readonly Product[])) pieces.push(piece);
  return pieces;
}
const textOf = async (plan: PlanFile, products: readonly unknown[]) => (await piecesOf(plan, products)).join('');
const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

describe('catalogText', () => {
  it('writes a bare list exactly as JSON.stringify would', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.dictionary(fc.string(), fc.jsonValue())), async (products) => {
        expect(await textOf(shaped(null), products)).toBe(json(products));
      }),
    );
  });

  it('writes what is around a wrapped list exactly as JSON.stringify would', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue()), fc.string({ unit: 'binary' }), async (products, note) => {
        const around = (list: unknown[]) => ({ note, data: { items: list, after: [1, { x: note }] }, end: null });
        expect(await textOf(shaped(around([]), 'data.items'), products)).toBe(json(around(products)));
      }),
    );
  });

  it('never holds more than one product as text', async () => {
    const pieces = await piecesOf(
      shaped(null),
      Array.from({ length: 50 }, (_, id) => ({ id })),
    );
    expect(pieces).toHaveLength(52);
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(40);
  });
});
