import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { folderStore } from '../../lib/adapters/folder-store.ts';
import { StoreRefused } from '../../lib/run/contract/errors.ts';
import type { Store } from '../../lib/run/store.ts';
import { temporaryFolder } from '../fakes/folder.ts';
import { cutText } from './utf8-texts.ts';

async function store() {
  const outer = await temporaryFolder();
  const folder = join(outer, 'out');
  await writeFile(join(outer, 'secret.json'), 'not yours');
  return { outer, folder, store: folderStore(folder) };
}

describe('a store in a folder', () => {
  it('gives back what was written, at any depth, and the last of it', async () => {
    const { folder, store: one } = await store();
    await one.write('r1/internal/00000/fr.part.json', 'first');
    await one.write('r1/internal/00000/fr.part.json', 'zwei: ü 🐕\n');
    expect(await one.read('r1/internal/00000/fr.part.json')).toBe('zwei: ü 🐕\n');
    expect(await readFile(join(folder, 'r1/internal/00000/fr.part.json'), 'utf8')).toBe('zwei: ü 🐕\n');
  });

  it('gives null for what is not there, and makes no folder by looking', async () => {
    const { outer, store: one } = await store();
    expect(await one.read('r1/merged.json')).toBeNull();
    expect(await one.list('r1/')).toEqual([]);
    expect(await readdir(outer)).toEqual(['secret.json']);
  });

  it('lists by the beginning of the key, at every depth, in order', async () => {
    const { store: one } = await store();
    for (const key of ['r2/b.json', 'r1/b.json', 'r10/a.json', 'r1/a/2.json', 'r1/a/10.json', 'r1/a.json', 'top.json'])
      await one.write(key, '');
    expect(await one.list('r1/')).toEqual(['r1/a.json', 'r1/a/10.json', 'r1/a/2.json', 'r1/b.json']);
    expect(await one.list('r1/a')).toEqual(['r1/a.json', 'r1/a/10.json', 'r1/a/2.json']);
    expect(await one.list('r1')).toEqual(['r1/a.json', 'r1/a/10.json', 'r1/a/2.json', 'r1/b.json', 'r10/a.json']);
    expect(await one.list('none')).toEqual([]);
    expect(await one.list('')).toHaveLength(7);
  });

  it('lists nothing that is only half written', async () => {
    const { folder, store: one } = await store();
    await one.write('r1/a.json', '{}');
    // What a kill in the middle of a write leaves.
    await writeFile(join(folder, 'r1', 'b.json.3482934'), '{"half');
    expect(await one.list('r1/')).toEqual(['r1/a.json']);
  });

  it.each(['../secret.json', 'r1/../../secret.json', '/etc/hostname', '../out-other/x', '..'])(
    'refuses the key %s, which leads out',
    async (key) => {
      const { outer, store: one } = await store();
      await expect(one.read(key)).rejects.toThrow(StoreRefused);
      await expect(one.write(key, 'mine')).rejects.toThrow(`${key} leads out of`);
      await expect(one.list(key === '..' ? '../' : key)).rejects.toThrow(StoreRefused);
      expect(await readFile(join(outer, 'secret.json'), 'utf8')).toBe('not yours');
      expect(await readdir(outer)).toEqual(['secret.json']);
    },
  );

  it('says which file it could not reach, and why', async () => {
    const { folder, store: one } = await store();
    await one.write('r1', 'a file where a folder should be');
    const path = join(folder, 'r1', 'merged.json');
    await expect(one.write('r1/merged.json', '{}')).rejects.toMatchObject({
      name: 'StoreRefused',
      message: expect.stringMatching(/^cannot write .*: E(NOTDIR|EXIST)$/),
      cause: expect.any(Error),
    });
    await expect(one.write('r1/merged.json', '{}')).rejects.toThrow(path);
    await expect(one.read('r1/merged.json')).rejects.toMatchObject({
      name: 'StoreRefused',
      message: `cannot read ${path}: ENOTDIR`,
    });
    await mkdir(join(folder, 'folder.json'));
    await expect(one.read('folder.json')).rejects.toThrow(StoreRefused);
  });

  it('shows a reader whole files only, however often they are rewritten, and leaves nothing else behind', async () => {
    const { folder, store: one } = await store();
    const texts = ['a', 'b', 'c'].map((letter) => letter.repeat(300_000));
    const key = 'r1/merged.json';
    await one.write(key, texts[0]!);
    let writing = true;
    const writers = Promise.all(
      texts.map(async (text) => {
        for (let round = 0; round < 25; round++) await one.write(key, text);
      }),
    ).finally(() => {
      writing = false;
    });
    const seen = new Set<string | null>();
    while (writing) seen.add(await readFile(join(folder, key), 'utf8'));
    await writers;
    for (const text of seen) expect(texts.includes(text ?? ''), `${text?.length} characters`).toBe(true);
    expect(await readdir(join(folder, 'r1'))).toEqual(['merged.json']);
  });

  it('gives back any text as it was written, whole or in pieces, read whole or in pieces', async () => {
    const { folder, store: one } = await store();
    await fc.assert(
      fc.asyncProperty(cutText, async ({ text, pieces }) => {
        await one.writePieces('r1/any.txt', pieces);
        expect([await one.read('r1/any.txt'), await streamed(one, 'r1/any.txt')]).toEqual([text, text]);
      }),
      { numRuns: 50 },
    );
    expect(await readdir(join(folder, 'r1'))).toEqual(['any.txt']);
  });

  it('streams what is larger than it reads or writes at once', async () => {
    const { store: one } = await store();
    const line = 'é€🐕'.repeat(1_000);
    await one.writePieces(
      'large.txt',
      (async function* () {
        for (let index = 0; index < 300; index++) yield line;
      })(),
    );
    let pieces = 0;
    let text = '';
    for await (const piece of (await one.open('large.txt')) ?? []) {
      pieces++;
      text += piece;
    }
    expect(pieces).toBeGreaterThan(10);
    expect(text === line.repeat(300)).toBe(true);
  });

  it('opens nothing where nothing stands', async () => {
    expect(await (await store()).store.open('r1/none.json')).toBeNull();
  });

  it.each([0, 100_000, 1_000_000])(
    'leaves what stood there, and nothing else, where pieces fail after %i letters',
    async (count) => {
      const { folder, store: one } = await store();
      await one.write('r1/result.json', 'before');
      const broken = Object.assign(new Error('the pieces are broken'), { code: 'ENOSPC' });
      const pieces = function* () {
        for (let made = 0; made < count; made += 10_000) yield 'x'.repeat(10_000);
        throw broken;
      };
      await expect(one.writePieces('r1/result.json', pieces())).rejects.toBe(broken);
      await expect(one.writePieces('r1/other.json', pieces())).rejects.toBe(broken);
      expect(await one.read('r1/result.json')).toBe('before');
      expect(await readdir(join(folder, 'r1'))).toEqual(['result.json']);
    },
  );

  it('lists nothing of what is being written, and shows it whole when it is', async () => {
    const { folder, store: one } = await store();
    await one.write('r1/a.json', 'before');
    await one.writePieces(
      'r1/a.json',
      (async function* () {
        yield 'x'.repeat(600_000);
        expect(await readdir(join(folder, 'r1'))).toHaveLength(2);
        expect(await one.list('r1/')).toEqual(['r1/a.json']);
        expect(await one.read('r1/a.json')).toBe('before');
        yield 'y';
      })(),
    );
    expect(await one.read('r1/a.json')).toBe(`${'x'.repeat(600_000)}y`);
  });

  it('refuses to open, or to write in pieces, what leads out or what is a folder', async () => {
    const { folder, store: one } = await store();
    await expect(one.open('../secret.json')).rejects.toThrow('../secret.json leads out of');
    await expect(one.writePieces('../secret.json', ['mine'])).rejects.toThrow('../secret.json leads out of');
    await mkdir(join(folder, 'folder.json'), { recursive: true });
    await expect(streamed(one, 'folder.json')).rejects.toBeInstanceOf(StoreRefused);
    await expect(one.writePieces('folder.json', ['x'])).rejects.toThrow(/^cannot write .*folder\.json: E/);
    expect(await readdir(folder)).toEqual(['folder.json']);
  });

  it('makes no pieces where it cannot write', async () => {
    const { store: one } = await store();
    let made = 0;
    const pieces = function* () {
      made++;
      yield 'x';
    };
    await expect(one.writePieces('x'.repeat(300), pieces())).rejects.toMatchObject({
      name: 'StoreRefused',
      message: expect.stringMatching(/: ENAMETOOLONG$/),
    });
    expect(made).toBe(0);
  });
});

async function streamed(one: Store, key: string): Promise<string> {
  let text = '';
  for await (const piece of (await one.open(key)) ?? []) text += piece;
  return text;
}
