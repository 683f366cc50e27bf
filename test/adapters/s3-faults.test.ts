import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { bucketStore } from '../../lib/adapters/bucket-store.ts';
import type { Bucket } from '../../lib/adapters/s3-bucket.ts';
import { s3Client } from '../../lib/adapters/s3-client.ts';
import { s3Error } from '../../lib/adapters/s3-errors.ts';
import { lightBucket } from '../../lib/adapters/s3-light-bucket.ts';
import { MAX_ATTEMPTS } from '../../lib/adapters/s3-limits.ts';
import { sdkBucket } from '../../lib/adapters/s3-sdk-bucket.ts';
import { s3Store } from '../../lib/adapters/s3-store.ts';
import { StoreRefused, StoreUnavailable } from '../../lib/run/contract/errors.ts';
import type { Store } from '../../lib/run/store.ts';
import { ANY_CREDENTIALS, clientOf, REGION, temporaryS3 } from '../fakes/s3.ts';
import { BUCKETS, type BucketKind, lambdaEnvironment } from './s3-buckets.ts';
import {
  answering,
  bodiless,
  cut,
  type Fault,
  faultyS3,
  flipped,
  hanging,
  hangingUp,
  page,
  resetting,
  silenced,
  stalling,
} from './s3-proxy.ts';

const MB = 1024 * 1024;
const KEY = 'r1/x.json';
const LARGE = 'é🐕'.repeat(200_000);

async function streamed(store: Store, key: string): Promise<string> {
  let text = '';
  for await (const piece of (await store.open(key)) ?? []) text += piece;
  return text;
}

const storeIn = (bucket: Bucket) => bucketStore(bucket, '');

const DEEDS: readonly (readonly [string, string, (bucket: Bucket) => Promise<unknown>])[] = [
  ['read', KEY, (bucket) => storeIn(bucket).read(KEY)],
  ['read', KEY, (bucket) => streamed(storeIn(bucket), KEY)],
  ['write', KEY, (bucket) => storeIn(bucket).write(KEY, '{}')],
  ['write', KEY, (bucket) => storeIn(bucket).writePieces(KEY, ['x'.repeat(9 * MB), 'y'])],
  ['write', KEY, (bucket) => bucket.put(KEY, Buffer.from('{}'))],
  ['list', 'r1/', (bucket) => storeIn(bucket).list('r1/')],
  ['remove', KEY, (bucket) => bucket.remove(KEY)],
];

/** Every deed through a client whose every call meets `fault`. */
async function deeds(kind: BucketKind, fault: Fault): Promise<Error[]> {
  const faulty = await faultyS3();
  await faulty.s3.store.write(KEY, '{}');
  faulty.rule = () => fault;
  const bucket = kind.open(faulty.url, { hasty: fault === hanging });
  return Promise.all(
    DEEDS.map(([, , deed]) =>
      deed(bucket).then(
        () => expect.unreachable(),
        (error: Error) => error,
      ),
    ),
  );
}

