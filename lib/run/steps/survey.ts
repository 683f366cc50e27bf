import { createHash } from 'node:crypto';
import type { CatalogEntry } from '../../catalog/entries.ts';
import { IdPlaces } from '../../catalog/id-places.ts';
import { CatalogInvalid } from '../../catalog/invalid.ts';
import type { Locale } from '../../catalog/locale.ts';
import type { Profile } from '../../catalog/profile.ts';
import type { CatalogStream, Wrapper } from '../../catalog/stream.ts';
import type { Overrides } from '../../translate/overrides.ts';
import type { RunRequest } from '../contract/request.ts';
import type { UnusedOverride } from '../contract/results.ts';
import type { NameIndex } from '../name-index.ts';
import { NameSurvey } from '../name-survey.ts';
import { type Selection, selector } from '../select.ts';
import { UnusedOverrides } from '../unused-overrides.ts';

/** What must be known of a whole catalog before its first batch can be made. */
export interface Survey {
  readonly wrapper: Wrapper;
  /** The catalog's valid products, whichever a run is about. */
  readonly products: number;
  readonly selection: Selection;
  readonly names: NameIndex;
  readonly unusedOverrides: readonly UnusedOverride[];
  /** Tells this catalog from one with other ids, or other products left out. */
  readonly fingerprint: string;
}

export interface Surveyed {
  /** Begins to read the catalog, each time anew. */
  readonly open: () => Promise<CatalogStream>;
  readonly profile: Profile;
  readonly wanted: RunRequest['products'];
  readonly overrides: ReadonlyMap<Locale, Overrides>;
  readonly heldCharacters: number;
}

/** The first pass over a catalog. Holds ids and names of all its products, and the products themselves only where they are few. @throws CatalogInvalid */
export async function surveyCatalog({ open, profile, wanted, overrides, heldCharacters }: Surveyed): Promise<Survey> {
  const ids = new IdPlaces();
  const select = selector(wanted, heldCharacters);
  const nameSurvey = new NameSurvey(profile);
  const unused = new UnusedOverrides(overrides, profile);
  const fingerprint = new Fingerprint();
  let products = 0;
  const catalog = await open();
  for await (const entry of catalog) {
    if (entry.id !== null) ids.add(entry.id, entry.index);
    select.take(entry);
    unused.look(entry);
    fingerprint.add(entry);
    if (!('product' in entry)) continue;
    products++;
    nameSurvey.look(entry.product);
  }
  const repeats = ids.faults(profile.id, (index) => catalog.placeOf(index));
  if (repeats.length > 0) throw new CatalogInvalid(repeats);
  if (nameSurvey.needsSecondLook) {
    for await (const entry of await open()) if ('product' in entry) nameSurvey.lookAgain(entry.product);
  }
  return {
    wrapper: catalog.wrapper,
    products,
    selection: select.end(),
    names: nameSurvey.end(),
    unusedOverrides: unused.end(),
    fingerprint: fingerprint.end(),
  };
}

/** Which ids a catalog has, in which order, and which of its products are valid. */
export class Fingerprint {
  readonly #hash = createHash('sha256');

  add(entry: CatalogEntry): void {
    this.#hash.update(`${'product' in entry ? '' : 'invalid '}${JSON.stringify(entry.id)}\n`);
  }

  end(): string {
    return this.#hash.digest('base64url');
  }
}
