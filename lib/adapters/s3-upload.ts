import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { Pieces } from '../run/store.ts';
import type { InBucket } from './s3-client.ts';
import { beginMultipart, identified, type Multipart, throwRenamed, type UploadOptions } from './s3-multipart.ts';
import { encoded } from './utf8.ts';

const SMALLEST_PART = 8 * 1024 * 1024;

/**
 * Bytes of the n-th part, from 0: 8 MB for the first thousand, 8 MB more for each thousand after it. Small parts keep a Lambda's memory small; 10,000
 * that grow so hold 440 GB, and no more than 80 MB of it at once.
 */
export const partBytes = (index: number): number => SMALLEST_PART * (1 + Math.floor(index / 1_000));

/**
 * Writes an object whole or not at all, with no more than two parts of it in memory. What `pieces` throws is thrown on as it is, after the upload has been
 * called off. Every body is a buffer of known length: some servers store the framing of a streamed one.
 */
export async function upload(place: InBucket, key: string, pieces: Pieces, options: UploadOptions = {}): Promise<void> {
  let parts: Multipart | null = null;
  let held: Buffer | null = null;
  try {
    for await (const bytes of encoded(pieces, partBytes)) {
      if (held !== null) {
        parts ??= await beginMultipart(place, key, options);
        await parts.add(held);
      }
      held = bytes;
    }
    if (parts === null || held === null) return await putObject(place, key, held ?? Buffer.alloc(0), options);
    await parts.add(held);
    await parts.complete();
  } catch (error) {
    await parts?.abort();
    throw error;
  }
}

async function putObject({ client, bucket }: InBucket, key: string, Body: Buffer, options: UploadOptions) {
  const { metadata, condition } = options;
  const command = new PutObjectCommand({ ...identified(bucket, key, metadata), Body, ...condition });
  await client.send(command).catch(throwRenamed(bucket, key));
}
