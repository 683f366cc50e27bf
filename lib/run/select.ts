import type { CatalogEntry, InvalidProduct } from '../catalog/entries.ts';
import type { Product, ProductId } from '../catalog/product.ts';
import type { RunRequest } from './contract/request.ts';

/** The products of a run, or how many they are. */
export interface Selection {
  readonly products: number;
  /** Invalid products among those asked for: left out and listed. */
  readonly invalid: number;
  /** The first of the invalid ones, for people to read. */
  readonly someInvalid: readonly InvalidProduct[];
  /** All of both in the run's order, where they are few enough to be held. */
  readonly held: HeldProducts | null;
  /** Why nothing can be run; empty when something can. */
  readonly faults: readonly string[];
}

export interface HeldProducts {
  readonly products: readonly Product[];
  readonly invalid: readonly InvalidProduct[];
}

/** Who takes a catalog's entries one by one. */
export interface Selector {
  take(entry: CatalogEntry): void;
  /** When all have been taken. */
  end(): Selection;
}

/** Invalid products whose faults are told one by one. Nobody reads more, and a refusal must pass through the workflow's state. */
export const TOLD_INVALID = 1_000;

/** Picks the products that a request asks for, each once, in the order asked for. `heldCharacters`: how much of a catalog is held, as JSON. */
export function selector(wanted: RunRequest['products'], heldCharacters: number): Selector {
  return wanted === 'all' ? allOf(heldCharacters) : byId([...new Set(wanted.map(String))]);
}

function allOf(heldCharacters: number): Selector {
  let products = 0;
  let invalid = 0;
  let characters = 0;
  let held: { products: Product[]; invalid: InvalidProduct[] } | null = { products: [], invalid: [] };
  const someInvalid: InvalidProduct[] = [];
  return {
    take(entry) {
      const isValid = 'product' in entry;
      if (isValid) products++;
      else if (++invalid <= TOLD_INVALID) someInvalid.push(entry);
      if (held === null) return;
      characters += JSON.stringify(entry).length;
      if (isValid) held.products.push(entry.product);
      else held.invalid.push(entry);
      if (characters > heldCharacters) held = null;
    },
    end: () => ({ products, invalid, someInvalid, held, faults: noneLeft(products, invalid, someInvalid) }),
  };
}

function byId(ids: readonly string[]): Selector {
  const asked = new Set(ids);
  const valid = new Map<string, Product>();
  const broken = new Map<string, InvalidProduct>();
  const known = new KnownIds();
  return {
    take(entry) {
      if ('product' in entry) known.add(entry.id);
      if (entry.id === null || !asked.has(String(entry.id))) return;
      if ('product' in entry) valid.set(String(entry.id), entry.product);
      else broken.set(String(entry.id), entry);
    },
    end() {
      const unknown = ids.filter((id) => !valid.has(id) && !broken.has(id));
      const products = ids.map((id) => valid.get(id)).filter((product) => product !== undefined);
      const invalid = ids.map((id) => broken.get(id)).filter((product) => product !== undefined);
      const someInvalid = invalid.slice(0, TOLD_INVALID);
      const faults = unknown.map((id) => `unknown product ${id}: the catalog has ${known}`);
      return {
        products: products.length,
        invalid: invalid.length,
        someInvalid,
        held: { products, invalid },
        faults: faults.length > 0 ? faults : noneLeft(products.length, invalid.length, someInvalid),
      };
    },
  };
}

function noneLeft(products: number, invalid: number, told: readonly InvalidProduct[]): string[] {
  if (products > 0) return [];
  const more = invalid > told.length ? [`and ${invalid - told.length} more invalid products`] : [];
  return ['no valid product among those asked for', ...told.flatMap(({ faults }) => faults), ...more];
}

/** A catalog's ids, all of a few, or how many there are and some of them. */
class KnownIds {
  readonly #first: ProductId[] = [];
  readonly #last: ProductId[] = [];
  #count = 0;

  add(id: ProductId): void {
    if (++this.#count <= 12) this.#first.push(id);
    if (this.#last.push(id) > 3) this.#last.shift();
  }

  toString(): string {
    if (this.#count <= 12) return this.#first.join(', ');
    return `${this.#count} products: ${this.#first.slice(0, 6).join(', ')}, ..., ${this.#last.join(', ')}`;
  }
}
