import { StoreRefused } from '../run/contract/errors.ts';
import { type Documents, DocumentUnreadable } from '../run/ports.ts';
import { documentText } from './document-text.ts';
import { type Bucket, listKeys } from './s3-bucket.ts';
import type { InBucket } from './s3-client.ts';
import { isDenied } from './s3-errors.ts';
import { besideInBucket, isS3Reference, parseS3Reference } from './s3-references.ts';
import { sdkBucket } from './s3-sdk-bucket.ts';

export interface S3DocumentsOptions extends InBucket {
  /**
   * What the keys of documents may begin with; the first is where people put theirs.
   *
   * @default every key
   */
  readonly only?: readonly string[];
}

/** Documents as objects of one bucket. A reference is a key, or `s3://bucket/key`. */
export function s3Documents({ only, ...place }: S3DocumentsOptions): Documents {
  const bucket = sdkBucket(place);
  return {
    ...besideInBucket,
    async open(reference) {
      const key = keyOf(reference, bucket.name);
      if (only && !mayOpen(key, only)) throw new DocumentUnreadable(`must stand under ${only[0]}`);
      try {
        const object = await bucket.get(key);
        if (object === null) throw new DocumentUnreadable('no such object in the bucket', { missing: true });
        return documentText(object.chunks);
      } catch (error) {
        if (!(error instanceof StoreRefused)) throw error;
        const missing = isDenied(error.cause) && (await mayBeMissing(bucket, key));
        throw new DocumentUnreadable(error.message, { cause: error, missing });
      }
    },
  };
}

function keyOf(reference: string, own: string): string {
  if (!isS3Reference(reference)) return reference;
  const { bucket, key } = parseS3Reference(reference);
  if (bucket !== own) throw new DocumentUnreadable(`must stand in the bucket ${own}`);
  return key;
}

/** S3 takes `..` as a name, and what reads a key as a path takes it as the way out. */
const mayOpen = (key: string, only: readonly string[]) =>
  only.some((prefix) => key.startsWith(prefix)) && !key.split('/').some((name) => ['', '.', '..'].includes(name));

/**
 * S3 says "access denied" also of what is not there, to who may not list the bucket. So a refusal counts as nothing there unless the list shows the
 * object. For what a request names that changes nothing: it cannot be read either way. A glossary or overrides beside the catalog, which most
 * catalogs do not have, are then passed over, as a caller who may only read could not run anything otherwise.
 */
async function mayBeMissing(bucket: Bucket, key: string): Promise<boolean> {
  try {
    return !(await listKeys(bucket, key)).includes(key);
  } catch (error) {
    if (error instanceof StoreRefused) return true;
    throw error;
  }
}
