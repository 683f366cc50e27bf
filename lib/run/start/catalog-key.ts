import { CATALOGS_PREFIX, COMPANIONS } from '../contract/keys.ts';

const ENDING = /[^/]\.(json|jsonl|ndjson)$/i;

/** Why no run starts for what stands at `key`, for people; null for a catalog. */
export function notACatalog(key: string): string | null {
  const misplaced = misplacedIn(key);
  if (misplaced !== null) return misplaced;
  const companion = Object.values(COMPANIONS).find((ending) => key.toLowerCase().endsWith(ending));
  if (companion !== undefined) return `*${companion} stands beside a catalog and is none`;
  return ENDING.test(key) ? null : 'a catalog ends in .json, .jsonl or .ndjson';
}

/** Why `key` does not stand under `catalogs/`, or null. */
export function misplacedIn(key: string): string | null {
  if (!key.startsWith(CATALOGS_PREFIX)) return `expected a key under ${CATALOGS_PREFIX}`;
  const folders = key.slice(CATALOGS_PREFIX.length).split('/');
  // S3 takes ".." as a name, and what reads the key as a path takes it as the way out.
  if (folders.some((name) => name === '' || name === '.' || name === '..'))
    return 'a key with "//", "/./" or "/../", or one that ends in "/", names no file';
  return null;
}
