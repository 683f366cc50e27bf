import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';

/**
 * Four tries, with the SDK's own pauses: up to 0.05, 0.1 and 0.2 s, or 1, 2 and 4 s where S3 asks to slow down. They ride out a single bad server and the
 * moments in which S3 makes room for more requests. What lasts longer is `StoreUnavailable`, and the workflow's to retry.
 */
export const MAX_ATTEMPTS = 4;

/**
 * Milliseconds. A connection within a region takes one; from a laptop far away a few hundred. A server that says nothing for 10 s, before its answer or in
 * the middle of a body, is not going to. The last limit is for a body that only trickles: an upload of 8 MB gets through in it at 0.6 Mbit/s.
 */
export const TIMEOUTS = { connectionTimeout: 3_000, socketTimeout: 10_000, requestTimeout: 120_000 } as const;

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

const hasOwnEndpoint = (env: NodeJS.ProcessEnv) => Boolean(env['AWS_ENDPOINT_URL_S3'] || env['AWS_ENDPOINT_URL']);
