import { execFile } from 'node:child_process';
import { appendFile, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { folderMemory } from '../../lib/adapters/folder-memory.ts';
import { memoryLines } from '../../lib/adapters/memory-lines.ts';
import type { Locale } from '../../lib/catalog/locale.ts';
import { WHOLE } from '../../lib/translate/memory.ts';
import { temporaryFolder } from '../fakes/folder.ts';
import { entry, keys } from './memory-entries.ts';

const PLACE = join('shop', 'fr', '0of1');
const SCOPE = { catalog: 'shop', locale: 'fr' as Locale, shard: WHOLE };

/** How a process begins that writes to the folder and under the name that it is called with. */
const PROGRAM = `
  const { folderMemory } = await import(${JSON.stringify(new URL('../../lib/adapters/folder-memory.ts', import.meta.url).href)});
  const [folder, name] = process.argv.slice(-2);
  const memory = folderMemory(folder);
  const scope = ${JSON.stringify(SCOPE)};
  await memory.save(scope, [{ key: 'first', target: 't', model: 'm', run: 'r', pseudo: false }]);`;
const evaluated = (program: string) => ['--import', 'tsx', '--input-type=module', '--eval', program];

describe('the translation memory in a folder', () => {
  it('gives back what was saved, also to another process that opens it later', async () => {
    const folder = await temporaryFolder();
    const entries = [{ ...entry('a', 'ligne\n"guillemets" \u2028 \ud83d\udc15'), pseudo: true }, entry('b')];
    const memory = folderMemory(folder);
    await memory.save(SCOPE, entries);
    await memory.flush();
    const { entries: recalled } = await folderMemory(folder).recall(SCOPE, keys('a', 'b', 'c'));
    expect([...recalled.values()]).toEqual(entries);
  });

  it('gives no more than it was asked for', async () => {
    const memory = folderMemory(await temporaryFolder());
    await memory.save(SCOPE, [entry('a'), entry('b')]);
    expect([...(await memory.recall(SCOPE, keys('b'))).entries.keys()]).toEqual(['b']);
  });

  it('holds nothing before the first save, and makes no folder for nothing', async () => {
    const folder = join(await temporaryFolder(), 'memory');
    const memory = folderMemory(folder);
    expect((await memory.recall(SCOPE, keys('a'))).entries).toEqual(new Map());
    await memory.save(SCOPE, []);
    await expect(readFile(folder)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('keeps catalogs and locales apart', async () => {
    const memory = folderMemory(await temporaryFolder());
    await memory.save(SCOPE, [entry('a')]);
    expect((await memory.recall({ ...SCOPE, locale: 'de' as Locale }, keys('a'))).entries).toEqual(new Map());
    expect((await memory.recall({ ...SCOPE, catalog: 'other' }, keys('a'))).entries).toEqual(new Map());
  });

  it('adds to what is there, and the last entry of a key wins', async () => {
    const folder = await temporaryFolder();
    const memory = folderMemory(folder);
    await memory.save(SCOPE, [entry('a', 'old'), entry('b')]);
    await memory.save(SCOPE, [entry('a', 'new')]);
    const { entries: recalled } = await memory.recall(SCOPE, keys('a', 'b'));
    expect([recalled.get('a')?.target, recalled.get('b')?.target]).toEqual(['new', '~b~']);
  });

  it.each([
    ['in the middle', 25],
    ['in the middle of a letter', memoryLines([entry('cut', 'é')]).indexOf('é') + 1],
    ['just before it would have ended', Buffer.byteLength(memoryLines([entry('cut', 'é')])) - 2],
  ])('passes over a last line that a kill has cut %s, and damages nothing', async (_, bytes) => {
    const folder = await temporaryFolder();
    const killed = folderMemory(folder);
    await killed.save(SCOPE, [entry('before')]);
    const [journal = ''] = await readdir(join(folder, PLACE));
    await appendFile(join(folder, PLACE, journal), Buffer.from(memoryLines([entry('cut', 'é')])).subarray(0, bytes));
    const memory = folderMemory(folder);
    await memory.save(SCOPE, [entry('after')]);
    const { entries, damaged } = await memory.recall(SCOPE, keys('before', 'cut', 'after'));
    expect([[...entries.keys()], damaged]).toEqual([['before', 'after'], []]);
  });

  it('takes a last line of a journal that only its line break is missing of', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, PLACE), { recursive: true });
    await writeFile(join(folder, PLACE, 'any.journal.jsonl'), memoryLines([entry('a')]).trimEnd());
    expect((await folderMemory(folder).recall(SCOPE, keys('a'))).entries.size).toBe(1);
  });

  it('writes on in another file where a write has failed half way', async () => {
    const folder = await temporaryFolder();
    const program = `${PROGRAM}
      const failed = await memory.save(scope, [{ key: 'long', target: 'x'.repeat(20_000), model: 'm', run: 'r', pseudo: false }])
        .then(() => 'saved', ({ name }) => name);
      await memory.save(scope, [{ key: 'after', target: 't', model: 'm', run: 'r', pseudo: false }]);
      await memory.flush();
      console.log(failed);`;
    // No file of this process may grow over 8 KB: what is longer is cut, as on a full disk.
    const shell = 'ulimit -f 8; exec "$@"';
    const { stdout } = await promisify(execFile)('bash', [
      '-c',
      shell,
      'bash',
      process.execPath,
      ...evaluated(program),
      folder,
      'x',
    ]);
    expect(stdout.trim()).toBe('StoreRefused');
    const { entries, damaged } = await folderMemory(folder).recall(SCOPE, keys('first', 'long', 'after'));
    expect([[...entries.keys()], damaged]).toEqual([['first', 'after'], []]);
  });

  it('keeps what is open in a journal, which a flush closes, of its scope alone', async () => {
    const folder = await temporaryFolder();
    const memory = folderMemory(folder);
    const german = { ...SCOPE, locale: 'de' as Locale };
    const files = async () =>
      (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.jsonl')).sort();
    await memory.save(SCOPE, [entry('a')]);
    await memory.save(SCOPE, [entry('b')]);
    await memory.save(german, [entry('a')]);
    expect(await files()).toEqual([expect.stringMatching(/de.*\.journal\./), expect.stringMatching(/fr.*\.journal\./)]);
    await memory.flush(SCOPE);
    await memory.flush(SCOPE);
    expect(await files()).toEqual([
      expect.stringMatching(/de.*\.journal\./),
      expect.stringMatching(/fr.*Z-[0-9a-f]{10}\.jsonl$/),
    ]);
    await memory.save(SCOPE, [entry('c')]);
    expect((await memory.recall(SCOPE, keys('a', 'b', 'c'))).entries.size).toBe(3);
    await memory.flush();
    expect(await files()).toHaveLength(3);
    expect((await files()).join()).not.toContain('journal');
  });

  it('begins another journal after an hour: one that is a day old has no process that adds to it', async () => {
    const folder = await temporaryFolder();
    let now = Date.UTC(2026, 10, 21);
    const memory = folderMemory(folder, { now: () => now });
    await memory.save(SCOPE, [entry('a')]);
    now += 3_500_000;
    await memory.save(SCOPE, [entry('b')]);
    expect(await readdir(join(folder, PLACE))).toHaveLength(1);
    now += 200_000;
    await memory.save(SCOPE, [entry('c')]);
    expect((await readdir(join(folder, PLACE))).filter((name) => name.includes('journal'))).toHaveLength(1);
    expect(await readdir(join(folder, PLACE))).toHaveLength(2);
    expect((await memory.recall(SCOPE, keys('a', 'b', 'c'))).entries.size).toBe(3);
  });

  it('loses nothing of many saves side by side', async () => {
    const folder = await temporaryFolder();
    const names = Array.from({ length: 300 }, (_, index) => `k${index}`);
    const memories = [folderMemory(folder), folderMemory(folder)];
    await Promise.all(
      names.map((name, index) => memories[index % 2]!.save(SCOPE, [entry(name, name.repeat(200)), entry(`${name}-b`)])),
    );
    const { entries: recalled } = await folderMemory(folder).recall(
      SCOPE,
      keys(...names, ...names.map((name) => `${name}-b`)),
    );
    expect(recalled.size).toBe(600);
  });

  it('loses nothing of two processes that write at the same time', async () => {
    const folder = await temporaryFolder();
    const program = `${PROGRAM}
      for (let i = 0; i < 300; i++) {
        const target = name.repeat(2000);
        await memory.save(scope, [{ key: name + i, target, model: 'm', run: name, pseudo: false }]);
      }`;
    const writer = (name: string) => promisify(execFile)(process.execPath, [...evaluated(program), folder, name]);
    await Promise.all([writer('x'), writer('y')]);
    const names = ['x', 'y'].flatMap((name) => Array.from({ length: 300 }, (_, index) => `${name}${index}`));
    const { entries: recalled } = await folderMemory(folder).recall(SCOPE, keys(...names));
    expect(recalled.size).toBe(600);
    for (const [key, { target }] of recalled) expect(target).toBe((key[0] ?? '').repeat(2_000));
  });

  it('passes over what leads to no file: a link to nothing, to itself or to a folder, and a pipe', async () => {
    const folder = await temporaryFolder();
    const place = join(folder, PLACE);
    await mkdir(join(folder, 'elsewhere'), { recursive: true });
    await mkdir(place, { recursive: true });
    await writeFile(join(folder, 'elsewhere', 'real'), memoryLines([entry('linked')]));
    const links = {
      nothing: 'gone',
      itself: 'itself.jsonl',
      folder: '../../../elsewhere',
      file: '../../../elsewhere/real',
    };
    for (const [name, to] of Object.entries(links)) await symlink(to, join(place, `${name}.jsonl`));
    await mkdir(join(place, 'folder-itself.jsonl'));
    await promisify(execFile)('mkfifo', [join(place, 'pipe.jsonl')]);
    const memory = folderMemory(folder);
    await memory.save(SCOPE, [entry('a')]);
    const { entries, damaged } = await memory.recall(SCOPE, keys('a', 'linked'));
    expect([[...entries.keys()].sort(), damaged]).toEqual([['a', 'linked'], []]);
    expect(await memory.compact(SCOPE)).toEqual({ damaged: [] });
  });

  it('says which file it could not reach, and why', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'memory'), 'a file where a folder should be');
    const memory = folderMemory(join(folder, 'memory'));
    const place = join(folder, 'memory', PLACE);
    const refused = { name: 'StoreRefused', cause: expect.objectContaining({ code: expect.any(String) }) };
    await expect(memory.recall(SCOPE, keys('a'))).rejects.toMatchObject({
      ...refused,
      message: `cannot list ${place}: ENOTDIR`,
    });
    await expect(memory.save(SCOPE, [entry('a')])).rejects.toMatchObject({
      ...refused,
      message: expect.stringMatching(/^cannot write .*\.jsonl: E/),
    });
    await mkdir(join(folder, 'ok', PLACE), { recursive: true });
    await symlink('/proc/self/mem', join(folder, 'ok', PLACE, 'a.jsonl'));
    await expect(folderMemory(join(folder, 'ok')).recall(SCOPE, keys('a'))).rejects.toMatchObject({
      name: expect.stringMatching(/^Store/),
      message: expect.stringMatching(/^cannot read .*a\.jsonl: E/),
    });
  });
});
