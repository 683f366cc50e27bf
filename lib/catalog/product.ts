import * as z from 'zod';
import { type Place, places, printKeys } from './paths.ts';
import { KETL_PROFILE, type Profile } from './profile.ts';

/** A product as its shop writes it: only what the profile names is looked at, all else survives untouched. */
export type Product = Readonly<Record<string, unknown>>;

export type ProductId = string | number;

const text = z.string().nullish();
const texts = z.array(z.string().nullable()).nullish();
const number = z.number().nullish();

/** The KETL shape. Scraped catalogs are dirty: every field of `extracted_data` can be null or missing, and others may stand beside it. */
const ketlProduct = z.looseObject({
  url: text,
  extracted_data: z.looseObject({
    product_line_id: number,
    category_id: number,
    product_name: text,
    available_colors: texts,
    available_sizes: texts,
    available_inseams: texts,
    product_features: text,
    fabric_details: text,
    other_details: text,
    price: number,
  }),
  processed_at: text,
});

/** One thing wrong with a product: where it stands inside the product, and what it is. */
export interface Fault {
  readonly keys: readonly PropertyKey[];
  /** `expected number or null, got the text "abc"`. */
  readonly text: string;
}

/** Everything wrong with one product; empty for a product that can be translated. */
export function productFaults(product: unknown, profile: Profile): Fault[] {
  if (typeof product !== 'object' || product === null || Array.isArray(product)) {
    return [unexpected([], 'an object', product)];
  }
  const faults = [...idFaults(product, profile), ...fieldFaults(product, profile)];
  if (profile === KETL_PROFILE) {
    for (const issue of ketlProduct.safeParse(product).error?.issues ?? []) {
      faults.push(unexpected(issue.path, expectation(issue), valueAt(product, issue.path)));
    }
  }
  // One fault a place: the fields that the profile names are part of the KETL shape too.
  const byPlace = new Map<string, Fault>();
  for (const fault of faults) {
    const place = printKeys(fault.keys);
    if (!byPlace.has(place)) byPlace.set(place, fault);
  }
  return [...byPlace.values()];
}

const unexpected = (keys: readonly PropertyKey[], expected: string, got: unknown): Fault => ({
  keys,
  text: `expected ${expected}, got ${kindOf(got)}`,
});

/** Whether a value can tell a product from all others. */
export function isProductId(value: unknown): value is ProductId {
  // JSON.parse rounds numbers beyond 2^53: such an id could come back as another product's.
  return typeof value === 'string' ? value.trim() !== '' : Number.isSafeInteger(value);
}

function idFaults(product: unknown, profile: Profile): Fault[] {
  const id = places(product, profile.id)[0]?.value;
  if (isProductId(id)) return [];
  const keys = profile.id.split('.');
  if (Number.isInteger(id)) {
    return [{ keys, text: `expected a whole number below 2^53 (larger ids in quotes), got about ${id}` }];
  }
  return [unexpected(keys, 'a whole number or a text', id)];
}

function fieldFaults(product: unknown, profile: Profile): Fault[] {
  return [
    ...[profile.name, ...Object.values(profile.texts)].flatMap((path) => textFaults(places(product, path))),
    ...Object.values(profile.lists).flatMap((path) => listFaults(places(product, path.replace(/\[\]$/, '')))),
  ];
}

function textFaults(found: readonly Place[]): Fault[] {
  return found
    .filter(({ value }) => value !== null && value !== undefined && typeof value !== 'string')
    .map(({ keys, value }) => unexpected(keys, 'text or null', value));
}

function listFaults(found: readonly Place[]): Fault[] {
  return found.flatMap(({ keys, value }) => {
    if (value === null || value === undefined) return [];
    if (!Array.isArray(value)) return [unexpected(keys, 'a list of texts or null', value)];
    return textFaults(value.map((element, index) => ({ keys: [...keys, index], value: element })));
  });
}

/** The id of a product that has passed `productFaults`. */
export function productId(product: Product, profile: Profile): ProductId {
  return places(product, profile.id)[0]?.value as ProductId;
}

/** The name of a product, or null where it has none. */
export function productName(product: Product, profile: Profile): string | null {
  const name = places(product, profile.name)[0]?.value;
  return typeof name === 'string' ? name : null;
}

function valueAt(root: unknown, keys: readonly PropertyKey[]): unknown {
  return keys.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key], root);
}

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'invalid_type') return issue.message;
  const names: Record<string, string> = { string: 'text or null', number: 'number or null', array: 'a list or null' };
  return names[issue.expected] ?? `an ${issue.expected}`;
}

export function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'string' && value.trim() === '') return 'a blank text';
  if (typeof value === 'string')
    return `the text ${JSON.stringify(value.length > 40 ? `${value.slice(0, 39)}…` : value)}`;
  return `${String(value)}`;
}