describe.each(BUCKETS)('a bucket that is in trouble, through %s', (_, kind) => {
  it.each<[string, Fault, RegExp]>([
    ['answers 500', answering(500, 'InternalError'), /InternalError$/],
    ['asks to slow down', answering(503, 'SlowDown'), /SlowDown$/],
    ['answers 429', answering(429, 'TooManyRequests'), /TooManyRequests$/],
    ['gave up waiting for the request', answering(400, 'RequestTimeout'), /RequestTimeout$/],
    ['is busy with another write', answering(409, 'OperationAborted'), /OperationAborted$/],
    ['stands behind a proxy with a page of its own', page, /\w$/],
    ['says nothing', hanging, /TimeoutError|ETIMEDOUT|ECONNRESET/],
    ['resets the connection', resetting, /ECONNRESET|EPIPE/],
    ['hangs up', hangingUp, /ECONNRESET|EPIPE/],
  ])(
    'is unavailable, wherever it was asked, when it %s',
    async (_, fault, ending) => {
      for (const [index, error] of (await deeds(kind, fault)).entries()) {
        const [doing, key] = DEEDS[index]!;
        expect(error).toBeInstanceOf(StoreUnavailable);
        expect(error.message).toMatch(new RegExp(`^cannot ${doing} s3://shop-translations/${key}: `));
        expect(error.message).toMatch(ending);
        expect(error.cause).toBeInstanceOf(Error);
      }
    },
    20_000,
  );

  it('is unavailable when nobody listens', async () => {
    const { port, close } = await closedPort();
    await close();
    const bucket = kind.open(`http://127.0.0.1:${port}`);
    for (const [, , deed] of DEEDS)
      await expect(deed(bucket)).rejects.toMatchObject({
        name: 'StoreUnavailable',
        message: expect.stringMatching(/: ECONNREFUSED$/),
      });
  });

  it.each<[string, Fault]>([
    ['is cut off', cut()],
    ['is cut off under a checksum', cut(true)],
    ['stops coming', stalling],
    ['is not what its checksum says', flipped],
  ])('is unavailable when a body %s in the middle, however it is read', async (_, fault) => {
    const faulty = await faultyS3();
    await faulty.s3.store.write(KEY, LARGE);
    faulty.rule = ({ what }) => (what === 'GET' ? fault : null);
    const store = storeIn(kind.open(faulty.url, { hasty: fault === stalling }));
    for (const reading of [() => store.read(KEY), () => streamed(store, KEY)])
      await expect(reading()).rejects.toMatchObject({
        name: 'StoreUnavailable',
        message: expect.stringContaining(`cannot read s3://${faulty.bucket}/${KEY}: `),
      });
  });

  it('gives what came before a body was cut', async () => {
    const faulty = await faultyS3();
    await faulty.s3.store.write(KEY, LARGE);
    faulty.rule = () => cut();
    const pieces: string[] = [];
    const reading = async () => {
      for await (const piece of (await storeIn(kind.open(faulty.url)).open(KEY)) ?? []) pieces.push(piece);
    };
    await expect(reading()).rejects.toBeInstanceOf(StoreUnavailable);
    const text = pieces.join('');
    expect(LARGE.startsWith(text)).toBe(true);
  });

  it('takes no missing bucket for a missing file', async () => {
    const faulty = await faultyS3();
    faulty.rule = () => answering(404, 'NoSuchBucket');
    await expect(storeIn(kind.open(faulty.url)).read(KEY)).rejects.toThrow(
      new StoreRefused(`cannot read s3://${faulty.bucket}/${KEY}: there is no bucket ${faulty.bucket}`),
    );
  });

  it('is not found where it answers 404 without a word', async () => {
    const faulty = await faultyS3();
    faulty.rule = () => bodiless(404);
    expect(await storeIn(kind.open(faulty.url)).read(KEY)).toBeNull();
  });

  it('tries again by itself, as often as it says', async () => {
    const faulty = await faultyS3();
    const store = storeIn(kind.open(faulty.url, { maxAttempts: MAX_ATTEMPTS }));
    await faulty.s3.store.write(KEY, '{}');
    let failing = MAX_ATTEMPTS - 1;
    faulty.rule = () => (failing-- > 0 ? answering(500, 'InternalError') : null);
    expect(await store.read(KEY)).toBe('{}');
    expect(faulty.asked).toHaveLength(MAX_ATTEMPTS);
    failing = 100;
    await expect(store.read(KEY)).rejects.toBeInstanceOf(StoreUnavailable);
    expect(faulty.asked).toHaveLength(2 * MAX_ATTEMPTS);
  }, 20_000);

  it('does not ask again what was refused', async () => {
    const faulty = await faultyS3();
    faulty.rule = () => answering(403, 'AccessDenied');
    const store = storeIn(kind.open(faulty.url, { maxAttempts: MAX_ATTEMPTS }));
    await expect(store.read(KEY)).rejects.toBeInstanceOf(StoreRefused);
    expect(faulty.asked).toHaveLength(1);
  });

  it('does not do harm by trying again what was done and not answered', async () => {
    const faulty = await faultyS3();
    const store = storeIn(kind.open(faulty.url, { maxAttempts: 2 }));
    let lost = 0;
    faulty.rule = ({ what }) => (what === 'PUT' && lost++ === 0 ? silenced : null);
    await store.write(KEY, 'once');
    expect([lost, await store.read(KEY)]).toEqual([2, 'once']);
  });
});

