import { isTooDeep, TOO_DEEP } from './depth.ts';
import { parseJson, TOO_LONG } from './json-text.ts';
import { places, printKeys } from './paths.ts';
import { type Fault, isProductId, type Product, type ProductId, productFaults } from './product.ts';
import type { Profile } from './profile.ts';

/** A product that cannot be translated, with every fault and where it stands. */
export interface InvalidProduct {
  readonly index: number;
  /** Null where it has none that can be told from others'. */
  readonly id: ProductId | null;
  /** `products[3].extracted_data.price: expected number or null, got the text "abc"`. */
  readonly faults: readonly string[];
}

export interface ValidProduct {
  readonly index: number;
  readonly id: ProductId;
  readonly product: Product;
}

/** One place of a catalog's list, its `index` counted over valid and invalid products alike. */
export type CatalogEntry = ValidProduct | InvalidProduct;

/** Where a product stands, or a value in it, as faults write it: `shop.items[3].price`. */
export function placeOf(listPath: string, index: number, keys: readonly PropertyKey[] = []): string {
  return printKeys([...listPath.split('.'), index, ...keys]);
}

export function entryOf(value: unknown, index: number, listPath: string, profile: Profile): CatalogEntry {
  const id = idOf(value, profile);
  const faults = faultsOf(value, profile);
  if (faults.length === 0 && id !== null) return { index, id, product: value as Product };
  return { index, id, faults: faults.map(({ keys, text }) => `${placeOf(listPath, index, keys)}: ${text}`) };
}

/** The product of a line of JSONL (null: a line too long to be held). A line that is not JSON spoils no other. */
export function lineEntry(line: string | null, index: number, listPath: string, profile: Profile): CatalogEntry {
  if (line === null) return unreadableEntry(TOO_LONG, index, listPath);
  const parsed = parseJson(line);
  if (!parsed.ok) return unreadableEntry(`not JSON: ${parsed.message}`, index, listPath);
  return entryOf(parsed.value, index, listPath, profile);
}

export function unreadableEntry(fault: string, index: number, listPath: string): InvalidProduct {
  return { index, id: null, faults: [`${placeOf(listPath, index)}: ${fault}`] };
}

/** Of a product that is too deep no more is said: naming its other faults would be looking into it. */
function faultsOf(product: unknown, profile: Profile): Fault[] {
  return isTooDeep(product) ? [{ keys: [], text: TOO_DEEP }] : productFaults(product, profile);
}

function idOf(value: unknown, profile: Profile): ProductId | null {
  const id = places(value, profile.id)[0]?.value;
  return isProductId(id) ? id : null;
}
