import type { Bucket } from '../../lib/adapters/s3-bucket.ts';
import { lightBucket } from '../../lib/adapters/s3-light-bucket.ts';
import { sdkBucket } from '../../lib/adapters/s3-sdk-bucket.ts';
import { ANY_CREDENTIALS, BUCKET, clientOf, REGION } from '../fakes/s3.ts';
import { HASTE, HASTY } from './s3-proxy.ts';

export interface Patience {
  /** @default 1 */
  readonly maxAttempts?: number;
  /** Soon gives up waiting. @default false */
  readonly hasty?: boolean;
}

export interface BucketKind {
  /** The bucket of the server at `url`, as the product opens it. */
  open(url: string, patience?: Patience): Bucket;
}

/** What Lambda sets, with another server in the place of S3. */
export const lambdaEnvironment = (url: string) => ({
  AWS_ENDPOINT_URL_S3: url,
  AWS_REGION: REGION,
  AWS_ACCESS_KEY_ID: ANY_CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: ANY_CREDENTIALS.secretAccessKey,
  AWS_SESSION_TOKEN: ANY_CREDENTIALS.sessionToken,
});

const sdk: BucketKind = {
  open: (url, { maxAttempts = 1, hasty = false } = {}) =>
    sdkBucket({ client: clientOf(url, { maxAttempts, ...(hasty && HASTY) }), bucket: BUCKET }),
};

const light: BucketKind = {
  open: (url, { maxAttempts = 1, hasty = false } = {}) =>
    lightBucket(BUCKET, { env: lambdaEnvironment(url), maxAttempts, ...(hasty && { timeouts: HASTE }) }),
};

/** Both that the product has. */
export const BUCKETS: readonly (readonly [string, BucketKind])[] = [
  ['the SDK', sdk],
  ['the light client', light],
];
