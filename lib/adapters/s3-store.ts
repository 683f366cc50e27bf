import type { Store } from '../run/store.ts';
import { bucketStore } from './bucket-store.ts';
import type { InBucket } from './s3-client.ts';
import { sdkBucket } from './s3-sdk-bucket.ts';

export interface S3StoreOptions extends InBucket {
  /** What all keys begin with in the bucket, as `runs/`, and nobody sees who uses the store; '' for the whole bucket. */
  readonly prefix: string;
}

/** A store in a bucket, through the SDK. */
export const s3Store = ({ prefix, ...place }: S3StoreOptions): Store => bucketStore(sdkBucket(place), prefix);
