import type { Pieces } from '../run/store.ts';
import { type Doing, isMissing, s3Error } from './s3-errors.ts';
import { decoded, VERBATIM } from './utf8.ts';

/**
 * What is asked of a bucket, whoever asks S3: the SDK (`s3-sdk-bucket.ts`), or the light client of a function whose load time counts (`s3-light-bucket.ts`).
 * All of it throws `StoreRefused`, or `StoreUnavailable` for what may pass.
 */
export interface Bucket {
  readonly name: string;
  /** The object's bytes as they arrive, or null where nothing stands. Errors also in the middle of the body are the workflow's. */
  get(key: string): Promise<OpenObject | null>;
  put(key: string, body: Buffer): Promise<void>;
  /** Writes text whole or not at all; what `pieces` throws is thrown on as it is. */
  write(key: string, pieces: Pieces): Promise<void>;
  /** The objects whose keys begin with `prefix`, in S3's order; those with a `delimiter` behind the prefix are left out. */
  list(prefix: string, delimiter?: string): Promise<readonly ListedObject[]>;
  /** Does nothing where nothing stands. */
  remove(key: string): Promise<void>;
}

export interface OpenObject {
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly etag: string | undefined;
}

export interface ListedObject {
  readonly key: string;
  readonly bytes: number;
}

/** How a client asks S3. What it throws is an error of the network, or S3's answer in the SDK's shape. */
export interface BucketCalls {
  get(key: string): Promise<OpenObject>;
  put(key: string, body: Buffer): Promise<void>;
  /** Page after page. */
  pages(prefix: string, delimiter: string | undefined): AsyncIterable<readonly ListedObject[]>;
  remove(key: string): Promise<void>;
}

/** A client's calls with their errors under the workflow's names. */
export function bucketOf(name: string, calls: BucketCalls): Omit<Bucket, 'write'> {
  const renamed = (doing: Doing, key: string) => (error: unknown) => s3Error(doing, { bucket: name, key }, error);
  return {
    name,
    async get(key) {
      const toOurs = renamed('read', key);
      try {
        const { chunks, etag } = await calls.get(key);
        return { chunks: throwing(chunks, toOurs), etag };
      } catch (error) {
        if (isMissing(error)) return null;
        throw toOurs(error);
      }
    },
    put: (key, body) => calls.put(key, body).catch(rethrown(renamed('write', key))),
    async list(prefix, delimiter) {
      const objects: ListedObject[] = [];
      for await (const page of throwing(calls.pages(prefix, delimiter), renamed('list', prefix))) objects.push(...page);
      return objects;
    },
    remove: (key) => calls.remove(key).catch(rethrown(renamed('remove', key))),
  };
}

const rethrown = (toOurs: (error: unknown) => Error) => (error: unknown) => {
  throw toOurs(error);
};

async function* throwing<T>(items: AsyncIterable<T>, toOurs: (error: unknown) => Error): AsyncGenerator<T> {
  try {
    yield* items;
  } catch (error) {
    throw toOurs(error);
  }
}

/** The keys that begin with `prefix`, in the order of their UTF-16 units, as folders give theirs: S3's own is that of bytes. */
export async function listKeys(bucket: Bucket, prefix: string): Promise<string[]> {
  return (await bucket.list(prefix)).map(({ key }) => key).sort();
}

/** The whole text, to the letter. */
export async function wholeText(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  let text = '';
  for await (const piece of decoded(chunks, VERBATIM)) text += piece;
  return text;
}
