import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Product } from '../../lib/catalog/product.ts';
import { KETL_PROFILE } from '../../lib/catalog/profile.ts';
import { catalogText } from '../../lib/run/catalog-text.ts';
import type { PlanFile } from '../../lib/run/contract/internal.ts';

const shaped = (wrapper: PlanFile['wrapper'], products?: string) =>
  ({ wrapper, settings: { profile: { ...KETL_PROFILE, products } } }) as unknown as PlanFile;
const textOf = (plan: PlanFile, products: readonly unknown[]) =>
  [...catalogText(plan, products as readonly Product[])].join('');
const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

describe('catalogText', () => {
  it('writes a bare list exactly as JSON.stringify would', () => {
    fc.assert(
      fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue())), (products) => {
        expect(textOf(shaped(null), products)).toBe(json(products));
      }),
    );
  });

  it('writes what is around a wrapped list exactly as JSON.stringify would', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.string({ unit: 'binary' }), (products, note) => {
        const around = (list: unknown[]) => ({ note, data: { items: list, after: [1, { x: note }] }, end: null });
        expect(textOf(shaped(around([]), 'data.items'), products)).toBe(json(around(products)));
      }),
    );
  });

  it('never holds more than one product as text', () => {
    const pieces = [
      ...catalogText(shaped(null), Array.from({ length: 50 }, (_, id) => ({ id })) as unknown as Product[]),
    ];
    expect(pieces).toHaveLength(52);
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(40);
  });
});
