import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Locale } from '../../lib/catalog/locale.ts';
import { localDocuments } from '../../lib/local/documents.ts';
import { readGlossary, readOverrides } from '../../lib/run/steps/documents.ts';
import { temporaryFolder } from '../fakes/folder.ts';
import { temporaryS3 } from '../fakes/s3.ts';
import { answering, faultyS3 } from './s3-proxy.ts';

const FR = 'fr' as Locale;

afterEach(() => {
  vi.unstubAllEnvs();
});

function stubEnvironment(env: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
}

async function textOf(reference: string, documents = localDocuments()): Promise<string> {
  let text = '';
  for await (const piece of await documents.open(reference)) text += piece;
  return text;
}

describe('documents for a run on this machine', () => {
  it('are files, with what stands beside them', async () => {
    const file = join(await temporaryFolder(), 'summer.json');
    await writeFile(file, '[1]');
    expect(await textOf(file)).toBe('[1]');
    const documents = localDocuments();
    expect(documents.identify(file)).toEqual({ name: 'summer', isPublished: false });
    expect(documents.glossaryBeside('shop/summer.json')).toBe('shop/summer.glossary.json');
    expect(documents.overridesBeside('shop/summer.json', FR)).toBe(join('shop', 'overrides', 'fr.json'));
  });

  it('are objects of any bucket that is named, with what stands beside them there', async () => {
    const s3 = await temporaryS3();
    stubEnvironment(s3.env);
    const documents = localDocuments();
    const catalog = `s3://${s3.bucket}/catalogs/shop/summer.json`;
    await s3.store.write('catalogs/shop/summer.json', '["é"]');
    await s3.store.write(
      'catalogs/shop/summer.glossary.json',
      JSON.stringify({ terms: [{ source: 'KETL', doNotTranslate: true }] }),
    );
    await s3.store.write('overrides/shop/summer/fr.json', JSON.stringify({ 1: { features: 'souple' } }));
    expect(await textOf(catalog, documents)).toBe('["é"]');
    expect(documents.identify(catalog)).toEqual({ name: 'summer', isPublished: false });
    const faults: string[] = [];
    const glossary = await readGlossary({ glossary: null, catalog }, documents, faults);
    expect(glossary?.terms).toMatchObject([{ source: 'KETL', doNotTranslate: true }]);
    const overrides = await readOverrides(catalog, [FR, 'de' as Locale], documents, faults);
    expect([...overrides]).toEqual([['fr', { 1: { features: 'souple' } }]]);
    expect(faults).toEqual([]);
  });

  it('are read by who may read the catalog and nothing else', async () => {
    const faulty = await faultyS3();
    stubEnvironment({ ...faulty.s3.env, AWS_ENDPOINT_URL_S3: faulty.url });
    await faulty.s3.store.write('x.json', '[1]');
    // Without the right to list, S3 says of what is missing that it may not be read.
    faulty.rule = ({ key }) => (key === 'x.json' ? null : answering(403, 'AccessDenied'));
    const documents = localDocuments();
    const catalog = `s3://${faulty.bucket}/x.json`;
    const faults: string[] = [];
    expect(await textOf(catalog, documents)).toBe('[1]');
    expect(await readGlossary({ glossary: null, catalog }, documents, faults)).not.toBeNull();
    expect([...(await readOverrides(catalog, [FR], documents, faults))]).toEqual([]);
    expect(faults).toEqual([]);
  });

  it('are refused where a bucket or a key is not named', async () => {
    for (const reference of ['s3://', 's3://bucket', 's3://bucket/'])
      await expect(textOf(reference)).rejects.toMatchObject({ name: 'DocumentUnreadable' });
  });

  it('load no AWS SDK until a bucket is named', async () => {
    const s3 = await temporaryS3();
    await s3.store.write('x.json', '[1]');
    const file = join(await temporaryFolder(), 'summer.json');
    await writeFile(file, '[1]');
    const deps = new URL('../../lib/local/deps.ts', import.meta.url).href;
    const read = (reference: string) =>
      promisify(execFile)(
        process.execPath,
        ['--import', 'tsx', '--input-type=module', '--eval', READ, deps, reference],
        { env: { ...process.env, ...s3.env, NODE_DEBUG: 'esm' }, maxBuffer: 256 << 20 },
      );
    const [fromFile, fromBucket] = await Promise.all([read(file), read(`s3://${s3.bucket}/x.json`)]);
    expect([fromFile.stdout, fromBucket.stdout]).toEqual(['[1]', '[1]']);
    expect(fromBucket.stderr).toMatch(/@aws-sdk/);
    expect(fromFile.stderr).toMatch(/file-documents/);
    expect(fromFile.stderr).not.toMatch(/@aws-sdk|@smithy/);
  }, 30_000);
});

const READ = `
  const [deps, reference] = process.argv.slice(-2);
  const { localDeps } = await import(deps);
  for await (const piece of await localDeps('out', {}).documents.open(reference)) process.stdout.write(piece);`;
