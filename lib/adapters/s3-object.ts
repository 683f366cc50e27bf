import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { isMissing, type ObjectPlace, s3Error } from './s3-errors.ts';
import { decoded, VERBATIM } from './utf8.ts';

export interface InBucket {
  readonly client: S3Client;
  readonly bucket: string;
}

export interface OpenObject {
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly etag: string | undefined;
}

/** The object's bytes as they arrive, or null where nothing stands. Errors also in the middle of the body are the workflow's. */
export async function openObject({ client, bucket }: InBucket, key: string): Promise<OpenObject | null> {
  const place = { bucket, key };
  try {
    const { Body, ETag } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return { chunks: chunksOf(Body as AsyncIterable<Uint8Array>, place), etag: ETag };
  } catch (error) {
    if (isMissing(error)) return null;
    throw s3Error('read', place, error);
  }
}

async function* chunksOf(body: AsyncIterable<Uint8Array>, place: ObjectPlace): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw s3Error('read', place, error);
  }
}

/** The whole text, to the letter. */
export async function wholeText(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  let text = '';
  for await (const piece of decoded(chunks, VERBATIM)) text += piece;
  return text;
}
