import { createHash } from 'node:crypto';
import { MAX_REQUEST_BYTES } from '../contract/api.ts';
import { keys, RUNS_PREFIX } from '../contract/keys.ts';
import { OWN_NAMES, parseRequest, type RunRequest } from '../contract/request.ts';
import type { Store } from '../store.ts';
import { clashOf, misplacedIn, namesakesOf, notACatalog } from './catalog-key.ts';
import { Refusal } from './refusal.ts';

/** A run request whose products stand in the bucket. */
export type StoredRequest = RunRequest & { readonly catalog: string };

/**
 * The request as it goes into the workflow: parsed, with all that it refers to there, and products that stand in it written beside the run.
 *
 * @throws Refusal 400 with every fault, 413 for a request that is too large without its products
 */
export async function storedRequest(raw: unknown, runId: string, store: Store): Promise<StoredRequest> {
  const parsed = parseRequest(raw, OWN_NAMES);
  const faults = [...(parsed.ok ? [] : parsed.faults), ...(await referenceFaults(raw, store))];
  if (!parsed.ok || faults.length > 0) throw new Refusal(400, ...faults);
  const { catalog, ...rest } = parsed.request;
  const bytes = Buffer.byteLength(JSON.stringify(rest));
  if (bytes > MAX_REQUEST_BYTES)
    throw new Refusal(
      413,
      `the request without its catalog is ${Math.ceil(bytes / 1024)} KiB, more than ${MAX_REQUEST_BYTES / 1024} KiB: name fewer products, or "all"`,
    );
  return { ...rest, catalog: typeof catalog === 'string' ? catalog : await storeProducts(catalog, runId, store) };
}

/** Also of a request with other faults, so that all are said at once. */
async function referenceFaults(raw: unknown, store: Store): Promise<string[]> {
  const { catalog, glossary, profile } = (raw ?? {}) as Record<string, unknown>;
  if (Array.isArray(catalog) && catalog.length === 0)
    return ['catalog: expected at least one product, got an empty list'];
  const references = [
    { field: 'catalog', key: catalog, refused: notACatalog },
    { field: 'glossary', key: glossary, refused: misplacedIn },
    { field: 'profile', key: profile, refused: misplacedIn },
  ];
  const faults: string[] = [];
  for (const { field, key, refused } of references) {
    if (typeof key !== 'string' || key === '') continue;
    const reason = refused(key);
    if (reason !== null) faults.push(`${field}: ${reason}, got ${JSON.stringify(key.slice(0, 200))}`);
    // A list, and not a read: a catalog can be of any size.
    else if (!(await store.list(key)).includes(key)) faults.push(`${field}: ${key}: no such object in the bucket`);
    else if (field === 'catalog') {
      const namesakes = await namesakesOf(key, store);
      if (namesakes.length > 0) faults.push(`${field}: ${clashOf(key, namesakes)}`);
    }
  }
  return faults;
}

/**
 * Writes products that stand in the request itself, as JSONL: one a line is a bare list for every profile, also for a shop whose files wrap theirs. The
 * folder is named after the content, so that a second request of the same run id overwrites nothing and is told apart by its reference; the file is not,
 * since memory is kept under its name.
 */
async function storeProducts(products: readonly unknown[], runId: string, store: Store): Promise<string> {
  const text = printLines(products);
  const content = createHash('sha256').update(text).digest('hex').slice(0, 16);
  const key = `${RUNS_PREFIX}${keys.supplied(runId, `${content}/inline.jsonl`)}`;
  await store.write(key, text);
  return key;
}

function printLines(products: readonly unknown[]): string {
  try {
    return products.map((product) => `${JSON.stringify(product)}\n`).join('');
  } catch (error) {
    // What JSON.parse reads can be too deep for what prints it.
    if (error instanceof RangeError) throw new Refusal(400, 'catalog: a product is nested too deeply');
    throw error;
  }
}
