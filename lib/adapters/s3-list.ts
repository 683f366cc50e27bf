import { paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { s3Error } from './s3-errors.ts';
import type { InBucket } from './s3-object.ts';

export interface ListedObject {
  readonly key: string;
  readonly bytes: number;
}

/** The objects whose keys begin with `prefix`, page after page, in S3's order; those with a `delimiter` behind the prefix are left out. */
export async function listObjects(
  { client, bucket }: InBucket,
  prefix: string,
  delimiter?: string,
): Promise<ListedObject[]> {
  const objects: ListedObject[] = [];
  try {
    const request = { Bucket: bucket, Prefix: prefix, Delimiter: delimiter };
    for await (const { Contents } of paginateListObjectsV2({ client }, request))
      for (const { Key, Size = 0 } of Contents ?? []) if (Key !== undefined) objects.push({ key: Key, bytes: Size });
  } catch (error) {
    throw s3Error('list', { bucket, key: prefix }, error);
  }
  return objects;
}

/** The keys that begin with `prefix`, in the order of their UTF-16 units, as folders give theirs: S3's own is that of bytes. */
export async function listKeys(place: InBucket, prefix: string): Promise<string[]> {
  return (await listObjects(place, prefix)).map(({ key }) => key).sort();
}
