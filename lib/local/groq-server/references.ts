import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { matchLocale } from './locales.ts';
import { captures, maskedPattern, remask } from './masked.ts';

/** The reference translation of a text, masked where the text is; null where there is none. */
export type Lookup = (text: string) => string | null;

/** Found texts remembered per locale; a catalog repeats its texts, a million products do not repeat theirs. */
const REMEMBERED = 5_000;

/** A folder of reference translations; each locale's file is read on first use. */
export class References {
  readonly #folder: string;
  readonly #tags: readonly string[];
  readonly #lookups = new Map<string, Promise<Lookup>>();

  private constructor(folder: string, tags: readonly string[]) {
    this.#folder = folder;
    this.#tags = tags;
  }

  /** @throws when the folder cannot be read */
  static async open(folder: string): Promise<References> {
    const names = await readdir(folder);
    return new References(
      folder,
      names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length)),
    );
  }

  /** Null where no file serves the locale. */
  async forLocale(locale: string): Promise<Lookup | null> {
    // Only tags that the folder lists become paths: the locale comes from a request.
    const tag = matchLocale(locale, this.#tags);
    if (tag === null) return null;
    const known = this.#lookups.get(tag);
    if (known) return known;
    const lookup = readFile(join(this.#folder, `${tag}.json`), 'utf8').then((text) => createLookup(JSON.parse(text)));
    this.#lookups.set(tag, lookup);
    return lookup;
  }
}

/** `references`: source text -> translation. A text that comes without the white space around its source gets a translation without it. */
export function createLookup(references: Readonly<Record<string, string>>): Lookup {
  const exact = new Map(Object.entries(references));
  const translations = new Map<string, string>();
  for (const [source, translation] of exact) {
    // Of sources that differ in white space alone, the first one's.
    if (!translations.has(source.trim())) translations.set(source.trim(), translation.trim());
  }
  const found = new Map<string, string | null>();
  return (asked) => {
    const text = asked.trim();
    const known = exact.get(asked) ?? translations.get(text) ?? found.get(text);
    if (known !== undefined) return known;
    if (found.size >= REMEMBERED) found.clear();
    const translation = findMasked(text, translations);
    found.set(text, translation);
    return translation;
  };
}

function findMasked(text: string, translations: ReadonlyMap<string, string>): string | null {
  const pattern = maskedPattern(text);
  if (pattern === null) return null;
  for (const [source, translation] of translations) {
    const captured = captures(pattern, source);
    const masked = captured && remask(translation, captured, pattern.masks);
    if (masked !== null) return masked;
  }
  return null;
}
