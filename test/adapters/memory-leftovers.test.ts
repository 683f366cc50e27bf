import { mkdir, readdir, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderMemory } from '../../lib/adapters/folder-memory.ts';
import { filesInFolder } from '../../lib/adapters/memory-folder.ts';
import { memoryLines } from '../../lib/adapters/memory-lines.ts';
import type { Locale } from '../../lib/catalog/locale.ts';
import { WHOLE } from '../../lib/translate/memory.ts';
import { temporaryFolder } from '../fakes/folder.ts';
import { entry, keys } from './memory-entries.ts';

const PLACE = join('shop', 'fr', '0of1');
const SCOPE = { catalog: 'shop', locale: 'fr' as Locale, shard: WHOLE };
const STEM = '20260101T000000000Z-00000000ff';
const FILE = `${STEM}.jsonl`;
const NOW = Date.UTC(2026, 10, 21);
const DAY = 24 * 3_600_000;

/** A shard's folder with one file of memory, and what else stands in it, last written so long before `NOW`. */
async function shardWith(names: readonly string[], ageMs: number) {
  const root = await temporaryFolder();
  const folder = join(root, PLACE);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, FILE), memoryLines([entry('kept')]));
  for (const name of names) {
    await writeFile(join(folder, name), memoryLines([entry('left')]));
    await age(join(folder, name), ageMs);
  }
  return { root, folder, memory: folderMemory(root, { now: () => NOW }) };
}

const age = (path: string, ageMs: number) => utimes(path, new Date(NOW - ageMs), new Date(NOW - ageMs));

/** What writes that were killed have left: of a file, of a compacted one, and of a digest. */
const LEFT = [
  `${FILE}.3482934`,
  `${STEM.replace('-', '-g')}.jsonl.1`,
  `${STEM}.70123.keys.140737488355327`,
  // As digests were named once.
  `${STEM}.keys.140737488355327`,
];

describe('what a killed write has left in a folder of memory', () => {
  it('is removed by a compaction that finds it a day later, also where there is nothing to put together', async () => {
    const { folder, memory } = await shardWith(LEFT, DAY + 1);
    expect(await memory.compact(SCOPE)).toEqual({ damaged: [] });
    expect(await readdir(folder)).toEqual([FILE]);
  });

  it('is removed where there is something to put together, too', async () => {
    const others = [2, 3, 4, 5].map((day) => `2026010${day}T000000000Z-00000000ff.jsonl`);
    const { folder, memory } = await shardWith([...others, ...LEFT], DAY + 1);
    await memory.compact(SCOPE);
    expect(await readdir(folder)).toEqual([expect.stringMatching(/^20260105T000000000Z-g\w+\.jsonl$/)]);
  });

  it('stays while its writer may be alive', async () => {
    const { folder, memory } = await shardWith(LEFT, DAY - 1);
    await memory.compact(SCOPE);
    expect(await readdir(folder)).toEqual([FILE, ...LEFT].sort());
  });

  it('is nothing that memory holds', async () => {
    const { memory } = await shardWith(LEFT, 0);
    const wanted = keys('kept', 'left');
    const { entries, damaged } = await memory.recall(SCOPE, wanted);
    expect([[...entries.keys()], damaged]).toEqual([['kept'], []]);
    expect([...(await memory.holds(SCOPE, () => wanted)).keys()]).toEqual(['kept']);
  });

  it('is not what a person, or another program, has put there', async () => {
    const names = [
      'notes.jsonl.1',
      `${FILE}.old`,
      `${FILE}.gz`,
      `${STEM}.json.1`,
      `x${FILE}.1`,
      `${STEM}.x.keys.1`,
      '1',
    ];
    const { folder, memory } = await shardWith(names, 99 * DAY);
    await mkdir(join(folder, `${FILE}.1`));
    await age(join(folder, `${FILE}.1`), 99 * DAY);
    await symlink('nothing', join(folder, `${FILE}.2`));
    await memory.compact(SCOPE);
    expect(await readdir(folder)).toEqual([FILE, `${FILE}.1`, `${FILE}.2`, ...names].sort());
  });

  it('is told from what is being written, under the name that it really has', async () => {
    const { root, folder, memory } = await shardWith([], 0);
    const files = filesInFolder(root);
    let go = () => {};
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    const pieces = async function* () {
      yield 'x'.repeat(1_000_000);
      await gate;
    };
    const others = async () => (await readdir(folder)).filter((name) => name !== FILE);
    const writing = files.write(`${PLACE}/${STEM}.70123.keys`, pieces());
    await expect.poll(others).toHaveLength(1);
    const [temporary = ''] = await others();
    await folderMemory(root).compact(SCOPE);
    expect(await others()).toEqual([temporary]);
    // As if its process had been killed, and a day had gone by.
    await age(join(folder, temporary), DAY + 1);
    await memory.compact(SCOPE);
    expect(await others()).toEqual([]);
    go();
    await expect(writing).rejects.toThrow('ENOENT');
  });

  it('may be removed by several compactions at once', async () => {
    const names = Array.from({ length: 200 }, (_, index) => `${FILE}.${index}`);
    const { root, folder } = await shardWith(names, DAY + 1);
    const remove = () => filesInFolder(root).removeLeftovers(PLACE, NOW - DAY);
    const first = remove();
    // Those that begin when it is under way find that what they look at has vanished.
    await expect.poll(async () => (await readdir(folder)).length, { interval: 1 }).toBeLessThan(200);
    await Promise.all([first, remove(), remove(), remove()]);
    expect(await readdir(folder)).toEqual([FILE]);
  });

  it('is looked for in no folder that does not exist, and one that cannot be read is named', async () => {
    const root = await temporaryFolder();
    const files = filesInFolder(root);
    await files.removeLeftovers(PLACE, NOW);
    expect(await readdir(root)).toEqual([]);
    await writeFile(join(root, 'file'), '');
    await expect(files.removeLeftovers('file', NOW)).rejects.toMatchObject({
      name: 'StoreRefused',
      message: `cannot write ${join(root, 'file')}: ENOTDIR`,
    });
  });
});
