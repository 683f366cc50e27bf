import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wholeText } from '../../lib/adapters/s3-bucket.ts';
import { type FakeS3, startS3, temporaryS3 } from '../fakes/s3.ts';
import { BUCKETS } from './s3-buckets.ts';
import { type Fault, faultyS3 } from './s3-proxy.ts';
import { signedOnly } from './s3-signature.ts';

const xml =
  (...objects: readonly string[]): Fault =>
  (response) =>
    void response.end(
      `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>b</Name><Prefix>m/</Prefix><IsTruncated>false</IsTruncated>${objects.join('')}</ListBucketResult>`,
    );
const listed = (key: string) =>
  `<Contents><Key>${key}</Key><Size>7</Size><StorageClass>STANDARD</StorageClass></Contents>`;

let shared: FakeS3;
beforeAll(async () => {
  shared = await startS3();
});
afterAll(() => shared.stop());

/** Names that people give, and that nobody should. Those of one or two dots alone are refused before a bucket is asked. */
const anyKey = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'a b',
        '+',
        '%',
        '%2F',
        '%zz',
        "it's",
        '"',
        '&amp;',
        '<x>',
        '',
        '夏',
        '🐕',
        'e\u0301',
        '~',
        '!*()',
        '?a=b&c',
        '#',
        '=',
        ';:@,$',
        '\\',
        '[]{}|^`',
      ),
      fc
        .string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
        .filter((text) => !/[\p{Cc}\p{Cn}\p{Cs}\ufffe\uffff/]/u.test(text)),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((parts) => `k/${parts.join('/')}`)
  .filter((key) => !key.split('/').some((part) => part === '.' || part === '..'));

describe.each(BUCKETS)('a bucket through %s', (_, kind) => {
  it('signs every request as S3 asks for it, with the session token of a role', async () => {
    const { url, seen } = await signedOnly((await temporaryS3()).url);
    const bucket = kind.open(url);
    await bucket.put('a b/é+%.json', Buffer.from('"x"'));
    await bucket.write('text.txt', ['many ', 'pieces']);
    expect(await wholeText((await bucket.get('a b/é+%.json'))!.chunks)).toBe('"x"');
    expect(await bucket.list("a b/'", '/')).toEqual([]);
    expect(await bucket.get('none')).toBeNull();
    await bucket.remove('a b/é+%.json');
    expect(seen.map(({ method, fault }) => [method, fault])).toEqual([
      ['PUT', null],
      ['PUT', null],
      ['GET', null],
      ['GET', null],
      ['GET', null],
      ['DELETE', null],
    ]);
  });

  it('sends what it writes with a checksum', async () => {
    const { url, seen } = await signedOnly((await temporaryS3()).url);
    await kind.open(url).put('x', Buffer.from('123456789'));
    // The check value of CRC-32: https://reveng.sourceforge.io/crc-catalogue/17plus.htm#crc.cat.crc-32-iso-hdlc
    expect(seen[0]?.headers['x-amz-checksum-crc32']).toBe(Buffer.from('cbf43926', 'hex').toString('base64'));
  });

  it('takes any key, to the letter, and no other object for it', async () => {
    const { url } = await signedOnly(shared.url);
    const bucket = kind.open(url);
    await fc.assert(
      fc.asyncProperty(anyKey, async (key) => {
        await bucket.put(key, Buffer.from(key));
        expect((await bucket.list('')).map((object) => object.key)).toEqual([key]);
        expect(await bucket.list(key)).toEqual([{ key, bytes: Buffer.byteLength(key) }]);
        expect(await wholeText((await bucket.get(key))!.chunks)).toBe(key);
        await bucket.remove(key);
        expect(await bucket.get(key)).toBeNull();
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it.each([
    ['m/&amp;&lt;b&gt;&quot;&apos;.json', `m/&<b>"'.json`],
    ['m/&#10;&#13;x&#9;', 'm/\n\rx\t'],
    ['m/&amp;amp;&amp;#38;', 'm/&amp;&#38;'],
    ['m/夏 +%20', 'm/夏 +%20'],
  ])('reads the key that a list writes as %s', async (written, key) => {
    const faulty = await faultyS3();
    faulty.rule = () => xml(listed(written), listed('m/next'));
    expect(await kind.open(faulty.url).list('m/')).toEqual([
      { key, bytes: 7 },
      { key: 'm/next', bytes: 7 },
    ]);
  });

  it('lists what is in a folder and not what is further down', async () => {
    const { url, store } = await temporaryS3();
    for (const key of ['m/a', 'm/b/c', 'm/d', 'n']) await store.write(key, 'text');
    const bucket = kind.open(url);
    expect(await bucket.list('m/', '/')).toEqual([
      { key: 'm/a', bytes: 4 },
      { key: 'm/d', bytes: 4 },
    ]);
    expect(await bucket.list('m/b')).toEqual([{ key: 'm/b/c', bytes: 4 }]);
    expect(await bucket.list('none/')).toEqual([]);
  });

  it('moves bytes as they are, and removes what is not there without a word', async () => {
    const { url } = await temporaryS3();
    const bucket = kind.open(url);
    const bytes = Buffer.from([0, 255, 254, 13, 10, 192]);
    await bucket.put('bytes', bytes);
    const chunks: Uint8Array[] = [];
    for await (const chunk of (await bucket.get('bytes'))!.chunks) chunks.push(chunk);
    expect(Buffer.concat(chunks)).toEqual(bytes);
    await bucket.put('empty', Buffer.alloc(0));
    expect(await bucket.list('empty')).toEqual([{ key: 'empty', bytes: 0 }]);
    await bucket.remove('none');
  });
});
