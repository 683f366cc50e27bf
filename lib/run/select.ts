import { type Product, type ProductId, productId } from '../catalog/product.ts';
import type { Profile } from '../catalog/profile.ts';
import type { Catalog, InvalidProduct } from '../catalog/read.ts';
import type { RunRequest } from './contract/request.ts';

export interface Selection {
  readonly products: readonly Product[];
  /** Invalid products among those asked for: left out and listed. */
  readonly invalid: readonly InvalidProduct[];
  /** Why nothing can be run; empty when something can. */
  readonly faults: readonly string[];
}

/** Picks the products that a request asks for, each once, in the order asked for. */
export function selectProducts(catalog: Catalog, wanted: RunRequest['products'], profile: Profile): Selection {
  const picked =
    wanted === 'all' ? { ...catalog, faults: [] } : byId(catalog, [...new Set(wanted.map(String))], profile);
  const { products, invalid, faults } = picked;
  if (faults.length === 0 && products.length === 0) {
    return {
      products,
      invalid,
      faults: ['no valid product among those asked for', ...invalid.flatMap((product) => product.faults)],
    };
  }
  return { products, invalid, faults };
}

function byId(catalog: Catalog, ids: readonly string[], profile: Profile): Selection {
  const valid = new Map(catalog.products.map((product) => [String(productId(product, profile)), product]));
  const broken = new Map(
    catalog.invalid.filter(({ id }) => id !== null).map((product) => [String(product.id), product]),
  );
  const unknown = ids.filter((id) => !valid.has(id) && !broken.has(id));
  const known = catalog.products.map((product) => productId(product, profile));
  return {
    products: ids.map((id) => valid.get(id)).filter((product) => product !== undefined),
    invalid: ids.map((id) => broken.get(id)).filter((product) => product !== undefined),
    faults: unknown.map((id) => `unknown product ${id}: the catalog has ${idList(known)}`),
  };
}

function idList(ids: readonly ProductId[]): string {
  if (ids.length <= 12) return ids.join(', ');
  return `${ids.length} products: ${ids.slice(0, 6).join(', ')}, ..., ${ids.slice(-3).join(', ')}`;
}