describe('an upload in parts that is in trouble', () => {
  it.each(['begin', 'part', 'complete'])(
    'calls an upload off whose %s fails, and leaves what stood there',
    async (step) => {
      const faulty = await faultyS3();
      const store = s3Store({ ...faulty, prefix: '' });
      await store.write(KEY, 'before');
      let parts = 0;
      faulty.rule = ({ what }) => {
        if (what === 'part') parts++;
        return what === step && (step !== 'part' || parts === 2) ? answering(503, 'SlowDown') : null;
      };
      const writing = store.writePieces(KEY, ['x'.repeat(9 * MB), 'y'.repeat(9 * MB), 'z']);
      await expect(writing).rejects.toBeInstanceOf(StoreUnavailable);
      expect(faulty.asked.filter(({ what }) => what === 'abort')).toHaveLength(step === 'begin' ? 0 : 1);
      expect(await store.read(KEY)).toBe('before');
    },
  );

  it('stops making pieces when an upload fails, and reports that and not that it could not be called off', async () => {
    const faulty = await faultyS3();
    faulty.rule = ({ what }) =>
      what === 'part' ? answering(403, 'AccessDenied') : what === 'abort' ? answering(500, 'InternalError') : null;
    let made = 0;
    let ended = false;
    function* pieces() {
      try {
        for (; made < 100; made++) yield 'x'.repeat(MB);
      } finally {
        ended = true;
      }
    }
    const writing = s3Store({ ...faulty, prefix: '' }).writePieces(KEY, pieces());
    await expect(writing).rejects.toThrow(/access denied/);
    expect([ended, made < 20]).toEqual([true, true]);
  });

  it('takes a completed upload for failed that S3 answers with 200 and an error', async () => {
    const faulty = await faultyS3();
    faulty.rule = ({ what }) => (what === 'complete' ? answering(200, 'InternalError') : null);
    const writing = s3Store({ ...faulty, prefix: '' }).writePieces(KEY, ['x'.repeat(9 * MB), 'y']);
    await expect(writing).rejects.toBeInstanceOf(StoreUnavailable);
  });

  it('takes no lost upload for a missing file', async () => {
    const faulty = await faultyS3();
    const store = s3Store({ ...faulty, prefix: '' });
    faulty.rule = ({ what }) => (what === 'complete' ? answering(404, 'NoSuchUpload') : null);
    await expect(store.writePieces(KEY, ['x'.repeat(9 * MB), 'y'])).rejects.toBeInstanceOf(StoreUnavailable);
  });
});

describe.each(BUCKETS)('a bucket that refuses, through %s', (_, kind) => {
  it.each<[string, Fault, string | RegExp]>([
    [
      'the right is missing',
      answering(403, 'AccessDenied'),
      /access denied; it takes the right s3:(GetObject|PutObject|ListBucket|DeleteObject)$/,
    ],
    [
      'a key has expired',
      answering(400, 'ExpiredToken'),
      'ExpiredToken: the AWS credentials were refused; sign in again',
    ],
    [
      'a key is unknown',
      answering(403, 'InvalidAccessKeyId'),
      'InvalidAccessKeyId: the AWS credentials were refused; sign in again',
    ],
    [
      'a clock is wrong',
      answering(403, 'RequestTimeTooSkewed'),
      'RequestTimeTooSkewed: RequestTimeTooSkewed, says the test',
    ],
    [
      'it is elsewhere',
      answering(301, 'PermanentRedirect'),
      'PermanentRedirect: the bucket is in another region; set AWS_REGION to it',
    ],
    ['there is none', answering(404, 'NoSuchBucket'), 'there is no bucket shop-translations'],
    ['its name is none', answering(400, 'InvalidBucketName'), 'there is no bucket shop-translations'],
    ['a key is too long', answering(400, 'KeyTooLongError'), 'KeyTooLongError: KeyTooLongError, says the test'],
  ])('says where, why and what to do when %s', async (_, fault, reason) => {
    for (const [index, error] of (await deeds(kind, fault)).entries()) {
      const [doing, key] = DEEDS[index]!;
      expect(error).toBeInstanceOf(StoreRefused);
      const start = `cannot ${doing} s3://shop-translations/${key}: `;
      expect(error.message.slice(0, start.length)).toBe(start);
      if (typeof reason === 'string') expect(error.message.slice(start.length)).toBe(reason);
      else expect(error.message.slice(start.length)).toMatch(reason);
      expect(error.cause).toBeInstanceOf(Error);
    }
  });
});

