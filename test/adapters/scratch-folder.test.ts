import { spawnSync } from 'node:child_process';
import { mkdir, readdir, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
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
    expect(name).toMatch(/^translation-fanout-scratch-/);
    expect((await stat(join(parent, name))).mode & 0o777).toBe(0o700);
    await remove();
    expect(await readdir(parent)).toEqual([]);
    await remove();
  });

  const program = (parent: string, then: string) => `
    import { scratchFolder } from ${JSON.stringify(new URL('../../lib/adapters/scratch-folder.ts', import.meta.url).href)};
    import { readdirSync } from 'node:fs';
    const { store } = await scratchFolder({ parent: ${JSON.stringify(parent)} })();
    await store.write('${KEY}', '{}');
    console.log(readdirSync(${JSON.stringify(parent)}).length);
    ${then}`;
  const ended = (source: string) => {
    const args = ['--import', 'tsx', '--input-type=module', '-e', source];
    const { status, signal, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    return { status, signal, stdout, stderr };
  };

  it('goes with its process, where that ends in the middle of the work', async () => {
    const parent = await temporaryFolder();
    const said = ended(program(parent, 'process.exit(130);'));
    expect(said).toEqual({ status: 130, signal: null, stdout: '1\n', stderr: '' });
    expect(await readdir(parent)).toEqual([]);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('goes with a process that %s ends', async (signal) => {
    const parent = await temporaryFolder();
    const waits = `setTimeout(() => {}, 60_000); process.kill(process.pid, '${signal}');`;
    expect(ended(program(parent, waits))).toEqual({ status: null, signal, stdout: '1\n', stderr: '' });
    expect(await readdir(parent)).toEqual([]);
  });

  it.each(['once', 'on'])('leaves it to who listens as well how a signal ends the process: %s', async (on) => {
    const parent = await temporaryFolder();
    const listens = `process.${on}('SIGINT', () => setTimeout(() => process.exit(7), 20));
      setTimeout(() => {}, 60_000); process.kill(process.pid, 'SIGINT');`;
    const before = `process.${on}('SIGINT', () => {});`;
    expect(ended(before + program(parent, listens))).toMatchObject({ status: 7, signal: null });
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
    await leftover(parent, 'translation-fanout-scratch-aaaaaa', LEFTOVER_MS + 60_000);
    await leftover(parent, 'translation-fanout-scratch-bbbbbb', LEFTOVER_MS - 60_000);
    await leftover(parent, 'somebody-else', LEFTOVER_MS + 60_000);
    const { remove } = await scratchFolder({ parent })();
    await remove();
    expect(await readdir(parent)).toEqual(['somebody-else', 'translation-fanout-scratch-bbbbbb']);
  });

  it('takes every other for a leftover where nobody else works', async () => {
    const parent = await temporaryFolder();
    await leftover(parent, 'translation-fanout-scratch-aaaaaa', 1_000);
    await leftover(parent, 'somebody-else', 1_000);
    const { remove } = await scratchFolder({ parent, leftoverMs: 0 })();
    expect(await readdir(parent)).toEqual(['somebody-else', expect.not.stringContaining('aaaaaa')]);
    await remove();
  });

  it("leaves what is somebody else's, whatever its name begins with", async () => {
    const parent = await temporaryFolder();
    const others = [
      'translation-fanout-main',
      'translation-fanout-scratch-of-mine',
      'xtranslation-fanout-scratch-aaaaaa',
    ];
    for (const name of others) await leftover(parent, name, 9 * LEFTOVER_MS);
    const file = join(parent, 'translation-fanout-scratch-cccccc');
    await writeFile(file, 'a file');
    await symlink(parent, join(parent, 'translation-fanout-scratch-dddddd'));
    const { remove } = await scratchFolder({ parent, leftoverMs: 0 })();
    await remove();
    expect((await readdir(parent)).sort()).toEqual(
      [...others, basename(file), 'translation-fanout-scratch-dddddd'].sort(),
    );
  });

  it('says where there is no room, and goes', async () => {
    const parent = await temporaryFolder();
    const { store, remove } = await scratchFolder({ parent })();
    const [name = ''] = await readdir(parent);
    const path = join(parent, name, KEY);
    await mkdir(dirname(path), { recursive: true });
    await symlink('/dev/full', path);
    await expect(store.write(KEY, '{}')).rejects.toMatchObject({
      name: 'StoreRefused',
      message: `the folder for temporary files, which TMPDIR names: cannot write ${path}: ENOSPC`,
    });
    await remove();
    expect(await readdir(parent)).toEqual([]);
  });

  it('says where it cannot be read', async () => {
    const { store, remove } = await scratchFolder({ parent: await temporaryFolder() })();
    await store.write(KEY, '{}');
    await expect(store.read(dirname(KEY))).rejects.toMatchObject({
      name: 'StoreRefused',
      message: expect.stringMatching(/^the folder for temporary files, .*: EISDIR$/),
    });
    await remove();
  });

  it('is refused by name where its place does not exist', async () => {
    const parent = join(await temporaryFolder(), 'none');
    await expect(scratchFolder({ parent })()).rejects.toMatchObject({
      name: 'StoreRefused',
      message: `the folder for temporary files, which TMPDIR names: cannot write ${parent}: ENOENT`,
    });
  });
});
