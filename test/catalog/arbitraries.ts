import fc from 'fast-check';
import type { Product } from '../../lib/catalog/product.ts';

/** JSON text of an object with these members in this order: the only way to a key named __proto__ of its own. */
function jsonObject(members: readonly (readonly [string, unknown])[]): string {
  return `{${members.map(([key, json]) => `${JSON.stringify(key)}:${json}`).join(',')}}`;
}

/** Texts as shops write them: accents, pictures, right-to-left, half a surrogate pair, nothing, no letter at all. */
export const dirtyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('', ' ', '\u00a0Warm\u00a0', '12"', '100%', 'UPF 30+ :)', '\ud83c', 'שלום', 'e\u0301', '⟦1⟧'),
);

export const letterBearingText = fc
  .tuple(fc.string({ unit: 'binary' }), fc.constantFrom('a', 'é', '色', 'ض'), fc.string({ unit: 'binary' }))
  .map((parts) => parts.join(''));

const nullable = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 4 });
const json = (value: fc.Arbitrary<unknown>) => value.map((one) => JSON.stringify(one));

const unknownFields = fc.dictionary(
  fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'toString', 'length', '0', '10', 'a.b', 'a[0]')),
  json(fc.jsonValue()),
  { maxKeys: 4, noNullPrototype: false },
);

/** An object with some of the fields and unknown ones among them, in any order. The fields are JSON texts already. */
function dirtyObject(fields: Readonly<Record<string, fc.Arbitrary<string>>>): fc.Arbitrary<string> {
  return fc
    .tuple(unknownFields, fc.record(fields, { requiredKeys: [] }))
    .chain(([unknown, known]) => {
      const extra = Object.entries(unknown).filter(([key]) => !Object.hasOwn(fields, key));
      const members = [...Object.entries(known), ...extra];
      return fc.shuffledSubarray(members, { minLength: members.length });
    })
    .map(jsonObject);
}

const list = (element: fc.Arbitrary<string>) => fc.array(element, { maxLength: 4 }).map((all) => `[${all.join(',')}]`);
const orNull = (value: fc.Arbitrary<string>) => nullable(value).map((text) => text ?? 'null');

const text = json(nullable(dirtyText));
const texts = orNull(list(text));
const parsed = (value: fc.Arbitrary<string>) => value.map((all) => JSON.parse(all) as Product);

/** Products in the KETL shape with everything that scraping leaves behind. */
export const ketlProduct = parsed(
  dirtyObject({
    product_id: json(fc.oneof(fc.nat(), fc.string({ minLength: 1 }))),
    url: text,
    extracted_data: orNull(
      dirtyObject({
        category_id: json(nullable(fc.nat())),
        product_name: text,
        available_colors: texts,
        available_sizes: texts,
        product_features: text,
        fabric_details: text,
        other_details: text,
        price: json(nullable(fc.double({ noNaN: true, noDefaultInfinity: true }))),
      }),
    ),
  }),
);

/** Products in Shopify's shape: lists in lists, objects in lists. */
export const shopifyProduct = parsed(
  dirtyObject({
    id: json(fc.nat()),
    title: text,
    body_html: text,
    tags: texts,
    options: orNull(list(orNull(dirtyObject({ name: text, values: texts })))),
    variants: orNull(list(orNull(dirtyObject({ option1: text, option2: text, price: text })))),
    images: orNull(list(orNull(dirtyObject({ alt: text, src: text })))),
  }),
);
