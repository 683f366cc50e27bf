import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileDocuments } from '../../lib/adapters/file-documents.ts';
import type { Locale } from '../../lib/catalog/locale.ts';
import { DocumentUnreadable } from '../../lib/run/ports.ts';
import { temporaryFolder } from '../fakes/folder.ts';

async function written(content: string | Uint8Array): Promise<string> {
  const file = join(await temporaryFolder(), 'catalog.json');
  await writeFile(file, content);
  return file;
}

async function chunksOf(file: string): Promise<string[]> {
  const chunks: string[] = [];
  for await (const chunk of await fileDocuments.open(file)) chunks.push(chunk);
  return chunks;
}

describe('documents in files', () => {
  it('come in pieces, with letters that lie across two of them whole', async () => {
    for (const shift of ['', 'a', 'ab', 'abc']) {
      const text = shift + 'é€🐕'.repeat(40_000);
      const chunks = await chunksOf(await written(text));
      expect(chunks.length).toBeGreaterThan(1);
      expect(chunks.join('') === text).toBe(true);
    }
  });

  it('come without the mark that some editors put first', async () => {
    expect((await chunksOf(await written('\ufeff[1]'))).join('')).toBe('[1]');
  });

  it('may be empty', async () => {
    expect((await chunksOf(await written(''))).join('')).toBe('');
  });

  it.each([
    ['a byte that UTF-8 has not', [0x5b, 0xff, 0x5d]],
    ['Latin-1', [...Buffer.from('"é"', 'latin1')]],
    ['a letter cut at the end', [0x22, 0xe2, 0x82]],
  ])('are refused for %s', async (_, bytes) => {
    const refused = chunksOf(await written(Uint8Array.from(bytes)));
    await expect(refused).rejects.toMatchObject({ name: 'DocumentUnreadable', message: 'is not UTF-8 text' });
  });

  it('are refused where there is no such file, or a folder', async () => {
    const folder = await temporaryFolder();
    const missing = new DocumentUnreadable('no such file', { missing: true });
    await expect(fileDocuments.open(join(folder, 'none.json'))).rejects.toThrow(missing);
    await expect(fileDocuments.open(folder)).rejects.toThrow(new DocumentUnreadable('is a folder'));
    const file = await written('');
    await expect(fileDocuments.open(join(file, 'x.json'))).rejects.toThrow(missing);
  });

  it.each([
    ['shop/summer.json', 'shop/summer.glossary.json', 'shop/overrides/pt-BR.json'],
    ['shop/v1.2/summer.sale.jsonl', 'shop/v1.2/summer.sale.glossary.json', 'shop/v1.2/overrides/pt-BR.json'],
    ['v1.2/summer', 'v1.2/summer.glossary.json', 'v1.2/overrides/pt-BR.json'],
    ['/summer.json', '/summer.glossary.json', '/overrides/pt-BR.json'],
    ['summer.json', 'summer.glossary.json', 'overrides/pt-BR.json'],
  ])('beside %s stand %s and %s', (catalog, glossary, overrides) => {
    expect(fileDocuments.glossaryBeside(catalog)).toBe(glossary);
    expect(fileDocuments.overridesBeside(catalog, 'pt-BR' as Locale)).toBe(overrides);
  });

  it.each([
    ['shop/summer.json', 'summer'],
    ['C:\\shop\\Summer Sale!.JSONL', 'Summer_Sale_'],
    ['summer.v2.ndjson', 'summer.v2'],
    ['/x/..hidden.json', 'hidden'],
    ['shop/.json', 'catalog'],
    ['catalogs/summer.json', 'summer'],
  ])('at %s hold the catalog %s, which is never published', (path, name) => {
    expect(fileDocuments.identify(path)).toEqual({ name, isPublished: false });
  });
});
