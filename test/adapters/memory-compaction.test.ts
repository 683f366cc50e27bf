import { describe, expect, it } from 'vitest';
import { compactMemory } from '../../lib/adapters/memory-compaction.ts';
import { type MemoryFiles, nameAfter } from '../../lib/adapters/memory-files.ts';
import { memoryLines } from '../../lib/adapters/memory-lines.ts';
import { memoryReader } from '../../lib/adapters/memory-recall.ts';
import type { Locale } from '../../lib/catalog/locale.ts';
import { StoreUnavailable } from '../../lib/run/contract/errors.ts';
import { WHOLE } from '../../lib/translate/memory.ts';
import { dyingAfter } from './dying-files.ts';
import { entry, keys } from './memory-entries.ts';
import { type MemoryPlace, PLACES } from './memory-places.ts';

const SCOPE = { catalog: 'shop', locale: 'fr' as Locale, shard: WHOLE };
const FOLDER = 'shop/fr/0of1';
const NOW = Date.UTC(2026, 10, 21);
const DAY = 24 * 3_600_000;
const nameOf = (day: number, ending = '.jsonl') =>
  `202601${String(day).padStart(2, '0')}T000000000Z-00000000ff${ending}`;

/** Files 1 to `count`, each with a key of its own and one that all have. */
async function fill(place: MemoryPlace, count: number): Promise<ReadonlySet<string>> {
  const days = Array.from({ length: count }, (_, index) => index + 1);
  for (const day of days)
    await place.write(`${FOLDER}/${nameOf(day)}`, memoryLines([entry('all', `day ${day}`), entry(`k${day}`)]));
  return keys('all', ...days.map((day) => `k${day}`));
}

