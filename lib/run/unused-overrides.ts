import type { CatalogEntry } from '../catalog/entries.ts';
import type { Locale } from '../catalog/locale.ts';
import type { Profile } from '../catalog/profile.ts';
import { extractUnits, translatedFields, type Unit } from '../catalog/units.ts';
import type { Overrides } from '../translate/overrides.ts';
import type { UnusedOverride } from './contract/results.ts';

/** The check under which a person's translation is reported that stands for nothing in the catalog. */
export const OVERRIDE_UNKNOWN = 'override-unknown';

/** What is left of a field's name without the number of an element: `colors[2]` is of `colors`. */
const fieldOf = (key: string) => key.replace(/\[\d+\]$/, '');

/**
 * Finds a person's translations that no run can use: their product is not in the catalog, or it has no such field, or nothing to translate in it. Without a word they
 * would be taken for published. It must be shown the whole catalog, whichever products a run is about.
 */
export class UnusedOverrides {
  readonly #overrides: ReadonlyMap<Locale, Overrides>;
  readonly #profile: Profile;
  readonly #fields: ReadonlySet<string>;
  /** Of each product that was seen and has overrides: its units, or null where it was left out for its faults. */
  readonly #seen = new Map<string, readonly Pick<Unit, 'id' | 'field'>[] | null>();

  constructor(overrides: ReadonlyMap<Locale, Overrides>, profile: Profile) {
    this.#overrides = overrides;
    this.#profile = profile;
    this.#fields = new Set(translatedFields(profile, { translateNames: true }).map(({ field }) => field));
  }

  look(entry: CatalogEntry): void {
    if (this.#overrides.size === 0 || entry.id === null) return;
    const id = String(entry.id);
    if (![...this.#overrides.values()].some((entries) => Object.hasOwn(entries, id))) return;
    const isValid = 'product' in entry;
    const units = isValid ? extractUnits(entry.product, this.#profile, { translateNames: true }) : null;
    this.#seen.set(id, units?.map(({ id, field }) => ({ id, field })) ?? null);
  }

  end(): UnusedOverride[] {
    return [...this.#overrides].flatMap(([locale, entries]) =>
      Object.entries(entries).flatMap(([id, own]): UnusedOverride[] => {
        const remark = (field: string | null, message: string) => ({
          locale,
          product_id: id,
          field,
          check: OVERRIDE_UNKNOWN,
          message,
        });
        const units = this.#seen.get(id);
        if (units === undefined) return [remark(null, 'the catalog has no such product')];
        // A product that has faults is in failures.json already.
        if (units === null) return [];
        return Object.keys(own).flatMap((key) => {
          if (units.some((unit) => unit.id === key || unit.field === key)) return [];
          const isKnown = this.#fields.has(fieldOf(key));
          return [remark(key, isKnown ? 'the product has no text there' : 'no such field is translated')];
        });
      }),
    );
  }
}
