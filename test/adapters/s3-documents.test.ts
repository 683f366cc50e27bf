import { describe, expect, it } from 'vitest';
import { s3Documents } from '../../lib/adapters/s3-documents.ts';
import { besideInBucket, parseS3Reference } from '../../lib/adapters/s3-references.ts';
import type { Locale } from '../../lib/catalog/locale.ts';
import { StoreUnavailable } from '../../lib/run/contract/errors.ts';
import { CATALOGS_PREFIX, OVERRIDES_PREFIX, RUNS_PREFIX } from '../../lib/run/contract/keys.ts';
import { type Documents, DocumentUnreadable } from '../../lib/run/ports.ts';
import { readGlossary } from '../../lib/run/steps/documents.ts';
import { temporaryS3 } from '../fakes/s3.ts';
import { answering, cut, type Fault, faultyS3 } from './s3-proxy.ts';

const ES = 'pt-BR' as Locale;

async function textOf(documents: Documents, reference: string): Promise<string> {
  let text = '';
  for await (const piece of await documents.open(reference)) text += piece;
  return text;
}

describe('documents in a bucket', () => {
  it('come as text, by their key or in full', async () => {
    const s3 = await temporaryS3();
    const text = '[1, "é€🐕"]'.repeat(50_000);
    await s3.store.write('catalogs/x.json', text);
    const documents = s3Documents(s3);
    expect((await textOf(documents, 'catalogs/x.json')) === text).toBe(true);
    expect((await textOf(documents, `s3://${s3.bucket}/catalogs/x.json`)) === text).toBe(true);
  });

  it('come without the mark that some editors put first', async () => {
    const s3 = await temporaryS3();
    await s3.store.write('x.json', '\ufeff[1]');
    expect(await textOf(s3Documents(s3), 'x.json')).toBe('[1]');
  });

  it('are refused where they are not UTF-8', async () => {
    const faulty = await faultyS3();
    faulty.rule = () => (response) => void response.end(Buffer.from('"é"', 'latin1'));
    await expect(textOf(s3Documents(faulty), 'x.json')).rejects.toThrow(new DocumentUnreadable('is not UTF-8 text'));
  });

  it('are missing where nothing stands', async () => {
    const s3 = await temporaryS3();
    await expect(s3Documents(s3).open('catalogs/none.json')).rejects.toMatchObject({
      name: 'DocumentUnreadable',
      message: 'no such object in the bucket',
      missing: true,
    });
  });

  it.each([
    'published/x/es.json',
    'x.json',
    '',
    'catalogs/../memory/x',
    'catalogs//x.json',
    'catalogs/',
    'catalogs/./x.json',
  ])('are not opened at %s where only some keys may be', async (key) => {
    const faulty = await faultyS3();
    const documents = s3Documents({ ...faulty, only: [CATALOGS_PREFIX, OVERRIDES_PREFIX, RUNS_PREFIX] });
    await expect(documents.open(key)).rejects.toThrow(new DocumentUnreadable('must stand under catalogs/'));
    expect(faulty.asked).toEqual([]);
  });

  it('are opened under every prefix that is allowed', async () => {
    const s3 = await temporaryS3();
    const documents = s3Documents({ ...s3, only: [CATALOGS_PREFIX, OVERRIDES_PREFIX, RUNS_PREFIX] });
    for (const key of ['catalogs/a/x.json', 'overrides/x/es.json', 'runs/r1/internal/supplied/x.json']) {
      await s3.store.write(key, key);
      expect(await textOf(documents, key)).toBe(key);
    }
  });

  it.each([
    ['s3://another/catalogs/x.json', 'must stand in the bucket shop-translations'],
    ['s3://shop-translations', 'expected s3://bucket/key'],
    ['s3://shop-translations/', 'expected s3://bucket/key'],
    ['s3:///x.json', 'expected s3://bucket/key'],
    ['s3://', 'expected s3://bucket/key'],
  ])('are not opened at %s', async (reference, message) => {
    const faulty = await faultyS3();
    await expect(s3Documents(faulty).open(reference)).rejects.toMatchObject({
      name: 'DocumentUnreadable',
      message,
      missing: false,
    });
    expect(faulty.asked).toEqual([]);
  });

  it('are for a later try where the bucket is in trouble, before and in the middle', async () => {
    const faulty = await faultyS3();
    await faulty.s3.store.write('x.json', 'x'.repeat(200_000));
    const documents = s3Documents(faulty);
    for (const fault of [answering(503, 'SlowDown'), cut()]) {
      faulty.rule = () => fault;
      await expect(textOf(documents, 'x.json')).rejects.toBeInstanceOf(StoreUnavailable);
    }
  });

  it('are unreadable, with the reason, where the bucket is not there', async () => {
    const s3 = await temporaryS3();
    const documents = s3Documents({ ...s3, bucket: 'none-such' });
    await expect(documents.open('x.json')).rejects.toMatchObject({
      name: 'DocumentUnreadable',
      message: 'cannot read s3://none-such/x.json: there is no bucket none-such',
      missing: false,
    });
  });
});

