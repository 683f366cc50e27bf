import { CATALOGS_PREFIX, COMPANIONS, MEMORY_PREFIX, withoutEnding } from '../contract/keys.ts';
import type { Store } from '../store.ts';

const ENDING = /[^/]\.(json|jsonl|ndjson)$/i;

/** Why no run is asked for with what stands at `key`, for people; null for a catalog. */
export const notACatalog = (key: string): string | null => startsNothing(key) ?? keyFault(key);

/** Why an upload to `key` starts nothing: it is not meant as a catalog. Null for what starts a run, if only to say what is wrong with it. */
export function startsNothing(key: string): string | null {
  const misplaced = misplacedIn(key);
  if (misplaced !== null) return misplaced;
  if (key.split('/').some((name) => name.startsWith('.'))) return 'a name that begins with a dot is hidden';
  const companion = Object.values(COMPANIONS).find((ending) => key.toLowerCase().endsWith(ending));
  return companion === undefined ? null : `*${companion} stands beside a catalog and is none`;
}

/** What is wrong with the key of what is meant as a catalog, or null. */
export function keyFault(key: string): string | null {
  if (!endsLikeCatalog(key)) return 'a catalog ends in .json, .jsonl or .ndjson';
  const bytes = Buffer.byteLength(nameIn(key));
  if (bytes <= MAX_NAME_BYTES) return null;
  return `the name has ${bytes} bytes, more than ${MAX_NAME_BYTES}: what is kept and published under it would have longer keys than S3 takes`;
}

export const endsLikeCatalog = (key: string): boolean => ENDING.test(key);

/** Why `key` does not stand under `catalogs/`, or null. */
export function misplacedIn(key: string): string | null {
  if (!key.startsWith(CATALOGS_PREFIX)) return `expected a key under ${CATALOGS_PREFIX}`;
  const folders = key.slice(CATALOGS_PREFIX.length).split('/');
  // S3 takes ".." as a name, and what reads the key as a path takes it as the way out.
  if (folders.some((name) => name === '' || name === '.' || name === '..'))
    return 'a key with "//", "/./" or "/../", or one that ends in "/", names no file';
  return null;
}

/** Other catalogs of the same name: `catalogs/summer.jsonl` beside `catalogs/summer.json`. They would share memory and be published over each other. */
export async function namesakesOf(key: string, store: Pick<Store, 'list'>): Promise<string[]> {
  const beside = await store.list(`${withoutEnding(key)}.`);
  return beside.filter((other) => other !== key && nameIn(other) === nameIn(key) && notACatalog(other) === null);
}

/** What is wrong with a catalog that has namesakes, for people. */
export const clashOf = (key: string, namesakes: readonly string[]): string =>
  `${[key, ...namesakes].join(' and ')} have one name, ${nameIn(key)}, and would be published over each other: keep one of them and upload it again`;

/** The name under which a catalog is published: `catalogs/shop/summer.json` is `shop/summer`. */
export const nameIn = (key: string): string => withoutEnding(key.slice(CATALOGS_PREFIX.length));

/** S3's own limit, of UTF-8. */
const MAX_KEY_BYTES = 1_024;
/** RFC 5646, 4.4.1: room for any language tag that is of use. */
const LONGEST_LOCALE = 'x'.repeat(35);
/** Of all keys that are made from a name, that of a file of memory which was set aside, and compacted some times before, is the longest. */
const LONGEST_FILE = '65535of65536/damaged/20261121T093015123Z-zz0123456789.jsonl';
const MAX_NAME_BYTES = MAX_KEY_BYTES - `${MEMORY_PREFIX}/${LONGEST_LOCALE}/${LONGEST_FILE}`.length;
