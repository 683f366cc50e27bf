/** A text in pieces, as it comes or as it is made. */
export type Pieces = AsyncIterable<string> | Iterable<string>;

/**
 * Where the files of runs are kept: a folder here, a bucket on AWS. Keys are relative paths with `/`. Every write is whole or not at all.
 * Failures are thrown as `StoreUnavailable`, or as
 * `StoreRefused` where asking again would say the same.
 */
export interface Store {
  /** The text at `key`, or null where nothing stands. */
  read(key: string): Promise<string | null>;
  write(key: string, text: string): Promise<void>;
  /** Like `read`, for what may be too large to hold: the pieces as they arrive. */
  open(key: string): Promise<AsyncIterable<string> | null>;
  /** Like `write`, for what may be too large to hold. An error of `pieces` is thrown on, and nothing stands at `key`. */
  writePieces(key: string, pieces: Pieces): Promise<void>;
  /** The keys that begin with `prefix`, in order. */
  list(prefix: string): Promise<string[]>;
}

export async function readJson(store: Pick<Store, 'read'>, key: string): Promise<unknown> {
  const text = await store.read(key);
  return text === null ? null : JSON.parse(text);
}

export function writeJson(store: Store, key: string, value: unknown): Promise<void> {
  return store.write(key, `${JSON.stringify(value, null, 2)}\n`);
}
