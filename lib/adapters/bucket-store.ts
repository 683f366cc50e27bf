import { StoreRefused } from '../run/contract/errors.ts';
import type { Store } from '../run/store.ts';
import { type Bucket, listKeys, wholeText } from './s3-bucket.ts';
import { decoded, VERBATIM } from './utf8.ts';

/**
 * A store in a bucket: a key is an object.
 *
 * @param prefix what all keys begin with in the bucket, as `runs/`, and nobody sees who uses the store; '' for the whole bucket
 */
export function bucketStore(bucket: Bucket, prefix: string): Store {
  const keyOf = (key: string) => {
    // Names like others to S3, but not to all that read keys as paths.
    if (key.split('/').some((name) => name === '.' || name === '..'))
      throw new StoreRefused(`${key} leads out of s3://${bucket.name}/${prefix}`);
    return prefix + key;
  };
  return {
    async read(key) {
      const object = await bucket.get(keyOf(key));
      return object && wholeText(object.chunks);
    },
    async open(key) {
      const object = await bucket.get(keyOf(key));
      return object && decoded(object.chunks, VERBATIM);
    },
    write: async (key, text) => bucket.write(keyOf(key), [text]),
    writePieces: async (key, pieces) => bucket.write(keyOf(key), pieces),
    async list(start) {
      const keys = await listKeys(bucket, keyOf(start));
      return keys.map((key) => key.slice(prefix.length));
    },
  };
}
