import type { TranslationMemory } from '../translate/memory.ts';
import { filesInBucket } from './memory-bucket.ts';
import { MemoryCache } from './memory-cache.ts';
import { compactMemory } from './memory-compaction.ts';
import { memoryHolder } from './memory-holds.ts';
import { countShards, fixShards } from './memory-shards.ts';
import type { Bucket } from './s3-bucket.ts';
import type { InBucket } from './s3-client.ts';
import { type JobMemoryOptions, s3JobMemory } from './s3-job-memory.ts';
import { sdkBucket } from './s3-sdk-bucket.ts';

export type S3MemoryOptions = InBucket & JobMemoryOptions;

/** Translation memory in a bucket, through the SDK. */
export const s3Memory = ({ client, bucket, ...options }: S3MemoryOptions): TranslationMemory =>
  bucketMemory(sdkBucket({ client, bucket }), options);

/** Translation memory in a bucket, with all that is done to it. */
export function bucketMemory(bucket: Bucket, { now = Date.now, ...options }: JobMemoryOptions = {}): TranslationMemory {
  const files = filesInBucket(bucket);
  const cache = options.cache ?? new MemoryCache();
  return {
    ...s3JobMemory(bucket, { ...options, cache, now }),
    holds: memoryHolder(files, cache),
    shards: (catalog, products) => fixShards(files, catalog, products),
    countShards: (catalog, products) => countShards(files, catalog, products),
    compact: (scope) => compactMemory(files, scope, now()),
  };
}
