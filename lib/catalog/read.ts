import { isTooDeep, TOO_DEEP } from './depth.ts';
import { type Path, places, printKeys, withValueAt } from './paths.ts';
import { type Fault, isProductId, kindOf, type Product, type ProductId, productFaults } from './product.ts';
import type { Profile } from './profile.ts';

/** A catalog's bytes as text, in pieces of any size. */
export type TextChunks = AsyncIterable<string> | Iterable<string>;

/** A product that cannot be translated, with every fault and where it stands. */
export interface InvalidProduct {
  readonly index: number;
  /** Null where it has none that can be told from others'. */
  readonly id: ProductId | null;
  /** `products[3].extracted_data.price: expected number or null, got the text "abc"`. */
  readonly faults: readonly string[];
}

export interface Catalog {
  readonly products: readonly Product[];
  readonly invalid: readonly InvalidProduct[];
  /** What stood around the list of products (with an empty list in its place), or null for a bare list or JSONL. */
  readonly wrapper: Readonly<Record<string, unknown>> | null;
}

/** The text is no catalog at all, or its ids repeat: nothing of it can be trusted. `faults` lists everything wrong. */
export class CatalogInvalid extends Error {
  override readonly name = 'CatalogInvalid';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.faults = faults;
  }
}

interface Entry {
  readonly index: number;
  readonly value: unknown;
  readonly fault?: string;
}

const EMPTY = 'the file is empty';
/** How faults call the list of products where the catalog itself has no name for it. */
const BARE_LIST: Path = 'products';

/**
 * Reads a catalog: a JSON list of products, an object that holds one (`profile.products`), or JSONL with one product a line.
 * JSONL is taken by the name's ending (`.jsonl`, `.ndjson`) and read line by line; otherwise by the text itself.
 * An invalid product is set aside with its faults and the rest goes on.
 *
 * @throws CatalogInvalid when the text is no catalog or an id stands twice
 */
export async function readCatalog(chunks: TextChunks, name: string, profile: Profile): Promise<Catalog> {
  if (/\.(jsonl|ndjson)$/i.test(name)) return fromLines(chunks, profile);
  let text = '';
  for await (const chunk of chunks) text += chunk;
  const parsed = parseJson(text);
  if (parsed.ok) return fromJson(parsed.value, profile);
  const firstLine = text.trimStart().split('\n', 1)[0] ?? '';
  if (parseJson(firstLine).ok) return fromLines([text], profile);
  throw new CatalogInvalid([text.trim() === '' ? EMPTY : `not JSON: ${parsed.message}`]);
}

function fromJson(root: unknown, profile: Profile): Promise<Catalog> {
  const list = profile.products === undefined ? root : places(root, profile.products)[0]?.value;
  if (!Array.isArray(list)) {
    const where = profile.products === undefined ? '' : ` at ${profile.products}`;
    const hint =
      profile.products === undefined && typeof root === 'object' && root !== null
        ? ' (a profile can say where in an object the list stands)'
        : '';
    throw new CatalogInvalid([`not a catalog: expected a list of products${where}, got ${kindOf(list)}${hint}`]);
  }
  if (isTooDeep(root, list)) throw new CatalogInvalid([`what stands around the list of products is ${TOO_DEEP}`]);
  const wrapper = profile.products === undefined ? null : wrapperWith(root, profile.products, []);
  return collect(
    list.map((value, index) => ({ index, value })),
    { wrapper, listPath: profile.products ?? BARE_LIST },
    profile,
  );
}

async function fromLines(chunks: TextChunks, profile: Profile): Promise<Catalog> {
  const catalog = await collect(lineEntries(chunks), { wrapper: null, listPath: BARE_LIST }, profile);
  if (catalog.products.length === 0 && catalog.invalid.length === 0) throw new CatalogInvalid([EMPTY]);
  return catalog;
}

async function* lineEntries(chunks: TextChunks): AsyncGenerator<Entry> {
  let index = 0;
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') yield lineEntry(line, index++);
  }
  if (rest.trim() !== '') yield lineEntry(rest, index);
}

function lineEntry(line: string, index: number): Entry {
  const parsed = parseJson(line);
  return parsed.ok ? { index, value: parsed.value } : { index, value: undefined, fault: `not JSON: ${parsed.message}` };
}

async function collect(
  entries: AsyncIterable<Entry> | Iterable<Entry>,
  { wrapper, listPath }: { wrapper: Catalog['wrapper']; listPath: Path },
  profile: Profile,
): Promise<Catalog> {
  const products: Product[] = [];
  const invalid: InvalidProduct[] = [];
  const firstPlace = new Map<string, string>();
  const repeats: string[] = [];
  const placeOf = (index: number, keys: readonly PropertyKey[] = []) =>
    printKeys([...listPath.split('.'), index, ...keys]);
  for await (const { index, value, fault } of entries) {
    const faults = fault === undefined ? faultsOf(value, profile) : [{ keys: [], text: fault }];
    const id = idOf(value, profile);
    if (id !== null) {
      const first = firstPlace.get(String(id));
      if (first === undefined) firstPlace.set(String(id), placeOf(index));
      else repeats.push(`${profile.id} ${JSON.stringify(id)} stands twice: at ${first} and ${placeOf(index)}`);
    }
    if (faults.length === 0) products.push(value as Product);
    else invalid.push({ index, id, faults: faults.map(({ keys, text }) => `${placeOf(index, keys)}: ${text}`) });
  }
  if (repeats.length > 0) throw new CatalogInvalid(repeats);
  return { products, invalid, wrapper };
}

/** Of a product that is too deep no more is said: naming its other faults would be looking into it. */
function faultsOf(product: unknown, profile: Profile): Fault[] {
  return isTooDeep(product) ? [{ keys: [], text: TOO_DEEP }] : productFaults(product, profile);
}

function idOf(value: unknown, profile: Profile): ProductId | null {
  const id = places(value, profile.id)[0]?.value;
  return isProductId(id) ? id : null;
}

/** `root` with `list` where the catalog's products stood: how a translated catalog keeps its own shape. */
export function wrapperWith(root: unknown, path: Path, list: readonly unknown[]): Record<string, unknown> {
  return withValueAt(root as Record<string, unknown>, path.split('.'), list);
}

function parseJson(text: string): { ok: true; value: unknown } | { ok: false; message: string } {
  try {
    // A byte order mark is no part of JSON, but editors on Windows write one.
    return { ok: true, value: JSON.parse(text.replace(/^\uFEFF/, '')) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, message: message.replace(/ is not valid JSON$/, '') };
  }
}
