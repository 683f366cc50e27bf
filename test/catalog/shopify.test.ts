import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { productName } from '../../lib/catalog/product.ts';
import { profileSchema } from '../../lib/catalog/profile.ts';
import { readCatalog, wrapperWith } from '../../lib/catalog/read.ts';
import { applyTranslations, extractUnits, type Unit } from '../../lib/catalog/units.ts';
import { protector } from '../../lib/translate/protect.ts';
import { segmentUnits } from '../../lib/translate/segments.ts';

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
const PROFILE = profileSchema.parse(JSON.parse(read('data/profiles/shopify.json')));
const TEXT = read('docs/examples/shopify-products.json');

/** The example as Shopify would send it, with a member of its own around the list. */
const root = { ...(JSON.parse(TEXT) as { products: Record<string, unknown>[] }), exported: '2025-03-11' };

describe("a catalog in Shopify's shape", () => {
  it('is read, taken apart and put together in its own shape', async () => {
    const { products, invalid, wrapper } = await readCatalog([JSON.stringify(root)], 'products.json', PROFILE);
    expect(invalid).toEqual([]);
    expect(products.map((product) => productName(product, PROFILE))).toEqual([
      'Larkspur Enamel Mug',
      'Ridgeline Wool Blanket',
      'Larkspur Sticker Pack',
    ]);
    const translated = products.map((product) => {
      const units = extractUnits(product, PROFILE, { translateNames: true });
      return applyTranslations(product, units, new Map(units.map(({ id, text }) => [id, text.toUpperCase()])));
    });
    // What the profile names is in capitals, and nothing else.
    const expected = root.products.map((product) => {
      const { title, body_html, tags, variants, images, options } = product as {
        title: string;
        body_html: string | null;
        tags: string[];
        variants: { option1: string; option2: string | null }[];
        images: { alt: string | null }[];
        options: { values: string[] }[];
      };
      const loud = (text: string | null) => text?.toUpperCase() ?? null;
      return {
        ...product,
        title: loud(title),
        body_html: loud(body_html),
        tags: tags.map(loud),
        variants: variants.map((one) => ({ ...one, option1: loud(one.option1), option2: loud(one.option2) })),
        images: images.map((one) => ({ ...one, alt: loud(one.alt) })),
        options: options.map((one) => ({ ...one, values: one.values.map(loud) })),
      };
    });
    expect(JSON.stringify(wrapperWith(wrapper, 'products', translated))).toBe(
      JSON.stringify({ products: expected, exported: '2025-03-11' }),
    );
  });

  it('asks for each text of an option once, so that variants go on naming the values of their options', async () => {
    const { products } = await readCatalog([TEXT], 'products.json', PROFILE);
    const units = products.map((product) => extractUnits(product, PROFILE, { translateNames: false }));
    const { segments, untouched } = segmentUnits(units, () => protector(PROFILE.brands));
    const fieldsOf = (text: string) => segments.find((one) => one.text === text)?.units.map(({ unit }) => unit.field);
    expect(fieldsOf('Forest Green')).toEqual(['option1', 'option_values']);
    expect(fieldsOf('Double')).toEqual(['option2', 'option_values']);
    // Shopify knows a product without options by this word.
    const words = untouched.map(({ unit }: { unit: Unit }) => unit.text);
    expect(words).toEqual(['Default Title', 'Default Title']);
  });
});
