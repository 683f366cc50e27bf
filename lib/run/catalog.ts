import type { Product } from '../catalog/product.ts';
import { KETL_PROFILE } from '../catalog/profile.ts';
import { type Catalog, CatalogInvalid, readCatalog } from '../catalog/read.ts';
import { RequestInvalid } from './contract/errors.ts';
import { type Documents, DocumentUnreadable } from './ports.ts';

export type { Product, ProductId } from '../catalog/product.ts';

/** Reads a catalog in the KETL shape. @throws RequestInvalid when it is none, with every fault */
export async function loadCatalog(
  reference: string,
  documents: Documents,
): Promise<Catalog & { readonly products: readonly Product[] }> {
  try {
    return await readCatalog(await documents.open(reference), reference, KETL_PROFILE);
  } catch (error) {
    if (error instanceof CatalogInvalid) throw new RequestInvalid(error.faults);
    if (error instanceof DocumentUnreadable) throw new RequestInvalid([`${reference}: ${error.message}`]);
    throw error;
  }
}