describe.each(PLACES)('a compaction of memory in %s', (_, placeIn) => {
  it('puts many files together, with the last entry of each key', async () => {
    const place = await placeIn();
    const wanted = await fill(place, 6);
    expect(await place.open().compact(SCOPE)).toEqual({ damaged: [] });
    const [path = '', ...others] = await place.paths();
    expect(others).toEqual([]);
    expect((await place.read(path))?.trim().split('\n')).toHaveLength(7);
    const { entries } = await place.open().recall(SCOPE, wanted);
    expect(entries.size).toBe(7);
    expect(entries.get('all')?.target).toBe('day 6');
    await place.write(`${FOLDER}/${nameOf(7)}`, memoryLines([entry('all', 'day 7')]));
    expect((await place.open().recall(SCOPE, wanted)).entries.get('all')?.target).toBe('day 7');
  });

  it('writes nothing where it is not worth it: one file, or a small one beside a great one', async () => {
    const place = await placeIn();
    await place.open().compact(SCOPE);
    expect(await place.paths()).toEqual([]);
    await place.write(`${FOLDER}/${nameOf(1)}`, memoryLines(Array.from({ length: 10 }, (_, i) => entry(`k${i}`))));
    await place.open().compact(SCOPE);
    await place.write(`${FOLDER}/${nameOf(2)}`, memoryLines([entry('a'), entry('b'), entry('c')]));
    const before = await place.paths();
    await place.open().compact(SCOPE);
    expect(await place.paths()).toEqual(before);
    await place.write(`${FOLDER}/${nameOf(3)}`, memoryLines([entry('d'), entry('e'), entry('f')]));
    await place.open().compact(SCOPE);
    expect(await place.paths()).toHaveLength(1);
  });

  it('leaves a journal alone until it is a day old and nobody writes to it', async () => {
    const place = await placeIn();
    const wanted = await fill(place, 5);
    const journal = `${FOLDER}/20261120T000000000Z-00000000ff.journal.jsonl`;
    await place.write(journal, `${memoryLines([entry('left')])}{"key":"cut sho`);
    await compactMemory(place.files, SCOPE, Date.UTC(2026, 10, 20) + DAY);
    expect(await place.paths()).toEqual([expect.stringMatching(/20260105T/), journal]);
    const all = keys('left', ...wanted);
    expect((await place.open().recall(SCOPE, all)).entries.size).toBe(7);
    await place.write(`${FOLDER}/20261119T000000000Z-00000000ff.jsonl`, memoryLines([entry('more'), entry('most')]));
    await compactMemory(place.files, SCOPE, Date.UTC(2026, 10, 20) + DAY + 1);
    expect(await place.paths()).toHaveLength(1);
    expect((await place.open().recall(SCOPE, all)).entries.size).toBe(7);
  });

  it('loses nothing wherever it is cut off, and can be done again', async () => {
    for (let last = 0; last < 16; last++) {
      const place = await placeIn();
      const wanted = await fill(place, 6);
      const files = dyingAfter(last, place.files);
      const done = await compactMemory(files, SCOPE, NOW).then(
        () => true,
        () => false,
      );
      // One list, one write, six readings and six removals.
      expect(done).toBe(last >= 14);
      const { entries, damaged } = await place.open().recall(SCOPE, wanted);
      expect([entries.size, entries.get('all')?.target, damaged]).toEqual([7, 'day 6', []]);
      await place.open().compact(SCOPE);
      expect((await place.open().recall(SCOPE, wanted)).entries.size).toBe(7);
      // One that was not removed any more is too small beside the new one.
      expect((await place.paths()).length).toBeLessThanOrEqual(2);
    }
  });

  it('removes what it has put together also where a damaged file cannot be set aside', async () => {
    const place = await placeIn();
    const wanted = await fill(place, 6);
    const damaged = `${FOLDER}/${nameOf(7)}`;
    await place.write(damaged, 'hello\n');
    const files: MemoryFiles = { ...place.files, move: () => Promise.reject(new StoreUnavailable('read-only')) };
    await expect(compactMemory(files, SCOPE, NOW)).rejects.toThrow('read-only');
    expect(await place.paths()).toEqual([damaged, expect.stringMatching(/20260107T000000000Z-g/)]);
    expect((await place.open().recall(SCOPE, wanted)).entries.size).toBe(7);
  });

  it('removes eight files at a time, and all that it can where one cannot be removed', async () => {
    const place = await placeIn();
    await fill(place, 20);
    let [now, most] = [0, 0];
    const files: MemoryFiles = {
      ...place.files,
      async remove(path) {
        most = Math.max(most, ++now);
        await new Promise((resolve) => setTimeout(resolve, 5));
        now--;
        if (path.endsWith(nameOf(20))) throw new StoreUnavailable('busy');
        await place.files.remove(path);
      },
    };
    await expect(compactMemory(files, SCOPE, NOW)).rejects.toThrow('busy');
    expect([now, most]).toEqual([0, 8]);
    expect(await place.paths()).toHaveLength(2);
  });

  it('leaves it to another that is at work', async () => {
    const place = await placeIn();
    const wanted = await fill(place, 6);
    let isFirst = true;
    const files: MemoryFiles = {
      ...place.files,
      async read(path) {
        if (isFirst) await place.open().compact(SCOPE);
        isFirst = false;
        return place.files.read(path);
      },
    };
    await compactMemory(files, SCOPE, NOW);
    expect(await place.paths()).toHaveLength(1);
    const { entries } = await place.open().recall(SCOPE, wanted);
    expect([entries.size, entries.get('all')?.target]).toEqual([7, 'day 6']);
  });

  it('does no harm beside others of the same files', async () => {
    const place = await placeIn();
    const wanted = await fill(place, 6);
    await Promise.all([1, 2, 3].map(() => place.open().compact(SCOPE)));
    const { entries } = await place.open().recall(SCOPE, wanted);
    expect([entries.size, entries.get('all')?.target]).toEqual([7, 'day 6']);
  });

  it('is followed by a reader whose files it takes away', async () => {
    const place = await placeIn();
    const wanted = await fill(place, 6);
    const reads: string[] = [];
    const recall = memoryReader({
      ...place.files,
      async read(path) {
        reads.push(path);
        if (reads.length === 3) await place.open().compact(SCOPE);
        return place.files.read(path);
      },
    });
    const { entries, damaged } = await recall(SCOPE, wanted);
    expect([entries.size, entries.get('all')?.target, damaged]).toEqual([7, 'day 6', []]);
    expect(new Set(reads).size).toBe(7);
  });

  it('is not followed for ever: what vanishes each time is a fault of the store', async () => {
    const place = await placeIn();
    await fill(place, 1);
    let listings = 0;
    const list: MemoryFiles['list'] = (folder) => {
      listings++;
      return place.files.list(folder);
    };
    const recall = memoryReader({ ...place.files, list, read: async () => null });
    await expect(recall(SCOPE, keys('k1'))).rejects.toBeInstanceOf(StoreUnavailable);
    expect(listings).toBe(100);
  });
});

it('names what it writes behind what it was made of, however often, and before what is written a millisecond later', () => {
  let name = '20260101T000000000Z-ffffffffff.jsonl';
  for (let time = 0; time < 100; time++) {
    const next = nameAfter(name);
    expect(next > name).toBe(true);
    expect(next < '20260101T000000001Z-0000000000.jsonl').toBe(true);
    name = next;
  }
});
