import { CHECKPOINT_MS, type JobMemory } from '../translate/memory.ts';
import { filesInBucket } from './memory-bucket.ts';
import type { MemoryCache } from './memory-cache.ts';
import { asidePath, fileNames, folderOf } from './memory-files.ts';
import { memoryLines } from './memory-lines.ts';
import { memoryReader } from './memory-recall.ts';
import type { Bucket } from './s3-bucket.ts';
import { Checkpoints } from './s3-checkpoints.ts';

export interface JobMemoryOptions {
  /** @default CHECKPOINT_MS */
  readonly checkpointMs?: number;
  /** Milliseconds since 1970; names what is written, so that the later sorts behind the earlier. @default Date.now */
  readonly now?: () => number;
  /** @default none: a job reads its shard once */
  readonly cache?: MemoryCache;
}

/**
 * Translation memory in a bucket, for a function whose load time counts: what Translate needs of it and no more. Each checkpoint is an object of its own,
 * `memory/<catalog>/<locale>/<shard>/<time>-<random>.jsonl`, and no object is ever written again, so that runs side by side lose nothing.
 */
export function s3JobMemory(
  bucket: Bucket,
  { checkpointMs = CHECKPOINT_MS, now = Date.now, cache }: JobMemoryOptions = {},
): JobMemory {
  const files = filesInBucket(bucket);
  const recall = memoryReader(files, cache);
  const newName = fileNames(now);
  const checkpoints = new Checkpoints({
    delayMs: checkpointMs,
    write: (scope, entries) => files.write(`${folderOf(scope)}/${newName()}`, [memoryLines(entries)]),
  });
  return {
    async recall(scope, keys, recalling) {
      // Before the list: what is written from here on is in this copy, and may be in the list as well.
      const waiting = checkpoints.waiting(scope).filter(({ key }) => keys.has(key));
      const { entries, damaged } = await recall(scope, keys, recalling);
      return { entries: new Map([...entries, ...waiting.map((entry) => [entry.key, entry] as const)]), damaged };
    },
    save: async (scope, entries) => checkpoints.add(scope, entries),
    flush: (scope) => checkpoints.flush(scope),
    async setAside(damaged) {
      for (const path of damaged) await files.move(path, asidePath(path));
    },
  };
}
