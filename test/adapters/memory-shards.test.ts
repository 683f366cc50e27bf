import { describe, expect, it } from 'vitest';
import { memoryReader } from '../../lib/adapters/memory-recall.ts';
import { fixShards } from '../../lib/adapters/memory-shards.ts';
import type { Locale } from '../../lib/catalog/locale.ts';
import { StoreUnavailable } from '../../lib/run/contract/errors.ts';
import { SHARD_PRODUCTS, shardOf, shardsFor, WHOLE } from '../../lib/translate/memory.ts';
import { entry, keys } from './memory-entries.ts';
import { PLACES } from './memory-places.ts';

const scopeOf = (index: number, of: number, catalog = 'shop') => ({
  catalog,
  locale: 'fr' as Locale,
  shard: { index, of },
});

describe('the shard of a product', () => {
  it('is the same every time, for the number 7 and the text "7"', () => {
    expect([shardOf(7, 64), shardOf('7', 64), shardOf(7, 64)]).toEqual(Array(3).fill({ index: 27, of: 64 }));
    expect(shardOf('any', 1)).toEqual(WHOLE);
  });

  it('lies in its parent, whatever the count grows to', () => {
    for (let id = 0; id < 500; id++)
      for (let of = 2; of <= 1_024; of *= 2) expect(shardOf(id, of).index % (of / 2)).toBe(shardOf(id, of / 2).index);
  });

  it.each([
    [0, 1],
    [44, 1],
    [SHARD_PRODUCTS, 1],
    [SHARD_PRODUCTS + 1, 2],
    [100_000, 16],
    [1_000_000, 128],
  ])('is among as many as keep each at 8,192 products: %i take %i', (products, shards) => {
    expect(shardsFor(products)).toBe(shards);
    const sizes = Array<number>(shards).fill(0);
    for (let id = 0; id < Math.min(products, 200_000); id++) sizes[shardOf(id, shards).index]! += 1;
    expect(Math.max(...sizes)).toBeLessThanOrEqual(SHARD_PRODUCTS);
  });
});

describe.each(PLACES)('the shards of a memory in %s', (_, placeIn) => {
  it('are fixed on first use, grow by doubling, and never get fewer', async () => {
    const place = await placeIn();
    const memory = place.open();
    expect(await memory.shards('shop', 44)).toBe(1);
    expect(await place.paths()).toEqual(['shop/shards/1']);
    expect(await memory.shards('shop', 44)).toBe(1);
    expect(await memory.countShards('shop', 30_000)).toBe(4);
    expect(await place.paths()).toEqual(['shop/shards/1']);
    expect(await memory.shards('shop', 30_000)).toBe(4);
    expect(await memory.countShards('shop', 44)).toBe(4);
    expect(await place.open().shards('shop', 44)).toBe(4);
    expect(await memory.shards('shop/summer', 10_000)).toBe(2);
    expect(await place.paths()).toEqual(['shop/shards/1', 'shop/shards/4', 'shop/summer/shards/2'].sort());
  });

  it('are as many for all runs that grow them at once', async () => {
    const place = await placeIn();
    // Both have looked before either has written.
    let looked = 0;
    let open = () => {};
    const bothLooked = new Promise<void>((resolve) => {
      open = resolve;
    });
    const files = {
      ...place.files,
      write: async (path: string, pieces: Iterable<string> | AsyncIterable<string>) => {
        if (++looked === 2) open();
        await bothLooked;
        await place.files.write(path, pieces);
      },
    };
    const [one, other] = await Promise.all([fixShards(files, 'shop', 30_000), fixShards(files, 'shop', 30_001)]);
    expect([one, other]).toEqual([4, 4]);
    expect(await place.open().shards('shop', 1)).toBe(4);
  });

  it('go by the greater count where one run saw more products than another', async () => {
    const place = await placeIn();
    await Promise.all([1, 100_000, 10_000, 1].map((products) => place.open().shards('shop', products)));
    expect(await place.open().shards('shop', 1)).toBe(16);
  });

  it('are told by no file whose name is no power of two', async () => {
    const place = await placeIn();
    for (const name of ['0', '3', '12', '1e3', '08', '-8', '999999999', '9007199254740993', 'notes.txt'])
      await place.write(`shop/shards/${name}`, '');
    expect(await place.open().countShards('shop', 44)).toBe(1);
    expect(await place.open().shards('shop', 30_000)).toBe(4);
    expect(await place.open().shards('shop', 44)).toBe(4);
  });

  it('are not made where the store fails', async () => {
    const place = await placeIn();
    const files = { ...place.files, write: () => Promise.reject(new StoreUnavailable('full')) };
    await expect(fixShards(files, 'shop', 1)).rejects.toBeInstanceOf(StoreUnavailable);
    expect(await place.paths()).toEqual([]);
  });

  it('hold their own and what the shards held that they were split from, the newer over the older', async () => {
    const place = await placeIn();
    const memory = place.open();
    await memory.shards('shop', 10_000);
    await memory.save(scopeOf(1, 2), [entry('a', 'of two'), entry('b', 'of two')]);
    await memory.save(scopeOf(0, 2), [entry('other half')]);
    await memory.shards('shop', 60_000);
    await memory.save(scopeOf(5, 8), [entry('a', 'of eight'), entry('c')]);
    await memory.save(scopeOf(1, 8), [entry('other eighth')]);
    await memory.flush();
    for (const one of [memory, place.open()]) {
      const wanted = keys('a', 'b', 'c', 'other half', 'other eighth');
      const { entries } = await one.recall(scopeOf(5, 8), wanted);
      expect([...entries.keys()].sort()).toEqual(['a', 'b', 'c']);
      expect(entries.get('a')?.target).toBe('of eight');
      expect([...(await one.recall(scopeOf(1, 2), wanted)).entries.keys()]).toEqual(['a', 'b']);
    }
  });

  it('ask for no shards of counts that the catalog never began with', async () => {
    const place = await placeIn();
    const listed: string[] = [];
    const recall = memoryReader({
      ...place.files,
      list: (folder) => {
        listed.push(folder);
        return place.files.list(folder);
      },
    });
    await recall(scopeOf(0, 1), keys('a'));
    expect(listed.splice(0)).toEqual(['shop/fr/0of1']);
    await recall(scopeOf(5, 8), keys('a'));
    expect(listed.splice(0)).toEqual(['shop/shards', 'shop/fr/0of1', 'shop/fr/1of2', 'shop/fr/1of4', 'shop/fr/5of8']);
    await place.open().shards('shop', 30_000);
    await recall(scopeOf(5, 8), keys('a'));
    expect(listed).toEqual(['shop/shards', 'shop/fr/1of4', 'shop/fr/5of8']);
  });

  it('keep scopes apart of which one is named like another’s part', async () => {
    const place = await placeIn();
    const memory = place.open();
    const scopes = ['shop', 'shop/fr', 'shop/fr/0of1', 'shop/shards'].map((catalog) => scopeOf(0, 1, catalog));
    for (const [index, scope] of scopes.entries()) await memory.save(scope, [entry(`k${index}`)]);
    await memory.flush();
    const all = keys('k0', 'k1', 'k2', 'k3');
    for (const [index, scope] of scopes.entries()) {
      await memory.shards(scope.catalog, 1);
      expect([...(await place.open().recall(scope, all)).entries.keys()]).toEqual([`k${index}`]);
    }
  });
});
