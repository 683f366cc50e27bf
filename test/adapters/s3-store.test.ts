import fc from 'fast-check';
import pLimit from 'p-limit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bucketStore } from '../../lib/adapters/bucket-store.ts';
import { beginMultipart, MAX_PARTS } from '../../lib/adapters/s3-multipart.ts';
import { s3Store } from '../../lib/adapters/s3-store.ts';
import { partBytes, upload } from '../../lib/adapters/s3-upload.ts';
import { StoreRefused } from '../../lib/run/contract/errors.ts';
import type { Store } from '../../lib/run/store.ts';
import { bytesAt, type FakeS3, startS3, temporaryS3 } from '../fakes/s3.ts';
import { BUCKETS } from './s3-buckets.ts';
import { faultyS3 } from './s3-proxy.ts';
import { anyText, cutText } from './utf8-texts.ts';

const MB = 1024 * 1024;

let s3: FakeS3;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.stop());

async function streamed(one: Store, key: string): Promise<string | null> {
  const pieces = await one.open(key);
  if (pieces === null) return null;
  let text = '';
  for await (const piece of pieces) text += piece;
  return text;
}

describe.each(BUCKETS)('a store in a bucket, through %s', (client, kind) => {
  let store: Store;
  beforeAll(() => {
    store = bucketStore(kind.open(s3.url), 'runs/');
  });

  it('gives back any text as it was written, whole or in pieces, read whole or in pieces', async () => {
    await fc.assert(
      fc.asyncProperty(cutText, anyText, async ({ text, pieces }, other) => {
        await store.writePieces('any.txt', pieces);
        expect([await store.read('any.txt'), await streamed(store, 'any.txt')]).toEqual([text, text]);
        await store.write('any.txt', other);
        expect([await store.read('any.txt'), await streamed(store, 'any.txt')]).toEqual([other, other]);
      }),
      { numRuns: 40 },
    );
  });

  it('keeps its keys under its prefix, and gives them back without it', async () => {
    const here = await temporaryS3();
    const runs = bucketStore(kind.open(here.url), 'runs/');
    await runs.write('r1/merged.json', '{}');
    await here.store.write('catalogs/r1/merged.json', '[]');
    expect(await here.store.list('')).toEqual(['catalogs/r1/merged.json', 'runs/r1/merged.json']);
    expect(await runs.list('')).toEqual(['r1/merged.json']);
    expect(await runs.list('r1/m')).toEqual(['r1/merged.json']);
    expect(await runs.list('none')).toEqual([]);
  });

  it('gives null for what is not there', async () => {
    expect(await store.read('none.json')).toBeNull();
    expect(await store.open('none.json')).toBeNull();
  });

  it('lists page after page, in order', async () => {
    const here = await temporaryS3();
    const names = Array.from({ length: 2_100 }, (_, index) => `many/${String(index).padStart(5, '0')}.json`);
    const limit = pLimit(20);
    const put = (key: string) => fetch(`${here.url}/${here.bucket}/${key}`, { method: 'PUT', body: 'x' });
    await Promise.all(names.map((key) => limit(() => put(key))));
    await here.store.write('many.json', '');
    expect(await bucketStore(kind.open(here.url), '').list('many/')).toEqual(names);
  }, 30_000);

  it.each([
    'with space + plus.json',
    'per%20cent%.json',
    'ümlaut/日本語/🐕.json',
    `quotes'"&<>.json`,
    'question?hash#.json',
    'brackets[1](2){3}!*$,;=@:~.json',
    'a//b.json',
    '/leading.json',
    'trailing/',
    '...json/.hidden',
    'back\\slash.json',
  ])('takes the key %s', async (key) => {
    const here = await temporaryS3();
    const runs = bucketStore(kind.open(here.url), 'runs/');
    await runs.write(key, key);
    expect(await runs.read(key)).toBe(key);
    expect(await runs.list('')).toEqual([key]);
    expect(await runs.list(key)).toEqual([key]);
  });

  it.each(['../published/summer/es.json', 'r1/../../x.json', './x.json', '..'])('refuses the key %s', async (key) => {
    for (const tried of [
      store.read(key),
      store.open(key),
      store.write(key, ''),
      store.writePieces(key, []),
      store.list(key),
    ])
      await expect(tried).rejects.toThrow(new StoreRefused(`${key} leads out of s3://${s3.bucket}/runs/`));
  });

  it.each([
    ['r1/merged.json', 'application/json'],
    ['r1/merged/00000.jsonl', 'application/x-ndjson'],
    ['x.ndjson', 'application/x-ndjson'],
    ['r1/report.html', 'text/html; charset=utf-8'],
    ['note', 'text/plain; charset=utf-8'],
  ])('says what %s is', async (key, type) => {
    await store.write(key, 'text');
    expect((await s3.head(`runs/${key}`))?.type).toBe(type);
  });

  it.each([
    ['at once', 0],
    ['within the first part', MB],
    ['in the middle of an upload in parts', 20 * MB],
  ])('leaves what stood there, and no upload, where the pieces fail %s', async (_, bytes) => {
    const faulty = await faultyS3();
    const one = bucketStore(kind.open(faulty.url), '');
    await one.write('result.json', 'before');
    const broken = new RangeError('the pieces are broken');
    const pieces = async function* () {
      for (let made = 0; made < bytes; made += MB) yield 'x'.repeat(MB);
      throw broken;
    };
    await expect(one.writePieces('result.json', pieces())).rejects.toBe(broken);
    expect(await one.read('result.json')).toBe('before');
    const begun = faulty.asked.filter(({ what }) => what === 'begin').length;
    expect(faulty.asked.filter(({ what }) => what === 'abort')).toHaveLength(begun);
    expect(begun).toBe(client === 'the SDK' && bytes > 8 * MB ? 1 : 0);
  });
});

