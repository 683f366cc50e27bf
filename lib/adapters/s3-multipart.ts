import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { StoreRefused } from '../run/contract/errors.ts';
import type { InBucket } from './s3-client.ts';
import { contentTypeOf } from './s3-content-type.ts';
import { s3Error } from './s3-errors.ts';

/** What must be true of what stands at the key when the new object takes its place. */
export type Condition = { readonly IfMatch: string } | { readonly IfNoneMatch: '*' };

export interface UploadOptions {
  readonly metadata?: Readonly<Record<string, string>>;
  readonly condition?: Condition;
}

/** S3's limit for one upload. */
export const MAX_PARTS = 10_000;

/** An upload in parts, which is nothing until it is complete. */
export interface Multipart {
  add(body: Buffer): Promise<void>;
  complete(): Promise<void>;
  abort(): Promise<void>;
}

export async function beginMultipart(
  { client, bucket }: InBucket,
  key: string,
  { metadata, condition }: UploadOptions,
): Promise<Multipart> {
  const renamed = throwRenamed(bucket, key);
  // S3 refuses parts with checksums for an upload that was begun without saying so.
  const ChecksumAlgorithm = 'CRC32';
  const create = new CreateMultipartUploadCommand({ ...identified(bucket, key, metadata), ChecksumAlgorithm });
  const { UploadId } = await client.send(create).catch(renamed);
  const upload = { Bucket: bucket, Key: key, UploadId };
  const Parts: CompletedPart[] = [];
  return {
    async add(Body) {
      const PartNumber = Parts.length + 1;
      if (PartNumber > MAX_PARTS) throw new StoreRefused(`cannot write s3://${bucket}/${key}: larger than S3 takes`);
      const part = new UploadPartCommand({ ...upload, PartNumber, Body, ChecksumAlgorithm });
      const { ETag, ChecksumCRC32 } = await client.send(part).catch(renamed);
      Parts.push({ PartNumber, ETag, ...(ChecksumCRC32 !== undefined && { ChecksumCRC32 }) });
    },
    async complete() {
      const command = new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts }, ...condition });
      await client.send(command).catch(renamed);
    },
    async abort() {
      // The first error is the one to report; what is left of an upload costs storage until the bucket's lifecycle clears it away.
      await client.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined);
    },
  };
}

/** Where an object goes, and what it is. */
export const identified = (Bucket: string, Key: string, metadata: UploadOptions['metadata']) => ({
  Bucket,
  Key,
  ContentType: contentTypeOf(Key),
  ...(metadata && { Metadata: { ...metadata } }),
});

/** For `catch`: throws the SDK's error under the workflow's name. */
export const throwRenamed = (bucket: string, key: string) => (error: unknown) => {
  throw s3Error('write', { bucket, key }, error);
};
