import { describe, expect, it } from 'vitest';
import { MemoryCache } from '../../lib/adapters/memory-cache.ts';
import { memoryLines } from '../../lib/adapters/memory-lines.ts';
import { memoryReader } from '../../lib/adapters/memory-recall.ts';
import type { Locale } from '../../lib/catalog/locale.ts';
import { WHOLE } from '../../lib/translate/memory.ts';
import { entry, keys } from './memory-entries.ts';
import { type MemoryPlace, PLACES } from './memory-places.ts';

const SCOPE = { catalog: 'shop', locale: 'fr' as Locale, shard: WHOLE };
const FOLDER = 'shop/fr/0of1';

function watched(place: MemoryPlace, cache: MemoryCache | null) {
  const reads: string[] = [];
  const recall = memoryReader(
    {
      ...place.files,
      read: (path) => {
        reads.push(path.slice(FOLDER.length + 1));
        return place.files.read(path);
      },
    },
    cache,
  );
  return { reads, recall };
}

describe.each(PLACES)('recalls of one process from %s', (_, placeIn) => {
  it('read a file once, whatever they ask for, and a journal each time', async () => {
    const place = await placeIn();
    await place.write(`${FOLDER}/1.jsonl`, memoryLines([entry('a'), entry('b')]));
    await place.write(`${FOLDER}/2.journal.jsonl`, memoryLines([entry('c')]));
    const { reads, recall } = watched(place, new MemoryCache());
    expect([...(await recall(SCOPE, keys('a'))).entries.keys()]).toEqual(['a']);
    await place.write(`${FOLDER}/2.journal.jsonl`, memoryLines([entry('c'), entry('d')]));
    await place.write(`${FOLDER}/3.jsonl`, memoryLines([entry('e')]));
    expect([...(await recall(SCOPE, keys('b', 'd', 'e'))).entries.keys()]).toEqual(['b', 'd', 'e']);
    expect(reads).toEqual(['1.jsonl', '2.journal.jsonl', '2.journal.jsonl', '3.jsonl']);
  });

  it('leave nothing in the cache of what is read once, and use what is there', async () => {
    const place = await placeIn();
    await place.write(`${FOLDER}/1.jsonl`, memoryLines([entry('a'), entry('b')]));
    const { reads, recall } = watched(place, new MemoryCache());
    for (const expected of [1, 2]) {
      expect([...(await recall(SCOPE, keys('a', 'c'), { once: true })).entries.keys()]).toEqual(['a']);
      expect(reads).toHaveLength(expected);
    }
    await recall(SCOPE, keys('a'));
    expect([...(await recall(SCOPE, keys('b'), { once: true })).entries.keys()]).toEqual(['b']);
    expect(reads).toHaveLength(3);
  });

  it('find the same without a cache, with one that is too small for the file, and with one that is too small for two', async () => {
    const place = await placeIn();
    const names = Array.from({ length: 50 }, (_, index) => `k${index}`);
    await place.write(`${FOLDER}/1.jsonl`, memoryLines(names.map((name) => entry(name))));
    await place.write(`${FOLDER}/2.jsonl`, memoryLines(names.slice(25).map((name) => entry(name, 'new'))));
    const wanted = keys('k1', 'k24', 'k25', 'k49', 'none');
    for (const [cache, expected] of [
      [null, 4],
      [new MemoryCache(3_000, 100_000), 4],
      [new MemoryCache(100_000, 15_000), 3],
      [new MemoryCache(100_000, 100_000), 2],
    ] as const) {
      const { reads, recall } = watched(place, cache);
      for (let time = 0; time < 2; time++) {
        const { entries } = await recall(SCOPE, wanted);
        expect([...entries].map(([key, { target }]) => [key, target])).toEqual([
          ['k1', '~k1~'],
          ['k24', '~k24~'],
          ['k25', 'new'],
          ['k49', 'new'],
        ]);
      }
      expect(reads).toHaveLength(expected);
    }
  });
});
