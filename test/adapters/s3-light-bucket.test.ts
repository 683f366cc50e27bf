import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { bucketUrl } from '../../lib/adapters/s3-address.ts';
import { parseListPage, S3Answer } from '../../lib/adapters/s3-answers.ts';
import type { Bucket } from '../../lib/adapters/s3-bucket.ts';
import { s3Client } from '../../lib/adapters/s3-client.ts';
import { mayPass, s3Error } from '../../lib/adapters/s3-errors.ts';
import { lightBucket } from '../../lib/adapters/s3-light-bucket.ts';
import { MAX_ATTEMPTS } from '../../lib/adapters/s3-limits.ts';
import { longestPauseMs } from '../../lib/adapters/s3-requests.ts';
import { StoreRefused, StoreUnavailable } from '../../lib/run/contract/errors.ts';
import { ANY_CREDENTIALS, BUCKET, temporaryS3 } from '../fakes/s3.ts';
import { lambdaEnvironment } from './s3-buckets.ts';
import { type Fault, faultyS3 } from './s3-proxy.ts';

describe('the light client', () => {
  it.each([
    'eu-central-1',
    'us-east-1',
    'us-gov-west-1',
    'cn-north-1',
    'eusc-de-east-1',
    'us-iso-east-1',
    'us-isob-east-1',
    'eu-isoe-west-1',
    'us-isof-south-1',
  ])('finds buckets in %s where the SDK finds them', async (region) => {
    for (const bucket of ['shop-translations', 'shop.translations']) {
      const { config } = s3Client({ region, credentials: ANY_CREDENTIALS });
      const { url } = config.endpointProvider({ Region: region, Bucket: bucket });
      expect(bucketUrl(bucket, region, {})).toBe(url.href.replace(/\/$/, ''));
    }
  });

  it.each([
    [{ AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:4566' }, 'http://127.0.0.1:4566/b'],
    [{ AWS_ENDPOINT_URL: 'https://minio.local/base/' }, 'https://minio.local/base/b'],
    [{ AWS_ENDPOINT_URL: 'http://all', AWS_ENDPOINT_URL_S3: 'http://s3' }, 'http://s3/b'],
    [{ AWS_ENDPOINT_URL: '' }, 'https://b.s3.eu-central-1.amazonaws.com'],
  ])('asks a server of its own by path: %o', (env, url) => {
    expect(bucketUrl('b', 'eu-central-1', env)).toBe(url);
  });

  it.each([
    ['credentials', { AWS_REGION: 'eu-central-1' }, /: no AWS credentials: sign in/],
    ['a region', { ...lambdaEnvironment('http://127.0.0.1:9'), AWS_REGION: '' }, /: no AWS region: set AWS_REGION$/],
  ])('says so where there are no %s', async (_, env, message) => {
    await expect(lightBucket('b', { env }).get('k')).rejects.toMatchObject({
      name: 'StoreRefused',
      message: expect.stringMatching(message),
    });
  });

  const NO_ADDRESS = /^ERR_INVALID_(URL|PROTOCOL): set AWS_ENDPOINT_URL\(_S3\) to http\(s\):\/\/\.\.\. or AWS_REGION$/;
  const BAD_LETTER = /^\w+: a bad character in the credentials$/;
  it.each<[string, Record<string, string>, RegExp]>([
    ['an endpoint in another protocol', { AWS_ENDPOINT_URL_S3: 'ftp://minio.local' }, NO_ADDRESS],
    ['an endpoint without a protocol', { AWS_ENDPOINT_URL_S3: 'minio:9000' }, NO_ADDRESS],
    ['an endpoint that is a number alone', { AWS_ENDPOINT_URL_S3: '127.0.0.1:9000' }, NO_ADDRESS],
    ['an endpoint with a port that is none', { AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:99999' }, NO_ADDRESS],
    ['a region that is no name', { AWS_ENDPOINT_URL_S3: '', AWS_REGION: 'eu central' }, NO_ADDRESS],
    ['a line break in a token', { AWS_SESSION_TOKEN: 'a\nb' }, BAD_LETTER],
    ['a letter in a key that no header knows', { AWS_ACCESS_KEY_ID: 'AKIA…' }, BAD_LETTER],
  ])('refuses at once, and says what to mend, with %s', async (_, wrong, reason) => {
    const faulty = await faultyS3();
    const bucket = lightBucket(BUCKET, { env: { ...lambdaEnvironment(faulty.url), ...wrong } });
    await expectRefusals(bucket, 'k', reason);
    expect(faulty.asked).toEqual([]);
  });

  it('refuses half a character in a key', async () => {
    const faulty = await faultyS3();
    const bucket = lightBucket(BUCKET, { env: lambdaEnvironment(faulty.url) });
    await expectRefusals(bucket, 'a\ud83d', /^URIError: half a character in the key$/);
    expect(faulty.asked).toEqual([]);
  });

  it('says so where a server without TLS is asked by https', async () => {
    const faulty = await faultyS3();
    const bucket = lightBucket(BUCKET, { env: lambdaEnvironment(faulty.url.replace('http:', 'https:')) });
    await expectRefusals(bucket, 'k', /^E\w+: no TLS: use http:\/\/$/);
  });

  it.each([
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'UNABLE_TO_GET_ISSUER_CERT',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  ])('takes a certificate from an authority that is not trusted for a refusal that a root would mend: %s', (code) => {
    expect(refusalOf(code)).toBe(`${code}: not trusted; set NODE_EXTRA_CA_CERTS`);
  });

  it.each([
    'CERT_HAS_EXPIRED',
    'CERT_NOT_YET_VALID',
    'CERT_REVOKED',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'UNABLE_TO_DECRYPT_CERT_SIGNATURE',
    'ERR_UNESCAPED_CHARACTERS',
  ])('takes what no trust would mend for a refusal in its own words: %s', (code) => {
    expect(refusalOf(code)).toBe(`${code}: says the test`);
  });

  it.each([
    ['Invalid ARN: no resource', 'Invalid ARN: no resource'],
    [
      'Invalid region: region was not a valid DNS name.',
      'set AWS_ENDPOINT_URL(_S3) to http(s)://... or AWS_REGION (Invalid region: region was not a valid DNS name.)',
    ],
  ])('keeps what the SDK says of an address that it cannot make: %s', (message, reason) => {
    const error = Object.assign(new Error(message), { name: 'EndpointError' });
    expect(mayPass(error)).toBe(false);
    expect(s3Error('read', { bucket: 'b', key: 'k' }, error)).toEqual(
      new StoreRefused(`cannot read s3://b/k: EndpointError: ${reason}`),
    );
  });

  it('refuses a path that Node does not send', async () => {
    const refused = await new Promise<unknown>((resolve) => {
      try {
        request('http://127.0.0.1:9', { path: '/a b' }).on('error', resolve);
      } catch (error) {
        resolve(error);
      }
    });
    expect(s3Error('read', { bucket: 'b', key: 'k' }, refused)).toEqual(
      new StoreRefused('cannot read s3://b/k: ERR_UNESCAPED_CHARACTERS: Request path contains unescaped characters'),
    );
  });

  it.each(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'EPIPE', 'EPROTO', 'ETIMEDOUT'])(
    'leaves %s to the next try',
    (code) => {
      expect(mayPass(Object.assign(new Error('says the test'), { code }))).toBe(true);
    },
  );

  it('uses credentials that were renewed meanwhile', async () => {
    const { url, store } = await temporaryS3();
    await store.write('k', 'text');
    const env: Record<string, string> = { ...lambdaEnvironment(url), AWS_SECRET_ACCESS_KEY: '' };
    const bucket = lightBucket(BUCKET, { env });
    await expect(bucket.get('k')).rejects.toBeInstanceOf(StoreRefused);
    env['AWS_SECRET_ACCESS_KEY'] = 'new';
    expect(await bucket.get('k')).not.toBeNull();
  });

  it.each(['', '..', 'a/../b', './a', 'a/.'])(
    'refuses the key "%s", which a URL would take for another',
    async (key) => {
      const faulty = await faultyS3();
      const bucket = lightBucket(BUCKET, { env: lambdaEnvironment(faulty.url) });
      for (const tried of [
        bucket.get(key),
        bucket.put(key, Buffer.from('x')),
        bucket.write(key, ['x']),
        bucket.remove(key),
      ])
        await expect(tried).rejects.toThrow(new StoreRefused(`no object can be called "${key}" here`));
      expect(faulty.asked).toEqual([]);
    },
  );

  it.each<[string, string]>([
    ['a page', '<html><body>It works</body></html>'],
    [
      'half a list',
      '<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>a</Key><Size>1</Size></Contents>',
    ],
    ['a list that goes on nowhere', '<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>'],
    ['a list without sizes', '<ListBucketResult><Contents><Key>a</Key></Contents></ListBucketResult>'],
  ])('takes %s for no list', async (_, answer) => {
    expect(() => parseListPage(answer)).toThrow(/list/);
    const faulty = await faultyS3();
    const fault: Fault = (response) => void response.end(answer);
    faulty.rule = () => fault;
    const bucket = lightBucket(BUCKET, { env: lambdaEnvironment(faulty.url) });
    await expect(bucket.list('m/')).rejects.toBeInstanceOf(StoreUnavailable);
    expect(faulty.asked).toHaveLength(MAX_ATTEMPTS);
  });

  it('reads characters that XML cannot write, by their numbers', () => {
    const page = (key: string) =>
      `<ListBucketResult><Contents><Key>${key}</Key><Size>0</Size></Contents></ListBucketResult>`;
    expect(parseListPage(page('&#x1;&#x1f415;&#128021;&unknown;')).objects[0]?.key).toBe('\u0001🐕🐕&unknown;');
  });

  it('waits between its tries as the SDK does, longer where S3 asks to slow down', () => {
    const answer = (status: number, code: string) => new S3Answer(status, `<Error><Code>${code}</Code></Error>`);
    const pauses = (error: unknown) => [1, 2, 3].map((tries) => longestPauseMs(error, tries));
    expect(pauses(answer(500, 'InternalError'))).toEqual([50, 100, 200]);
    expect(pauses(answer(400, 'RequestTimeout'))).toEqual([50, 100, 200]);
    expect(pauses(new Error('ECONNRESET'))).toEqual([50, 100, 200]);
    expect(pauses(answer(503, 'SlowDown'))).toEqual([1_000, 2_000, 4_000]);
    expect(pauses(new S3Answer(429, ''))).toEqual([1_000, 2_000, 4_000]);
  });
});

/** Every deed is refused, in a sentence that ends so. */
async function expectRefusals(bucket: Bucket, key: string, reason: RegExp): Promise<void> {
  const deeds: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['read', () => bucket.get(key)],
    ['write', () => bucket.put(key, Buffer.from('x'))],
    ['write', () => bucket.write(key, ['x'])],
    ['list', () => bucket.list(key)],
    ['remove', () => bucket.remove(key)],
  ];
  for (const [doing, deed] of deeds) {
    const error = await deed().then(
      () => expect.unreachable(),
      (error: Error) => error,
    );
    expect(error).toBeInstanceOf(StoreRefused);
    const start = `cannot ${doing} s3://${BUCKET}/${key}: `;
    expect(error.message.slice(0, start.length)).toBe(start);
    expect(error.message.slice(start.length)).toMatch(reason);
  }
}

/** Why an error of this code is a refusal. */
function refusalOf(code: string): string {
  const error = Object.assign(new Error('says the test'), { code });
  expect(mayPass(error)).toBe(false);
  const refused = s3Error('read', { bucket: 'b', key: 'k' }, error);
  expect(refused).toBeInstanceOf(StoreRefused);
  return refused.message.replace('cannot read s3://b/k: ', '');
}
