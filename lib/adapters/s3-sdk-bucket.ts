import {
  DeleteObjectCommand,
  GetObjectCommand,
  type ListObjectsV2CommandOutput,
  PutObjectCommand,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3';
import { type Bucket, bucketOf, type ListedObject } from './s3-bucket.ts';
import type { InBucket } from './s3-client.ts';
import { identified } from './s3-multipart.ts';
import { upload } from './s3-upload.ts';

/** A bucket through the SDK. Long texts are uploaded in parts, so that no more than two of them are in memory. */
export function sdkBucket(place: InBucket): Bucket {
  const { client, bucket } = place;
  const calls = bucketOf(bucket, {
    async get(key) {
      const { Body, ETag } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return { chunks: Body as AsyncIterable<Uint8Array>, etag: ETag };
    },
    async put(key, Body) {
      await client.send(new PutObjectCommand({ ...identified(bucket, key, undefined), Body }));
    },
    async *pages(prefix, delimiter) {
      const request = { Bucket: bucket, Prefix: prefix, Delimiter: delimiter };
      for await (const page of paginateListObjectsV2({ client }, request)) yield listed(page);
    },
    async remove(key) {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    },
  });
  return { ...calls, write: (key, pieces) => upload(place, key, pieces) };
}

const listed = ({ Contents = [] }: ListObjectsV2CommandOutput): ListedObject[] =>
  Contents.flatMap(({ Key, Size = 0 }) => (Key === undefined ? [] : [{ key: Key, bytes: Size }]));
