import { randomBytes } from 'node:crypto';
import pLimit, { type LimitFunction } from 'p-limit';
import { MEMORY_PREFIX } from '../run/contract/keys.ts';
import { CHECKPOINT_MS, type MemoryEntry, type MemoryScope, type TranslationMemory } from '../translate/memory.ts';
import { memoryEntries, memoryLines } from './memory-lines.ts';
import { Checkpoints } from './s3-checkpoints.ts';
import { listKeys } from './s3-list.ts';
import { type InBucket, openObject, wholeText } from './s3-object.ts';
import { upload } from './s3-upload.ts';

export interface S3MemoryOptions extends InBucket {
  /** @default CHECKPOINT_MS */
  readonly checkpointMs?: number;
  /** Milliseconds since 1970; names what is written, so that the later sorts behind the earlier. @default Date.now */
  readonly now?: () => number;
}

/**
 * Objects that are read at once, for all recalls together: enough to hide a round trip of some 20 ms, and far from the client's 50 connections. Whoever waits
 * for one of those longer than the client waits for a connection fails.
 */
const READS_IN_FLIGHT = 16;

/**
 * Translation memory in a bucket: `memory/<catalog>/<locale>/<time>-<random>.jsonl`. Each checkpoint is an object of its own and no object is ever written
 * again, so that runs side by side lose nothing.
 */
export function s3Memory({
  checkpointMs = CHECKPOINT_MS,
  now = Date.now,
  ...place
}: S3MemoryOptions): TranslationMemory {
  let last = 0;
  const limit = pLimit(READS_IN_FLIGHT);
  const newKey = (scope: MemoryScope) => {
    // Two checkpoints of one millisecond, or of a clock that was set back, still sort in their order.
    last = Math.max(now(), last + 1);
    const time = new Date(last).toISOString().replace(/[-:.]/g, '');
    return `${prefixOf(scope)}${time}-${randomBytes(5).toString('hex')}.jsonl`;
  };
  const checkpoints = new Checkpoints({
    delayMs: checkpointMs,
    write: (scope, entries) => upload(place, newKey(scope), [memoryLines(entries)]),
  });
  return {
    async recall(scope, keys) {
      // Before the list: what is written from here on is in this copy, and may be in the list as well.
      const waiting = checkpoints.waiting(scope);
      const found = new Map<string, MemoryEntry>();
      const take = (entries: Iterable<MemoryEntry>) => {
        for (const entry of entries) if (keys.has(entry.key)) found.set(entry.key, entry);
      };
      for (const entries of await readAll(place, await objectsOf(place, scope), keys, limit)) take(entries);
      take(waiting);
      return found;
    },
    save: async (scope, entries) => checkpoints.add(scope, entries),
    flush: (scope) => checkpoints.flush(scope),
  };
}

const prefixOf = ({ catalog, locale }: MemoryScope) => `${MEMORY_PREFIX}${catalog}/${locale}/`;

/** The checkpoints of a scope, in order. What lies deeper belongs to a catalog of a longer name: `shop/fr` in `de` beside `shop` in `fr`. */
async function objectsOf(place: InBucket, scope: MemoryScope): Promise<string[]> {
  const prefix = prefixOf(scope);
  return (await listKeys(place, prefix)).filter((key) => !key.slice(prefix.length).includes('/'));
}

/** The entries for `keys` of each object, in the order of the objects. */
async function readAll(
  place: InBucket,
  objects: readonly string[],
  keys: ReadonlySet<string>,
  limit: LimitFunction,
): Promise<MemoryEntry[][]> {
  let failed = false;
  const read = async (key: string): Promise<MemoryEntry[]> => {
    // The recall has failed with the first error: what is still in the queue need not be read.
    if (failed) return [];
    const object = await openObject(place, key);
    // Cleared away since it was listed.
    if (object === null) return [];
    const text = await wholeText(object.chunks);
    return [...memoryEntries(text)].filter((entry) => keys.has(entry.key));
  };
  try {
    return await Promise.all(objects.map((key) => limit(() => read(key))));
  } catch (error) {
    failed = true;
    throw error;
  }
}