describe('a store in a bucket, through the SDK', () => {
  it('writes 20 MB in parts, and what fits into one part at once', async () => {
    const faulty = await faultyS3();
    const one = s3Store({ ...faulty, prefix: '' });
    const line = `${JSON.stringify({ name: 'Größe 🐕', id: 'x'.repeat(1_000) })}\n`;
    const count = Math.ceil((20 * MB) / Buffer.byteLength(line));
    await one.writePieces(
      'big.jsonl',
      (function* () {
        for (let index = 0; index < count; index++) yield line;
      })(),
    );
    expect(faulty.asked.map(({ what }) => what)).toEqual(['begin', 'part', 'part', 'part', 'complete']);
    expect((await bytesAt(faulty.s3, 'big.jsonl')).equals(Buffer.from(line.repeat(count)))).toBe(true);
    expect((await faulty.s3.head('big.jsonl'))?.type).toBe('application/x-ndjson');
    expect(await streamed(one, 'big.jsonl')).toHaveLength(line.length * count);
    faulty.asked.length = 0;
    await one.writePieces('small.json', ['a'.repeat(4 * MB), 'b'.repeat(3 * MB)]);
    expect(faulty.asked.map(({ what }) => what)).toEqual(['PUT']);
  }, 30_000);

  it('never holds more than two parts, however long the text', async () => {
    const faulty = await faultyS3();
    let made = 0;
    let parts = 0;
    let most = 0;
    faulty.rule = ({ what }) => {
      if (what === 'part') {
        parts += 1;
        most = Math.max(most, made - (parts - 1) * 8 * MB);
      }
      return null;
    };
    await s3Store({ ...faulty, prefix: '' }).writePieces(
      'long.txt',
      (function* () {
        for (; made < 60 * MB; made += MB) yield 'x'.repeat(MB);
      })(),
    );
    expect(parts).toBe(8);
    expect(most).toBeLessThanOrEqual(17 * MB);
  }, 30_000);

  it('plans parts that hold more than any run writes, and few bytes at a time', () => {
    const sizes = Array.from({ length: MAX_PARTS }, (_, index) => partBytes(index));
    expect(Math.min(...sizes)).toBe(8 * MB);
    expect(Math.max(...sizes)).toBe(80 * MB);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeGreaterThan(400 * 1024 * MB);
  });

  it('gives up what is larger than S3 takes', async () => {
    const sent: string[] = [];
    const client = {
      send: async ({ constructor: { name } }: object) => {
        sent.push(name);
        return { UploadId: 'u', ETag: 'e' };
      },
    };
    const multipart = await beginMultipart({ client: client as never, bucket: 'b' }, 'k', {});
    const adding = (async () => {
      for (let count = 0; count < MAX_PARTS + 2; count++) await multipart.add(Buffer.alloc(1));
    })();
    await expect(adding).rejects.toThrow(new StoreRefused('cannot write s3://b/k: larger than S3 takes'));
    expect(sent.filter((name) => name === 'UploadPartCommand')).toHaveLength(MAX_PARTS);
  });
});

describe('an upload', () => {
  it('carries metadata, in one piece and in parts', async () => {
    const metadata = { 'run-id': 'r1', 'started-at': '2026-11-21T00:00:00.000Z' };
    await upload(s3, 'one.json', ['{}'], { metadata });
    await upload(s3, 'parts.json', ['x'.repeat(9 * MB), 'y'], { metadata });
    expect((await s3.head('one.json'))?.metadata).toEqual(metadata);
    expect(await s3.head('parts.json')).toMatchObject({ metadata, type: 'application/json' });
  });
});
