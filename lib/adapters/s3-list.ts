import { paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { s3Error } from './s3-errors.ts';
import type { InBucket } from './s3-object.ts';

/** The keys that begin with `prefix`, page after page, in the order of their UTF-16 units, as folders give theirs: S3's own is that of bytes. */
export async function listKeys({ client, bucket }: InBucket, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  try {
    for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
      for (const { Key } of page.Contents ?? []) if (Key !== undefined) keys.push(Key);
    }
  } catch (error) {
    throw s3Error('list', { bucket, key: prefix }, error);
  }
  return keys.sort();
}
