import { describe, expect, it } from 'vitest';
import { KETL_PROFILE } from '../../lib/catalog/profile.ts';
import { streamCatalog } from '../../lib/catalog/stream.ts';
import type { RunRequest } from '../../lib/run/contract/request.ts';
import { selector, TOLD_INVALID } from '../../lib/run/select.ts';
import { product, products } from '../fakes/run.ts';

const invalid = product(7, { price: 'cheap' });

async function selection(list: readonly unknown[], wanted: RunRequest['products'], heldCharacters = 1e6) {
  const select = selector(wanted, heldCharacters);
  for await (const entry of streamCatalog([JSON.stringify(list)], 'c.json', KETL_PROFILE)) select.take(entry);
  return select.end();
}

async function select(list: readonly unknown[], wanted: RunRequest['products']) {
  const { held, products: count, invalid: left, faults } = await selection(list, wanted);
  const picked = held?.products.map(({ product_id }) => product_id) ?? [];
  const broken = held?.invalid.map(({ id }) => id) ?? [];
  expect([count, left]).toEqual([picked.length, broken.length]);
  return { picked, broken, faults };
}

describe('the selection of products', () => {
  it('picks products in the order asked for, each once, by ids as numbers or text', async () => {
    expect(await select(products(5), [4, '2', 4, 2, '5'])).toEqual({ picked: [4, 2, 5], broken: [], faults: [] });
  });

  it('picks all in the order of the catalog and lists the invalid ones', async () => {
    expect(await select([product(3), invalid, product(1)], 'all')).toEqual({ picked: [3, 1], broken: [7], faults: [] });
  });

  it('lists only those invalid products that were asked for', async () => {
    const list = [...products(2), invalid, product(8, { price: 'free' })];
    expect(await select(list, [7, 1])).toEqual({ picked: [1], broken: [7], faults: [] });
    expect(await select(list, [1])).toEqual({ picked: [1], broken: [], faults: [] });
  });

  it('names every unknown id and says which ids there are, briefly', async () => {
    expect((await select(products(3), [9, 1, 'x'])).faults).toEqual([
      'unknown product 9: the catalog has 1, 2, 3',
      'unknown product x: the catalog has 1, 2, 3',
    ]);
    expect((await select(products(44), [99])).faults).toEqual([
      'unknown product 99: the catalog has 44 products: 1, 2, 3, 4, 5, 6, ..., 42, 43, 44',
    ]);
  });

  it('calls it a fault when only invalid products are left, with what is wrong with them', async () => {
    const { faults } = await select([product(1), invalid], [7]);
    expect(faults).toEqual(['no valid product among those asked for', expect.stringContaining('extracted_data.price')]);
    expect((await select([], 'all')).faults).toEqual(['no valid product among those asked for']);
  });

  it('holds no more of a catalog than it may, and all that is asked for by id', async () => {
    const few = JSON.stringify(product(1)).length;
    expect((await selection(products(20), 'all', few * 3)).held).toBeNull();
    expect(await selection(products(20), 'all', few * 3)).toMatchObject({ products: 20, invalid: 0, faults: [] });
    expect((await selection(products(20), [3, 7, 4], 0)).held?.products).toEqual([3, 7, 4].map((id) => product(id)));
  });

  it('tells the faults of the first invalid products and counts the others', async () => {
    const broken = Array.from({ length: TOLD_INVALID + 5 }, (_, id) => product(id, { price: 'cheap' }));
    const { faults, someInvalid, invalid } = await selection(broken, 'all', 0);
    expect([invalid, someInvalid.length]).toEqual([TOLD_INVALID + 5, TOLD_INVALID]);
    expect(faults).toHaveLength(TOLD_INVALID + 2);
    expect(faults.at(-1)).toBe('and 5 more invalid products');
  });
});
