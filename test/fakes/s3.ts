import { GetObjectCommand, HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { startFauxqs } from 'fauxqs';
import { onTestFinished } from 'vitest';
import { s3Client } from '../../lib/adapters/s3-client.ts';
import { s3Store } from '../../lib/adapters/s3-store.ts';
import type { Store } from '../../lib/run/store.ts';

/** What an emulator of AWS asks for and never checks. */
export const ANY_CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test', sessionToken: 'token/of+a=role' };
export const REGION = 'eu-central-1';
export const BUCKET = 'shop-translations';

export interface FakeS3 {
  readonly url: string;
  readonly client: S3Client;
  readonly bucket: string;
  /** The whole bucket. */
  readonly store: Store;
  /** For a process of its own: what makes the plain SDK talk to this server. */
  readonly env: Readonly<Record<string, string>>;
  /** Headers of an object, or null. */
  head(key: string): Promise<{ type: string | undefined; metadata: Record<string, string>; etag: string } | null>;
  stop(): Promise<void>;
}

/** An S3 server on loopback with an empty bucket; it holds everything in memory. Conditions on writes are not among what it knows. */
export async function startS3(): Promise<FakeS3> {
  const server = await startFauxqs({ port: 0, logger: false });
  server.createBucket(BUCKET);
  const url = `http://127.0.0.1:${server.port}`;
  const client = clientOf(url);
  return {
    url,
    client,
    bucket: BUCKET,
    store: s3Store({ client, bucket: BUCKET, prefix: '' }),
    env: {
      AWS_ENDPOINT_URL_S3: url,
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: ANY_CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: ANY_CREDENTIALS.secretAccessKey,
      AWS_SESSION_TOKEN: ANY_CREDENTIALS.sessionToken,
    },
    async head(key) {
      const object = await client
        .send(new HeadObjectCommand({ Bucket: BUCKET, Key: key }))
        .catch((error: Error) => (error.name === 'NotFound' ? null : Promise.reject(error)));
      return object && { type: object.ContentType, metadata: object.Metadata ?? {}, etag: object.ETag ?? '' };
    },
    async stop() {
      client.destroy();
      await server.stop();
    },
  };
}

/** An S3 server for the length of one test. */
export async function temporaryS3(): Promise<FakeS3> {
  const s3 = await startS3();
  onTestFinished(() => s3.stop());
  return s3;
}

/** The product's own client, for a server at `url`. */
export function clientOf(url: string, overrides: Parameters<typeof s3Client>[0] = {}): S3Client {
  return s3Client({
    endpoint: url,
    forcePathStyle: true,
    region: REGION,
    credentials: ANY_CREDENTIALS,
    ...overrides,
  });
}

/** The bytes of an object as they stand. */
export async function bytesAt({ client, bucket }: FakeS3, key: string): Promise<Buffer> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}
