import { spawnSync } from 'node:child_process';
import { mkdir, readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diskError } from '../../lib/adapters/disk.ts';
import { LEFTOVER_MS, scratchFolder } from '../../lib/adapters/scratch-folder.ts';
import { temporaryFolder } from '../fakes/folder.ts';

const KEY = 'r1/internal/p/00000/batch.json';

/** A scratch folder that a process left so long ago. */
async function leftover(parent: string, name: string, ageMs: number): Promise<void> {
  const folder = join(parent, name);
  await mkdir(join(folder, 'r0/internal'), { recursive: true });
  await writeFile(join(folder, 'r0/internal/batch.json'), '{}');
  const then = new Date(Date.now() - ageMs);
  await utimes(folder, then, then);
}

describe('a scratch folder', () => {
  it('gives back what was written, to nobody else, and leaves nothing', async () => {
    const parent = await temporaryFolder();
    const { store, remove } = await scratchFolder({ parent })();
    await store.write(KEY, 'ü 🐕\n');
    expect([await store.read(KEY), await store.read('r1/none.json')]).toEqual(['ü 🐕\n', null]);
    const [name = ''] = await readdir(parent);
    expect(name).toMatch(/^translation-fanout-/);
    expect((await stat(join(parent, name))).mode & 0o777).toBe(0o700);
    await remove();
    expect(await readdir(parent)).toEqual([]);
    await remove();
  });

  it('goes with its process, where that ends in the middle of the work', async () => {
    const parent = await temporaryFolder();
    const program = `
      import { scratchFolder } from ${JSON.stringify(new URL('../../lib/adapters/scratch-folder.ts', import.meta.url).href)};
      import { readdirSync } from 'node:fs';
      const { store } = await scratchFolder({ parent: ${JSON.stringify(parent)} })();
      await store.write('${KEY}', '{}');
      console.log(readdirSync(${JSON.stringify(parent)}).length);
      process.exit(130);`;
    const args = ['--import', 'tsx', '--input-type=module', '-e', program];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect({ status, stdout, stderr }).toEqual({ status: 130, stdout: '1\n', stderr: '' });
    expect(await readdir(parent)).toEqual([]);
  });

  it('is one of its own for each piece of work', async () => {
    const open = scratchFolder({ parent: await temporaryFolder() });
    const [one, other] = await Promise.all([open(), open()]);
    await one.store.write(KEY, 'one');
    expect(await other.store.read(KEY)).toBeNull();
    await other.remove();
    expect(await one.store.read(KEY)).toBe('one');
    await one.remove();
  });

  it('is made where those of killed processes are removed, and no other', async () => {
    const parent = await temporaryFolder();
    await leftover(parent, 'translation-fanout-aaaaaa', LEFTOVER_MS + 60_000);
    await leftover(parent, 'translation-fanout-bbbbbb', LEFTOVER_MS - 60_000);
    await leftover(parent, 'somebody-else', LEFTOVER_MS + 60_000);
    const { remove } = await scratchFolder({ parent })();
    await remove();
    expect(await readdir(parent)).toEqual(['somebody-else', 'translation-fanout-bbbbbb']);
  });

  it('takes every other for a leftover where nobody else works', async () => {
    const parent = await temporaryFolder();
    await leftover(parent, 'translation-fanout-aaaaaa', 1_000);
    await leftover(parent, 'somebody-else', 1_000);
    const { remove } = await scratchFolder({ parent, leftoverMs: 0 })();
    expect(await readdir(parent)).toEqual(['somebody-else', expect.not.stringContaining('aaaaaa')]);
    await remove();
  });

  it.each([
    ['ENOSPC', 'StoreRefused', 'no room in the folder for temporary files, which TMPDIR names: cannot write'],
    ['EDQUOT', 'StoreRefused', 'no room in the folder for temporary files, which TMPDIR names: cannot write'],
    ['EACCES', 'StoreRefused', 'cannot write'],
  ])('on a disk that says %s ends in %s, and goes', async (code, name, message) => {
    const parent = await temporaryFolder();
    const cause = Object.assign(new Error(code), { code });
    const broken = {
      read: async () => null,
      write: (key: string) => Promise.reject(diskError('write', key, cause)),
    };
    const { store, remove } = await scratchFolder({ parent, storeIn: () => broken })();
    await expect(store.write(KEY, '{}')).rejects.toMatchObject({ name, message: `${message} ${KEY}: ${code}`, cause });
    await remove();
    expect(await readdir(parent)).toEqual([]);
  });

  it('is refused by name where its place does not exist', async () => {
    const parent = join(await temporaryFolder(), 'none');
    await expect(scratchFolder({ parent })()).rejects.toMatchObject({
      name: 'StoreRefused',
      message: `cannot write ${join(parent, 'translation-fanout-')}: ENOENT`,
    });
  });
});
