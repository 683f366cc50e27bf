import { type Place, places, withValuesAt } from './paths.ts';
import type { Product } from './product.ts';
import type { Profile } from './profile.ts';

/** One text of one product that is to be translated: a field, or one element of a list field. */
export interface Unit {
  /** Stable inside its product: `features`, `colors[2]`. */
  readonly id: string;
  /** The field's name in results: `features`, `colors`. */
  readonly field: string;
  readonly keys: readonly (string | number)[];
  readonly text: string;
}

export interface UnitOptions {
  readonly translateNames: boolean;
}

const HAS_LETTER = /\p{L}/u;

/**
 * The translation units of a product, in the profile's order. Nulls, missing fields and texts without a letter
 * (`""`, `"  "`, `"100%"`) are no units: they are the same in every language.
 */
export function extractUnits(product: Product, profile: Profile, { translateNames }: UnitOptions): Unit[] {
  const units: Unit[] = [];
  for (const { field, path, isList } of translatedFields(profile, { translateNames })) {
    const found = places(product, path);
    for (const [index, place] of found.entries())
      units.push(...unit(field, isList ? `${field}[${index}]` : field, place));
  }
  return units;
}

/** A field that is translated: its name in results, where it stands, and whether it is a list of texts. */
export interface TranslatedField {
  readonly field: string;
  readonly path: string;
  readonly isList: boolean;
}

/** The fields that are translated, in the order in which results show them. A path that runs through a list makes a list field. */
export function translatedFields(profile: Profile, { translateNames }: UnitOptions): TranslatedField[] {
  const fields = [
    ...(translateNames ? [{ field: 'name', path: profile.name }] : []),
    ...Object.entries(profile.texts).map(([field, path]) => ({ field, path })),
    ...Object.entries(profile.lists).map(([field, path]) => ({
      field,
      path: path.endsWith('[]') ? path : `${path}[]`,
    })),
  ];
  return fields.map(({ field, path }) => ({ field, path, isList: path.includes('[]') }));
}

function unit(field: string, id: string, { keys, value }: Place): Unit[] {
  return typeof value === 'string' && HAS_LETTER.test(value) ? [{ id, field, keys, text: value }] : [];
}

/** The product with each unit's text replaced by its translation; units without one keep their source text. */
export function applyTranslations(
  product: Product,
  units: readonly Unit[],
  translations: ReadonlyMap<string, string>,
): Product {
  const edits = units.flatMap(({ id, keys }) => {
    const value = translations.get(id);
    return value === undefined ? [] : [{ keys, value }];
  });
  return withValuesAt(product, edits);
}