describe('a document that may not be read', () => {
  const denied = answering(403, 'AccessDenied');

  async function refused({ exists, list }: { exists: boolean; list: Fault | null }) {
    const faulty = await faultyS3();
    // A longer name alone is not the object itself.
    await faulty.s3.store.write('catalogs/x.glossary.json.old', '{}');
    if (exists) await faulty.s3.store.write('catalogs/x.glossary.json', '{}');
    faulty.rule = ({ what }) => (what === 'list' ? list : denied);
    return { faulty, documents: s3Documents(faulty) };
  }

  it.each([
    ['is not there, as the list shows', false, null, true],
    ['is there, as the list shows', true, null, false],
    ['may not be listed either', true, denied, true],
  ])('counts as missing: %s', async (_, exists, list, missing) => {
    const { documents } = await refused({ exists, list });
    await expect(documents.open('catalogs/x.glossary.json')).rejects.toMatchObject({
      name: 'DocumentUnreadable',
      message: expect.stringContaining('access denied; it takes the right s3:GetObject'),
      missing,
    });
  });

  it('is for a later try where the list is in trouble', async () => {
    const { documents } = await refused({ exists: true, list: answering(503, 'SlowDown') });
    await expect(documents.open('catalogs/x.glossary.json')).rejects.toBeInstanceOf(StoreUnavailable);
  });

  it('is passed over beside a catalog, and a fault where a request names it', async () => {
    const { documents } = await refused({ exists: true, list: denied });
    const faults: string[] = [];
    expect(await readGlossary({ glossary: null, catalog: 'catalogs/x.json' }, documents, faults)).not.toBeNull();
    expect(faults).toEqual([]);
    const named = { glossary: 'catalogs/x.glossary.json', catalog: 'catalogs/x.json' };
    expect(await readGlossary(named, documents, faults)).toBeNull();
    expect(faults).toEqual([
      expect.stringMatching(/^glossary catalogs\/x\.glossary\.json: cannot read .*access denied/),
    ]);
  });

  it('is unreadable, and not missing, where credentials have expired', async () => {
    const faulty = await faultyS3();
    faulty.rule = () => answering(400, 'ExpiredToken');
    await expect(s3Documents(faulty).open('x.json')).rejects.toMatchObject({ missing: false });
  });
});

describe('beside a catalog in a bucket', () => {
  it.each([
    ['catalogs/summer.json', 'catalogs/summer.glossary.json', 'overrides/summer/pt-BR.json'],
    [
      'catalogs/shop/summer.sale.jsonl',
      'catalogs/shop/summer.sale.glossary.json',
      'overrides/shop/summer.sale/pt-BR.json',
    ],
    ['s3://b/catalogs/x.json', 's3://b/catalogs/x.glossary.json', 's3://b/overrides/x/pt-BR.json'],
    [
      'runs/r1/internal/supplied/x.json',
      'runs/r1/internal/supplied/x.glossary.json',
      'runs/r1/internal/supplied/overrides/pt-BR.json',
    ],
    ['s3://b/x.json', 's3://b/x.glossary.json', 's3://b/overrides/pt-BR.json'],
    ['s3://b/v1.2/x', 's3://b/v1.2/x.glossary.json', 's3://b/v1.2/overrides/pt-BR.json'],
    ['x.json', 'x.glossary.json', 'overrides/pt-BR.json'],
  ])('%s stand %s and %s', (catalog, glossary, overrides) => {
    expect(besideInBucket.glossaryBeside(catalog)).toBe(glossary);
    expect(besideInBucket.overridesBeside(catalog, ES)).toBe(overrides);
  });
});

describe('a catalog in a bucket', () => {
  it.each([
    ['catalogs/summer.json', 'summer', true],
    ['catalogs/shop/summer.jsonl', 'shop/summer', true],
    ['catalogs/shop.v2/Summer Sale!.ndjson', 'shop.v2/Summer Sale!', true],
    ['catalogs/夏.json', '夏', true],
    ['catalogs/../../memory/./x.json', 'memory/x', true],
    ['catalogs/.hidden/..x/y.json', '.hidden/..x/y', true],
    ['catalogs/a//y.json', 'a/y', true],
    ['catalogs/.json', 'catalog', true],
    ['s3://b/catalogs/shop/summer.json', 'shop/summer', true],
    ['runs/r1/internal/supplied/inline.json', 'inline', false],
    ['s3://b/other/summer.json', 'summer', false],
    ['s3://catalogs/summer.json', 'summer', false],
    ['catalogs', 'catalogs', false],
    ['mycatalogs/x.json', 'x', false],
  ])('%s is called %s; published: %s', (key, name, isPublished) => {
    expect(besideInBucket.identify(key)).toEqual({ name, isPublished });
  });

  it('is referred to by bucket and key', () => {
    expect(parseS3Reference('s3://b/a/x y#?.json')).toEqual({ bucket: 'b', key: 'a/x y#?.json' });
  });
});
