import { isTooDeep, TOO_DEEP } from './depth.ts';
import { type CatalogEntry, entryOf, lineEntry, placeOf, unreadableEntry } from './entries.ts';
import { CatalogInvalid, noList } from './invalid.ts';
import { JsonDocument } from './json-document.ts';
import type { ElementText } from './json-list.ts';
import { parseJson, TOO_LONG } from './json-text.ts';
import { Lines } from './lines.ts';
import { type Path, places } from './paths.ts';
import type { Profile } from './profile.ts';

/** A catalog's bytes as text, in pieces of any size. */
export type TextChunks = AsyncIterable<string> | Iterable<string>;

/** What stood around the list of products (with an empty list in its place), or null for a bare list or JSONL. */
export type Wrapper = Readonly<Record<string, unknown>> | null;

const EMPTY = 'the file is empty';
/** How faults call the list of products where the catalog itself has no name for it. */
const BARE_LIST: Path = 'products';

/**
 * Reads a catalog of any size, one product at a time: a JSON list of products, an object that holds one (`profile.products`), or JSONL with one product a
 * line. JSONL is taken by the name's ending (`.jsonl`, `.ndjson`) or by the text itself, where a first line is complete JSON without the list and more
 * lines follow. Nothing is asked of `chunks` before the iteration begins; a stream is iterated once.
 *
 * What is wrong with the text as a whole may stand at its very end, so entries that were given count for nothing until the iteration has ended.
 *
 * @example
 * const catalog = streamCatalog(chunks, 'catalog.json', KETL_PROFILE);
 * for await (const entry of catalog) {
 *   if ('product' in entry) count(entry.product);
 * }
 * catalog.wrapper;
 */
export function streamCatalog(chunks: TextChunks, name: string, profile: Profile): CatalogStream {
  return new CatalogStream(chunks, name, profile);
}

export class CatalogStream implements AsyncIterable<CatalogEntry> {
  readonly #chunks: TextChunks;
  readonly #byLines: boolean;
  readonly #profile: Profile;
  #listPath: Path = BARE_LIST;
  #count = 0;
  #wrapper: Wrapper | undefined;

  constructor(chunks: TextChunks, name: string, profile: Profile) {
    this.#chunks = chunks;
    this.#byLines = /\.(jsonl|ndjson)$/i.test(name);
    this.#profile = profile;
  }

  /** Known once the iteration has ended. */
  get wrapper(): Wrapper {
    if (this.#wrapper === undefined) throw new Error('the catalog has not been read to its end');
    return this.#wrapper;
  }

  /** Where the product of an entry stands, as faults write it: `shop.items[3]`. */
  placeOf(index: number): string {
    return placeOf(this.#listPath, index);
  }

  /** @throws CatalogInvalid when the text is no catalog */
  async *[Symbol.asyncIterator](): AsyncGenerator<CatalogEntry, void, undefined> {
    const path = this.#profile.products;
    const document = new JsonDocument(path, path ?? BARE_LIST);
    let lines = this.#byLines ? new Lines() : null;
    if (!this.#byLines) this.#listPath = path ?? BARE_LIST;
    this.#count = 0;
    let first = true;
    for await (const piece of this.#chunks) {
      let chunk = first ? piece.replace(/^\uFEFF/, '') : piece;
      if (piece !== '') first = false;
      if (lines === null) {
        for (const element of document.push(chunk)) yield this.#element(element);
        if (document.secondLine === null) continue;
        lines = new Lines();
        this.#listPath = BARE_LIST;
        yield this.#value(document.end());
        chunk = chunk.slice(document.secondLine);
      }
      for (const line of lines.push(chunk)) yield this.#line(line);
    }
    if (lines === null) {
      this.#wrapper = this.#around(document);
      return;
    }
    for (const line of lines.end()) yield this.#line(line);
    if (this.#count === 0) throw new CatalogInvalid([EMPTY]);
    this.#wrapper = null;
  }

  #element({ text, position }: ElementText): CatalogEntry {
    if (text === null) return unreadableEntry(TOO_LONG, this.#count++, this.#listPath);
    const parsed = parseJson(text, (inElement) => position + inElement);
    if (parsed.ok) return this.#value(parsed.value);
    const where = `${this.placeOf(this.#count)}, which begins at position ${position}`;
    throw new CatalogInvalid([`not JSON: ${parsed.message} (in ${where})`]);
  }

  #value(value: unknown): CatalogEntry {
    return entryOf(value, this.#count++, this.#listPath, this.#profile);
  }

  #line(line: string | null): CatalogEntry {
    return lineEntry(line, this.#count++, this.#listPath, this.#profile);
  }

  #around(document: JsonDocument): Wrapper {
    const root = document.end();
    if (root === undefined) throw new CatalogInvalid([EMPTY]);
    const path = this.#profile.products;
    const list = path === undefined ? root : places(root, path)[0]?.value;
    if (!document.found) throw noList(root, list, path);
    if (isTooDeep(root, list)) throw new CatalogInvalid([`what stands around the list of products is ${TOO_DEEP}`]);
    return path === undefined ? null : (root as Wrapper);
  }
}
