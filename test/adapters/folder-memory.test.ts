import { execFile } from 'node:child_process';
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { folderMemory } from '../../lib/adapters/folder-memory.ts';
import type { Locale } from '../../lib/catalog/locale.ts';
import { StoreRefused } from '../../lib/run/contract/errors.ts';
import { temporaryFolder } from '../fakes/folder.ts';
import { entry, keys } from './memory-entries.ts';

const SCOPE = { catalog: 'shop', locale: 'fr' as Locale };

describe('the translation memory in a folder', () => {
  it('gives back what was saved, also to another process that opens it later', async () => {
    const folder = await temporaryFolder();
    const entries = [{ ...entry('a', 'ligne\n"guillemets" \u2028 \ud83d\udc15'), pseudo: true }, entry('b')];
    const memory = folderMemory(folder);
    await memory.save(SCOPE, entries);
    await memory.flush();
    const recalled = await folderMemory(folder).recall(SCOPE, keys('a', 'b', 'c'));
    expect([...recalled.values()]).toEqual(entries);
  });

  it('gives no more than it was asked for', async () => {
    const memory = folderMemory(await temporaryFolder());
    await memory.save(SCOPE, [entry('a'), entry('b')]);
    expect([...(await memory.recall(SCOPE, keys('b'))).keys()]).toEqual(['b']);
  });

  it('holds nothing before the first save, and makes no folder for nothing', async () => {
    const folder = join(await temporaryFolder(), 'memory');
    const memory = folderMemory(folder);
    expect(await memory.recall(SCOPE, keys('a'))).toEqual(new Map());
    await memory.save(SCOPE, []);
    await expect(readFile(folder)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('keeps catalogs and locales apart', async () => {
    const memory = folderMemory(await temporaryFolder());
    await memory.save(SCOPE, [entry('a')]);
    expect(await memory.recall({ ...SCOPE, locale: 'de' as Locale }, keys('a'))).toEqual(new Map());
    expect(await memory.recall({ ...SCOPE, catalog: 'other' }, keys('a'))).toEqual(new Map());
  });

  it('adds to what is there, and the last entry of a key wins', async () => {
    const folder = await temporaryFolder();
    const memory = folderMemory(folder);
    await memory.save(SCOPE, [entry('a', 'old'), entry('b')]);
    await memory.save(SCOPE, [entry('a', 'new')]);
    const recalled = await memory.recall(SCOPE, keys('a', 'b'));
    expect([recalled.get('a')?.target, recalled.get('b')?.target]).toEqual(['new', '~b~']);
    expect(await readFile(join(folder, 'shop', 'fr.jsonl'), 'utf8')).toContain('"old"');
  });

  it.each([
    ['a line that a kill cut short', JSON.stringify(entry('cut')).slice(0, 25)],
    ['a line cut in the middle of a letter', Buffer.from(JSON.stringify(entry('cut', 'é'))).subarray(0, 26)],
    ['a line of another shape', '{"key":"cut","target":5}'],
    ['a line of something else', 'hello'],
  ])('passes over %s, and loses neither the entry before it nor the one after', async (_, line) => {
    const folder = await temporaryFolder();
    const memory = folderMemory(folder);
    await memory.save(SCOPE, [entry('before')]);
    await appendFile(join(folder, 'shop', 'fr.jsonl'), line);
    await memory.save(SCOPE, [entry('after')]);
    expect([...(await memory.recall(SCOPE, keys('before', 'cut', 'after'))).keys()]).toEqual(['before', 'after']);
  });

  it('loses nothing of many saves side by side', async () => {
    const folder = await temporaryFolder();
    const names = Array.from({ length: 300 }, (_, index) => `k${index}`);
    const memories = [folderMemory(folder), folderMemory(folder)];
    await Promise.all(
      names.map((name, index) => memories[index % 2]!.save(SCOPE, [entry(name, name.repeat(200)), entry(`${name}-b`)])),
    );
    const recalled = await folderMemory(folder).recall(SCOPE, keys(...names, ...names.map((name) => `${name}-b`)));
    expect(recalled.size).toBe(600);
  });

  it('loses nothing of two processes that write at the same time', async () => {
    const folder = await temporaryFolder();
    const module = new URL('../../lib/adapters/folder-memory.ts', import.meta.url).href;
    const program = `
      const { folderMemory } = await import(${JSON.stringify(module)});
      const [folder, name] = process.argv.slice(-2);
      const memory = folderMemory(folder);
      for (let i = 0; i < 300; i++) {
        const target = name.repeat(2000);
        await memory.save({ catalog: 'shop', locale: 'fr' }, [
          { key: name + i, target, model: 'm', run: name, pseudo: false },
        ]);
      }`;
    const writer = (name: string) =>
      promisify(execFile)(process.execPath, [
        '--import',
        'tsx',
        '--input-type=module',
        '--eval',
        program,
        folder,
        name,
      ]);
    await Promise.all([writer('x'), writer('y')]);
    const names = ['x', 'y'].flatMap((name) => Array.from({ length: 300 }, (_, index) => `${name}${index}`));
    const recalled = await folderMemory(folder).recall(SCOPE, keys(...names));
    expect(recalled.size).toBe(600);
    for (const [key, { target }] of recalled) expect(target).toBe((key[0] ?? '').repeat(2_000));
  });

  it('says which file it could not reach, and why', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'memory'), 'a file where a folder should be');
    const memory = folderMemory(join(folder, 'memory'));
    const file = join(folder, 'memory', 'shop', 'fr.jsonl');
    const refused = { name: 'StoreRefused', cause: expect.objectContaining({ code: expect.any(String) }) };
    await expect(memory.recall(SCOPE, keys('a'))).rejects.toMatchObject({
      ...refused,
      message: `cannot read ${file}: ENOTDIR`,
    });
    await expect(memory.save(SCOPE, [entry('a')])).rejects.toMatchObject({
      ...refused,
      message: expect.stringMatching(/^cannot write .*fr\.jsonl: E/),
    });
    await mkdir(join(folder, 'ok', 'shop', 'fr.jsonl'), { recursive: true });
    await expect(folderMemory(join(folder, 'ok')).recall(SCOPE, keys('a'))).rejects.toBeInstanceOf(StoreRefused);
  });
});
