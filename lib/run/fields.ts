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

/** A product's units, and its translated fields once there are texts for them. */
export interface Translatable {
  readonly units: readonly Unit[];
  /**
   * A field whose units are not all in `texts` is absent, a list is there whole or not at all. Null when none of the units is translated: then the product
   * has no translation. The name is the source's unless names are translated.
   */
  fields(texts: ReadonlyMap<string, string>): Fields | null;
}

/** Looks a product through once, for all of its locales. */
export function translatable(product: Product, profile: Profile, translateNames: boolean): Translatable {
  const units = extractUnits(product, profile, { translateNames });
  const known = translatedFields(profile, { translateNames }).map(({ field, path, isList }) => ({
    field,
    isList,
    units: units.filter((unit) => unit.field === field),
    values: isMissingList(product, path) ? null : places(product, path).map(({ value }) => value),
  }));
  // A name that was to be translated and failed is absent, like any other field.
  const name = translateNames ? {} : { name: fieldValue(product, profile.name) };
  return {
    units,
    fields(texts) {
      if (units.length > 0 && !units.some((unit) => texts.has(unit.id))) return null;
      const fields: [string, FieldValue][] = [];
      for (const { field, isList, units, values } of known) {
        if (!units.every((unit) => texts.has(unit.id))) continue;
        const translated = values?.map(
          (value, index) => texts.get(isList ? `${field}[${index}]` : field) ?? value ?? null,
        );
        fields.push([field, isList ? (translated ?? null) : (translated?.[0] ?? null)]);
      }
      return { ...name, ...Object.fromEntries(fields) };
    },
  };
}

/** Whether the list itself, and not just its elements, is missing or null. */
function isMissingList(product: Product, path: string): boolean {
  return (
    path.endsWith('[]') &&
    !path.slice(0, -2).includes('[]') &&
    !Array.isArray(places(product, path.slice(0, -2))[0]?.value)
  );
}
