import { places } from '../catalog/paths.ts';
import type { Product } from '../catalog/product.ts';
import type { Profile } from '../catalog/profile.ts';
import { translatedFields } from '../catalog/units.ts';

/** Reads the texts of a product that are translated, names aside. Made once for a catalog. */
export function textsReader(profile: Profile): (product: Product) => string[] {
  const fields = translatedFields(profile, { translateNames: false });
  return (product) =>
    fields
      .flatMap(({ path }) => places(product, path).map(({ value }) => value))
      .filter((text) => typeof text === 'string');
}
