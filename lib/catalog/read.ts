import type { InvalidProduct } from './entries.ts';
import { IdPlaces } from './id-places.ts';
import { CatalogInvalid } from './invalid.ts';
import { type Path, withValuesAt } from './paths.ts';
import type { Product } from './product.ts';
import type { Profile } from './profile.ts';
import { streamCatalog, type TextChunks, type Wrapper } from './stream.ts';

export type { InvalidProduct } from './entries.ts';
export { CatalogInvalid } from './invalid.ts';
export type { TextChunks } from './stream.ts';

/** A catalog that is held whole: for what is small enough, or needs all products at once. `streamCatalog` holds one at a time. */
export interface Catalog {
  readonly products: readonly Product[];
  readonly invalid: readonly InvalidProduct[];
  readonly wrapper: Wrapper;
}

/**
 * Reads a catalog whole, in any of the forms that `streamCatalog` takes. An invalid product is set aside with its faults and the rest goes on.
 *
 * @throws CatalogInvalid when the text is no catalog or an id stands twice
 */
export async function readCatalog(chunks: TextChunks, name: string, profile: Profile): Promise<Catalog> {
  const products: Product[] = [];
  const invalid: InvalidProduct[] = [];
  const ids = new IdPlaces();
  const stream = streamCatalog(chunks, name, profile);
  for await (const entry of stream) {
    if (entry.id !== null) ids.add(entry.id, entry.index);
    if ('product' in entry) products.push(entry.product);
    else invalid.push(entry);
  }
  const repeats = ids.faults(profile.id, (index) => stream.placeOf(index));
  if (repeats.length > 0) throw new CatalogInvalid(repeats);
  return { products, invalid, wrapper: stream.wrapper };
}

/** `root` with `list` where the catalog's products stood: how a translated catalog keeps its own shape. */
export function wrapperWith(root: unknown, path: Path, list: readonly unknown[]): Record<string, unknown> {
  return withValuesAt(root as Record<string, unknown>, [{ keys: path.split('.'), value: list }]);
}
