import * as z from 'zod';
import { places, printKeys } from './paths.ts';
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

/**
 * What is wrong with one product, each fault with where it stands inside the product (`extracted_data.price: expected number, got text`).
 * Empty for a product that can be translated.
 */
export function productFaults(product: unknown, profile: Profile): string[] {
  if (typeof product !== 'object' || product === null || Array.isArray(product)) {
    return [`: expected an object, got ${kindOf(product)}`];
  }
  const faults = [...idFaults(product, profile), ...fieldFaults(product, profile)];
  if (profile === KETL_PROFILE) {
    for (const issue of ketlProduct.safeParse(product).error?.issues ?? []) {
      const where = printKeys(issue.path);
      if (!faults.some((fault) => fault.startsWith(`${where}:`))) {
        faults.push(`${where}: expected ${expectation(issue)}, got ${kindOf(valueAt(product, issue.path))}`);
      }
    }
  }
  return faults;
}

function idFaults(product: unknown, profile: Profile): string[] {
  const id = places(product, profile.id)[0]?.value;
  if (typeof id === 'string' && id.trim() !== '') return [];
  if (typeof id === 'number' && Number.isSafeInteger(id)) return [];
  // JSON.parse rounds numbers beyond 2^53: such an id would come back as another product's.
  const expected = typeof id === 'number' ? 'a whole number below 2^53 (quote larger ids)' : 'a number or a text';
  return [`${profile.id}: expected ${expected}, got ${kindOf(id)}`];
}

function fieldFaults(product: unknown, profile: Profile): string[] {
  const faults: string[] = [];
  const expectText = (path: string) => {
    for (const { keys, value } of places(product, path)) {
      if (value !== null && value !== undefined && typeof value !== 'string') {
        faults.push(`${printKeys(keys)}: expected text or null, got ${kindOf(value)}`);
      }
    }
  };
  expectText(profile.name);
  for (const path of Object.values(profile.texts)) expectText(path);
  for (const path of Object.values(profile.lists)) {
    for (const { keys, value } of places(product, path)) {
      if (value === null || value === undefined) continue;
      if (path.endsWith('[]')) continue;
      if (!Array.isArray(value)) {
        faults.push(`${printKeys(keys)}: expected a list of texts or null, got ${kindOf(value)}`);
      }
    }
    expectText(path.endsWith('[]') ? path : `${path}[]`);
  }
  return dedupe(faults);
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
  if (typeof value === 'string')
    return `the text ${JSON.stringify(value.length > 40 ? `${value.slice(0, 39)}…` : value)}`;
  return `${String(value)}`;
}

const dedupe = (texts: string[]) => [...new Set(texts)];
