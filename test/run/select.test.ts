import { describe, expect, it } from 'vitest';
import { KETL_PROFILE } from '../../lib/catalog/profile.ts';
import { readCatalog } from '../../lib/catalog/read.ts';
import { selectProducts } from '../../lib/run/select.ts';
import { product, products } from '../fakes/run.ts';

const read = (list: readonly unknown[]) => readCatalog([JSON.stringify(list)], 'c.json', KETL_PROFILE);
const invalid = product(7, { price: 'cheap' });

async function select(list: readonly unknown[], wanted: Parameters<typeof selectProducts>[1]) {
  const { products: picked, invalid: broken, faults } = selectProducts(await read(list), wanted, KETL_PROFILE);
  return { picked: picked.map(({ product_id }) => product_id), broken: broken.map(({ id }) => id), faults };
}

describe('selectProducts', () => {
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
});
