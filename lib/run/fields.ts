import { places } from '../catalog/paths.ts';
import type { Product } from '../catalog/product.ts';
import type { Profile } from '../catalog/profile.ts';
import { extractUnits, translatedFields, type Unit } from '../catalog/units.ts';
import type { Fields, FieldValue } from './contract/results.ts';

/** A product's fields as results show them: the name, texts, lists and what is kept, under the profile's names; null where the source has none. */
export function originalFields(product: Product, profile: Profile): Fields {
  const paths = { name: profile.name, ...profile.texts, ...profile.lists, ...profile.kept };
  return Object.fromEntries(Object.entries(paths).map(([field, path]) => [field, fieldValue(product, path)]));
}

/** One field's value: what stands at the path, or a list of it where the path runs through lists. */
function fieldValue(product: Product, path: string): FieldValue {
  const found = places(product, path).map(({ value }) => value);
  if (!path.includes('[]')) return found[0] ?? null;
  return found.flat();
}

/**
 * A product's translated fields: a field whose units are not all in `texts` is absent, a list is there whole or not at all.
 * Null when none of its units is translated: then the product has no translation. The name is the source's unless names are translated.
 */
export function translatedFieldValues(
  product: Product,
  profile: Profile,
  translateNames: boolean,
  texts: ReadonlyMap<string, string>,
): Fields | null {
  const units = extractUnits(product, profile, { translateNames });
  if (units.length > 0 && !units.some((unit) => texts.has(unit.id))) return null;
  const byField = new Map<string, Unit[]>();
  for (const unit of units) byField.set(unit.field, [...(byField.get(unit.field) ?? []), unit]);
  const fields = translatedFields(profile, { translateNames }).flatMap(({ field, path, isList }) => {
    const own = byField.get(field) ?? [];
    if (!own.every((unit) => texts.has(unit.id))) return [];
    const values = places(product, path).map(
      ({ value }, index) => texts.get(isList ? `${field}[${index}]` : field) ?? value ?? null,
    );
    if (!isList) return [[field, values[0] ?? null]];
    return [[field, isMissingList(product, path) ? null : values]];
  });
  // A name that was to be translated and failed is absent, like any other field.
  const name = translateNames ? {} : { name: fieldValue(product, profile.name) };
  return { ...name, ...Object.fromEntries(fields) };
}

/** Whether the list itself, and not just its elements, is missing or null. */
function isMissingList(product: Product, path: string): boolean {
  return (
    path.endsWith('[]') &&
    !path.slice(0, -2).includes('[]') &&
    !Array.isArray(places(product, path.slice(0, -2))[0]?.value)
  );
}
