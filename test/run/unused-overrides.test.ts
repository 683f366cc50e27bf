import { describe, expect, it } from 'vitest';
import { unusedLines } from '../../bin/cli/warnings.ts';
import type { Locale } from '../../lib/catalog/locale.ts';
import { KETL_PROFILE } from '../../lib/catalog/profile.ts';
import { UnusedOverrides } from '../../lib/run/unused-overrides.ts';
import type { Overrides } from '../../lib/translate/overrides.ts';
import { documents, product, run, world } from '../fakes/run.ts';

const CAP = product(1, { product_features: 'soft brim', available_colors: ['Cloud', 'Sage'], fabric_details: null });
function unused(entries: Overrides, invalid: readonly number[] = []) {
  const found = new UnusedOverrides(new Map([['fr' as Locale, entries]]), KETL_PROFILE);
  found.look({ index: 0, id: 1, product: CAP });
  for (const id of invalid) found.look({ index: 1, id, faults: ['is broken'] });
  return found.end().map(({ product_id, field, message }) => [product_id, field, message]);
}

describe('a person’s translations that stand for nothing', () => {
  it.each<[string, Overrides, unknown[]]>([
    ['a product that is not there', { 7: { features: 'x' } }, [['7', null, 'the catalog has no such product']]],
    ['a field that nobody knows', { 1: { featurs: 'x' } }, [['1', 'featurs', 'no such field is translated']]],
    ['a field that is inherited', { 1: { constructor: 'x' } }, [['1', 'constructor', 'no such field is translated']]],
    [
      'a field without a text',
      { 1: { fabric_details: 'x' } },
      [['1', 'fabric_details', 'the product has no text there']],
    ],
    [
      'an element that is not there',
      { 1: { 'colors[2]': 'x' } },
      [['1', 'colors[2]', 'the product has no text there']],
    ],
    ['what is used', { 1: { features: 'x', 'colors[1]': 'y', colors: ['x', 'y'] } }, []],
    ['the name, which only some runs translate', { 1: { name: 'x' } }, []],
  ])('are named: %s', (_, entries, expected) => {
    expect(unused(entries)).toEqual(expected);
  });

  it('are none of a product that was left out for its faults', () => {
    expect(unused({ 7: { features: 'x' } }, [7])).toEqual([]);
  });

  it('are a remark of the run, count as warnings and fail nothing, also where the run is about other products', async () => {
    const w = world({
      documents: documents({
        'shop/summer.json': JSON.stringify([CAP, product(2, { product_features: 'stiff brim' })]),
        'shop/overrides/fr.json': JSON.stringify({
          1: { features: 'visière souple' },
          2: { colour: 'x' },
          9: { features: 'x' },
        }),
      }),
    });
    const { summary, merged } = await run(w, { catalog: 'shop/summer.json', products: [1] });
    const remark = { locale: 'fr', check: 'override-unknown' };
    expect(summary).toMatchObject({
      status: 'COMPLETE',
      counts: { warnings: 2 },
      unusedOverrides: [
        { ...remark, product_id: '2', field: 'colour', message: 'no such field is translated' },
        { ...remark, product_id: '9', field: null, message: 'the catalog has no such product' },
      ],
    });
    expect(merged.products[0]?.translations['fr']).toMatchObject({ features: 'visière souple' });
  });

  it('are left unsaid where there are none', async () => {
    const { summary } = await run(world(), {});
    expect(summary).not.toHaveProperty('unusedOverrides');
    expect(unusedLines(summary)).toEqual([]);
  });

  it('are shown to people, some of them by name', () => {
    const entry = (id: number) => ({
      locale: 'fr' as Locale,
      product_id: `${id}`,
      field: null,
      check: 'c',
      message: 'is gone',
    });
    expect(unusedLines({ unusedOverrides: [{ ...entry(1), field: 'colour' }, entry(2)] })).toEqual([
      '',
      'Corrections that were not used:',
      '  - product 1, colour, fr: is gone',
      '  - product 2, fr: is gone',
    ]);
    expect(unusedLines({ unusedOverrides: [1, 2, 3, 4, 5].map(entry) }).at(-1)).toBe('  - and 2 more in summary.json');
  });
});
