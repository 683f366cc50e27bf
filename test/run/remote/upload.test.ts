import { expect, it } from 'vitest';
import { fileDocuments } from '../../../lib/adapters/file-documents.ts';
import { inMemoryStore } from '../../../lib/adapters/memory-store.ts';
import { besideInBucket } from '../../../lib/adapters/s3-references.ts';
import type { Locale } from '../../../lib/catalog/locale.ts';
import { type Documents, DocumentUnreadable } from '../../../lib/run/ports.ts';
import { uploadRequest } from '../../../lib/run/remote/upload.ts';
import { fakeExecutions } from '../../fakes/executions.ts';
import { skippingClock } from '../../fakes/skipping-clock.ts';

function filesHere(texts: Readonly<Record<string, string | Error>>) {
  const from: Documents = {
    ...fileDocuments,
    async open(reference) {
      const text = texts[reference];
      if (text === undefined) throw new DocumentUnreadable('no such file', { missing: true });
      if (text instanceof Error) throw text;
      return [text.slice(0, 3), text.slice(3)];
    },
  };
  const runs = inMemoryStore();
  const documents: Documents = { ...besideInBucket, open: from.open };
  const remote = { bucket: 'shop', executions: fakeExecutions(), runs, documents, clock: skippingClock() };
  const aborting = new AbortController();
  return {
    runs,
    aborting,
    upload: (catalog: string, more: object = {}) => {
      const request = { catalog, locales: ['es'], ...more } as const;
      const own = { runId: 'r', locales: ['es' as Locale], from, signal: aborting.signal };
      return uploadRequest({ ...own, request: { ...request, locales: ['es'] } }, remote);
    },
  };
}

it('copies a catalog whole, under its own name, and says where it stands', async () => {
  const { upload, runs } = filesHere({ 'deep/my shop.jsonl': '{"a":1}\n' });

  const request = await upload('deep/my shop.jsonl', { maxUsd: 3 });

  expect(request).toEqual({
    catalog: 'runs/r/internal/supplied/my shop.jsonl',
    locales: ['es'],
    maxUsd: 3,
    glossary: null,
    profile: null,
  });
  expect(await runs.list('')).toEqual(['r/internal/supplied/my shop.jsonl']);
  expect(await runs.read('r/internal/supplied/my shop.jsonl')).toBe('{"a":1}\n');
});

it('leaves the glossary beside the catalog at home where another is named', async () => {
  const { upload, runs } = filesHere({ 'x.json': '[]', 'x.glossary.json': '{"beside":1}', 'g.json': '{"named":1}' });

  expect(await upload('x.json', { glossary: 'g.json' })).toMatchObject({
    glossary: 'runs/r/internal/supplied/glossary.json',
  });

  expect(await runs.list('')).toEqual(['r/internal/supplied/glossary.json', 'r/internal/supplied/x.json']);
  expect(await runs.read('r/internal/supplied/glossary.json')).toBe('{"named":1}');
});

it.each(['catalogs/x.json', 'runs/q/catalogs/de.json'])('leaves %s of the own bucket where it is', async (key) => {
  const { upload, runs } = filesHere({});

  expect(await upload(`s3://shop/${key}`, { glossary: `s3://shop/${key}` })).toMatchObject({
    catalog: key,
    glossary: key,
  });
  expect(await runs.list('')).toEqual([]);
});

it.each(['s3://shop/elsewhere/x.json', 's3://shop-2/catalogs/x.json'])('copies %s', async (reference) => {
  const { upload } = filesHere({ [reference]: '[]' });

  expect(await upload(reference)).toMatchObject({ catalog: 'runs/r/internal/supplied/x.json' });
});

it('says what cannot be read, also beside the catalog', async () => {
  const unreadable = new DocumentUnreadable('may not be read');

  await expect(filesHere({}).upload('x.json')).rejects.toThrow('no such file');
  const { upload } = filesHere({ 'x.json': '[]', 'overrides/es.json': unreadable });
  await expect(upload('x.json')).rejects.toThrow('may not be read');
});

it('copies nothing more once it is called off', async () => {
  const { upload, runs, aborting } = filesHere({ 'x.json': '[1, 2]' });
  aborting.abort(new Error('called off'));

  await expect(upload('x.json')).rejects.toThrow('called off');
  expect(await runs.list('')).toEqual([]);
});
