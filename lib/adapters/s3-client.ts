import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { hasOwnEndpoint } from './s3-address.ts';
import { MAX_ATTEMPTS, TIMEOUTS } from './s3-limits.ts';

/** A bucket as the SDK reaches it. */
export interface InBucket {
  readonly client: S3Client;
  readonly bucket: string;
}

/** For functions that somebody waits for: two tries against a server that says nothing end within the 28 s that they have. */
export const BRIEF: S3ClientConfig = { maxAttempts: 2 };

/**
 * A client for S3. Region and credentials are what the SDK finds in its environment; an endpoint there means another server in S3's protocol, most of
 * which know buckets by path only. No call of it hangs.
 */
export function s3Client(overrides: S3ClientConfig = {}): S3Client {
  return new S3Client({
    maxAttempts: MAX_ATTEMPTS,
    forcePathStyle: hasOwnEndpoint(process.env),
    // Without the flag the SDK only warns of a request that takes too long.
    requestHandler: { ...TIMEOUTS, throwOnRequestTimeout: true },
    ...overrides,
  });
}
