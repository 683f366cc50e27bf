import type { TranslationMemory } from '../translate/memory.ts';
import { filesInBucket } from './memory-bucket.ts';
import { MemoryCache } from './memory-cache.ts';
import { compactMemory } from './memory-compaction.ts';
import { countShards, fixShards } from './memory-shards.ts';
import { type S3MemoryOptions, s3JobMemory } from './s3-job-memory.ts';

/** Translation memory in a bucket, with all that is done to it. */
export function s3Memory({ now = Date.now, ...options }: S3MemoryOptions): TranslationMemory {
  const files = filesInBucket(options);
  return {
    ...s3JobMemory({ cache: new MemoryCache(), ...options, now }),
    shards: (catalog, products) => fixShards(files, catalog, products),
    countShards: (catalog, products) => countShards(files, catalog, products),
    compact: (scope) => compactMemory(files, scope, now()),
  };
}