describe('the client for S3', () => {
  it('says so where nobody is signed in, and where there is no region', async () => {
    const { url } = await temporaryS3();
    const nobody = async () => {
      throw Object.assign(new Error('Could not load credentials from any providers'), {
        name: 'CredentialsProviderError',
      });
    };
    const store = (client: ReturnType<typeof clientOf>) => s3Store({ client, bucket: 'b', prefix: '' });
    await expect(store(clientOf(url, { credentials: nobody })).read(KEY)).rejects.toMatchObject({
      name: 'StoreRefused',
      message: expect.stringMatching(/: no AWS credentials: sign in, or choose a profile with AWS_PROFILE \(Could not/),
    });
    const noRegion = async () => {
      throw new Error('Region is missing');
    };
    await expect(store(clientOf(url, { region: noRegion })).read(KEY)).rejects.toThrow(
      new StoreRefused('cannot read s3://b/r1/x.json: no AWS region: set AWS_REGION'),
    );
  });

  it.each([
    ['an endpoint in another protocol', { endpoint: 'ftp://minio.local' }, 'b', / to http\S+ or AWS_REGION/],
    ['an endpoint without one', { endpoint: '127.0.0.1:9000' }, 'b', / to http\S+ or AWS_REGION/],
    ['a region that is no name', { region: 'eu central' }, 'b', / to http\S+ or AWS_REGION/],
    ['a bucket that is half an ARN', {}, 'arn:aws:s3:eu-central-1', /: EndpointError: Invalid ARN: /],
  ])('refuses at once where %s makes no address', async (_, wrong, bucket, reason) => {
    const client = s3Client({ region: REGION, credentials: ANY_CREDENTIALS, ...wrong });
    await expect(s3Store({ client, bucket, prefix: '' }).read(KEY)).rejects.toMatchObject({
      name: 'StoreRefused',
      message: expect.stringMatching(reason),
    });
  });

  it('knows a refusal that says nothing but its status', () => {
    const head = Object.assign(new Error('UnknownError'), { name: '403', $metadata: { httpStatusCode: 403 } });
    expect(s3Error('read', { bucket: 'b', key: 'k' }, head)).toEqual(
      new StoreRefused('cannot read s3://b/k: access denied; it takes the right s3:GetObject'),
    );
    const refused = new StoreRefused('said before');
    expect(s3Error('read', { bucket: 'b', key: 'k' }, refused)).toBe(refused);
  });

  it('asks a server of its own by path, and AWS by name', async () => {
    const own = s3Client({ region: REGION, credentials: ANY_CREDENTIALS });
    expect(await own.config.forcePathStyle).toBe(false);
    for (const name of ['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_S3']) {
      const { url, store } = await temporaryS3();
      await store.write(KEY, name);
      process.env[name] = url;
      try {
        const client = s3Client({ region: REGION, credentials: ANY_CREDENTIALS });
        expect(await s3Store({ client, bucket: 'shop-translations', prefix: '' }).read(KEY)).toBe(name);
      } finally {
        delete process.env[name];
      }
    }
  });

  it('waits for no silent server, with the limits it ships with, as the SDK and as the light client', async () => {
    const faulty = await faultyS3();
    faulty.rule = () => hanging;
    const { url } = faulty;
    const begun = Date.now();
    const gaveUp = async (bucket: Bucket) => {
      await expect(storeIn(bucket).read(KEY)).rejects.toBeInstanceOf(StoreUnavailable);
      return Date.now() - begun;
    };
    const took = await Promise.all([
      gaveUp(sdkBucket({ client: clientOf(url, { maxAttempts: 1 }), bucket: 'b' })),
      gaveUp(lightBucket('b', { env: lambdaEnvironment(url), maxAttempts: 1 })),
    ]);
    expect(Math.max(...took)).toBeLessThan(16_000);
  }, 20_000);
});

async function closedPort(): Promise<{ port: number; close: () => Promise<void> }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return { port, close: () => new Promise((resolve) => server.close(() => resolve())) };
}
