import { CATALOGS_PREFIX, COMPANIONS, OVERRIDES_PREFIX, withoutEnding } from '../run/contract/keys.ts';
import { type Documents, DocumentUnreadable } from '../run/ports.ts';
import { nameOfFile, plainName } from './catalog-name.ts';

/** How people and requests refer to objects: as a key, or in full, `s3://bucket/key`. Nothing here asks S3, or loads what could. */

const SCHEME = 's3://';

export const isS3Reference = (reference: string): boolean => reference.startsWith(SCHEME);

/** @throws DocumentUnreadable where a part of `s3://bucket/key` is missing */
export function parseS3Reference(reference: string): { readonly bucket: string; readonly key: string } {
  const { start, key } = split(reference);
  const bucket = start.slice(SCHEME.length, -1);
  if (bucket === '' || key === '') throw new DocumentUnreadable('expected s3://bucket/key');
  return { bucket, key };
}

/**
 * What stands beside a catalog in a bucket, written as the catalog's own reference is. Beside `catalogs/shop/summer.json`: `catalogs/shop/summer.glossary.json` and
 * `overrides/shop/summer/<locale>.json`. Beside one elsewhere: `overrides/<locale>.json` in its own folder.
 */
export const besideInBucket: Omit<Documents, 'open'> = {
  glossaryBeside: (catalog) => `${withoutEnding(catalog)}${COMPANIONS.glossary}`,
  overridesBeside(catalog, locale) {
    const { start, key } = split(catalog);
    if (key.startsWith(CATALOGS_PREFIX)) return `${start}${OVERRIDES_PREFIX}${publishedName(key)}/${locale}.json`;
    return `${start}${key.slice(0, key.lastIndexOf('/') + 1)}${OVERRIDES_PREFIX}${locale}.json`;
  },
  identify(catalog) {
    const { key } = split(catalog);
    if (key.startsWith(CATALOGS_PREFIX)) return { name: publishedName(key), isPublished: true };
    return { name: nameOfFile(key), isPublished: false };
  },
};

/**
 * `catalogs/shop/summer.json` -> `shop/summer`, with whatever characters it has: two catalogs must not share a name, or one would be published over the
 * other. Names that read as a way out of their folder are no catalog's that a trigger starts.
 */
function publishedName(key: string): string {
  const name = withoutEnding(key.slice(CATALOGS_PREFIX.length));
  const folders = name.split('/');
  if (folders.every((folder) => folder !== '' && folder !== '.' && folder !== '..')) return name;
  return folders.map(plainName).filter(Boolean).join('/') || 'catalog';
}

/** `s3://bucket/` or nothing, and the key. */
function split(reference: string): { readonly start: string; readonly key: string } {
  if (!isS3Reference(reference)) return { start: '', key: reference };
  const end = reference.indexOf('/', SCHEME.length) + 1 || reference.length;
  return { start: reference.slice(0, end), key: reference.slice(end) };
}
