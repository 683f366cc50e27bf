import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Product } from '../../lib/catalog/product.ts';
import { KETL_PROFILE, profileSchema } from '../../lib/catalog/profile.ts';
import { applyTranslations, extractUnits, translatedFields } from '../../lib/catalog/units.ts';
import { ketlProduct, letterBearingText, shopifyProduct } from './arbitraries.ts';

const SHOPIFY_PROFILE = profileSchema.parse(
  JSON.parse(readFileSync(new URL('../../data/profiles/shopify.json', import.meta.url), 'utf8')),
);
const WITH_NAMES = { translateNames: true };
const NAMES_KEPT = { translateNames: false };

/** Writing to what is frozen throws: whoever changes its input is found. */
function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.freeze(value);
    for (const child of Object.values(value)) deepFreeze(child);
  }
  return value;
}

const ketl = (data: Record<string, unknown>): Product => ({ product_id: 1, extracted_data: data });

describe.each([
  { shape: 'KETL', profile: KETL_PROFILE, products: ketlProduct },
  { shape: 'Shopify', profile: SHOPIFY_PROFILE, products: shopifyProduct },
])('units of a dirty product in the $shape shape', ({ profile, products }) => {
  it('give the very same product when each is put back as it was', () => {
    fc.assert(
      fc.property(products, fc.boolean(), (product, translateNames) => {
        const before = JSON.stringify(product);
        deepFreeze(product);
        const units = extractUnits(product, profile, { translateNames });
        const after = applyTranslations(product, units, new Map(units.map(({ id, text }) => [id, text])));
        return isDeepStrictEqual(after, product) && JSON.stringify(after) === before;
      }),
      { numRuns: 1_000 },
    );
  });

  it('are found again with the texts that were put in their places, and nothing else changes', () => {
    const cases = products.chain((product) => {
      const units = extractUnits(product, profile, WITH_NAMES);
      const texts = fc.array(letterBearingText, { minLength: units.length, maxLength: units.length });
      return texts.map((all) => ({ product: deepFreeze(product), units, texts: all }));
    });
    fc.assert(
      fc.property(cases, ({ product, units, texts }) => {
        const translations = new Map(units.map(({ id }, index) => [id, texts[index] ?? '']));
        const translated = deepFreeze(applyTranslations(product, units, translations));
        const found = extractUnits(translated, profile, WITH_NAMES);
        expect(found).toEqual(units.map((unit, index) => ({ ...unit, text: texts[index] })));
        const back = applyTranslations(translated, found, new Map(units.map(({ id, text }) => [id, text])));
        expect(JSON.stringify(back)).toBe(JSON.stringify(product));
      }),
      { numRuns: 500 },
    );
  });

  it('have ids of their own inside a product', () => {
    fc.assert(
      fc.property(products, (product) => {
        const ids = extractUnits(product, profile, WITH_NAMES).map(({ id }) => id);
        return new Set(ids).size === ids.length;
      }),
    );
  });
});

describe('extractUnits', () => {
  it('takes the fields in the order of the profile, one unit per list element, the name only on request', () => {
    const product = ketl({
      available_colors: ['Cloud', null, 'Sage'],
      other_details: 'Soft.',
      fabric_details: '100% Nylon',
      product_features: 'Hood',
      product_name: 'Nofry Sun Hoodie',
      available_sizes: ['Small'],
    });
    const ids = (translateNames: boolean) =>
      extractUnits(product, KETL_PROFILE, { translateNames }).map(({ id }) => id);
    expect(ids(false)).toEqual(['features', 'fabric_details', 'details', 'colors[0]', 'colors[2]']);
    expect(ids(true)).toEqual(['name', ...ids(false)]);
  });

  it.each(['', '  ', '\u00a0', '100%', '12"', '$25.00', ':-)', '🎣'])('finds nothing to translate in %j', (text) => {
    expect(extractUnits(ketl({ other_details: text, available_colors: [text] }), KETL_PROFILE, NAMES_KEPT)).toEqual([]);
  });

  it('numbers the elements of lists in lists throughout the product, nulls counted', () => {
    const product = { options: [{ values: ['Red', null] }, null, { values: null }, { values: ['9', 'Blue'] }] };
    expect(extractUnits(product, SHOPIFY_PROFILE, NAMES_KEPT)).toEqual([
      { id: 'option_values[0]', field: 'option_values', keys: ['options', 0, 'values', 0], text: 'Red' },
      { id: 'option_values[3]', field: 'option_values', keys: ['options', 3, 'values', 1], text: 'Blue' },
    ]);
  });

  it('reaches a field named __proto__ like any other', () => {
    const profile = profileSchema.parse({ id: 'id', name: 'name', texts: { a: '__proto__.b' } });
    const own = JSON.parse('{"id":1,"__proto__":{"b":"Hello"}}') as Product;
    const units = extractUnits(own, profile, WITH_NAMES);
    const translated = applyTranslations(own, units, new Map([['a', 'Hola']]));
    expect(JSON.stringify(translated)).toBe('{"id":1,"__proto__":{"b":"Hola"}}');
  });
});

describe('translatedFields', () => {
  it('makes a list field of every path that runs through a list', () => {
    const lists = translatedFields(SHOPIFY_PROFILE, WITH_NAMES).filter(({ isList }) => isList);
    expect(lists.map(({ field, path }) => [field, path])).toEqual([
      ['image_alts', 'images[].alt'],
      ['option1', 'variants[].option1'],
      ['option2', 'variants[].option2'],
      ['option3', 'variants[].option3'],
      ['tags', 'tags[]'],
      ['option_values', 'options[].values[]'],
    ]);
  });
});

describe('applyTranslations', () => {
  it('leaves the source text where there is no translation, and shares what it does not change', () => {
    const product = ketl({ available_colors: ['Cloud', 'Sage'], available_sizes: ['S'] });
    const units = extractUnits(product, KETL_PROFILE, NAMES_KEPT);
    const translated = applyTranslations(product, units, new Map([['colors[1]', 'Salvia']]));
    expect(translated).toEqual(ketl({ available_colors: ['Cloud', 'Salvia'], available_sizes: ['S'] }));
    const sizes = (of: Product) => (of.extracted_data as { available_sizes: unknown }).available_sizes;
    expect(sizes(translated)).toBe(sizes(product));
    expect(applyTranslations(product, units, new Map())).toBe(product);
  });
});
