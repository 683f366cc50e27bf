import { StoreRefused } from '../run/contract/errors.ts';
import type { Store } from '../run/store.ts';
import { listKeys } from './s3-list.ts';
import { type InBucket, openObject, wholeText } from './s3-object.ts';
import { upload } from './s3-upload.ts';
import { decoded, VERBATIM } from './utf8.ts';

export interface S3StoreOptions extends InBucket {
  /** What all keys begin with in the bucket, as `runs/`, and nobody sees who uses the store; '' for the whole bucket. */
  readonly prefix: string;
}

/** A store in a bucket: a key is an object. */
export function s3Store({ client, bucket, prefix }: S3StoreOptions): Store {
  const place = { client, bucket };
  const keyOf = (key: string) => {
    // Names like others to S3, but not to all that read keys as paths.
    if (key.split('/').some((name) => name === '.' || name === '..'))
      throw new StoreRefused(`${key} leads out of s3://${bucket}/${prefix}`);
    return prefix + key;
  };
  return {
    async read(key) {
      const object = await openObject(place, keyOf(key));
      return object && wholeText(object.chunks);
    },
    async open(key) {
      const object = await openObject(place, keyOf(key));
      return object && decoded(object.chunks, VERBATIM);
    },
    write: async (key, text) => upload(place, keyOf(key), [text]),
    writePieces: async (key, pieces) => upload(place, keyOf(key), pieces),
    async list(start) {
      const keys = await listKeys(place, keyOf(start));
      return keys.map((key) => key.slice(prefix.length));
    },
  };
}
