import { describe, expect, it } from 'vitest';
import { IdPlaces } from '../../lib/catalog/id-places.ts';
import type { ProductId } from '../../lib/catalog/product.ts';

function faultsOf(ids: readonly ProductId[]): string[] {
  const places = new IdPlaces();
  for (const [index, id] of ids.entries()) places.add(id, index);
  return places.faults('sku', (index) => `items[${index}]`);
}

describe('the places of ids', () => {
  it('name the first place and the other of each id that stands again', () => {
    expect(faultsOf([7, 'b', 7, 'c', 'b', 7])).toEqual([
      'sku 7 stands twice: at items[0] and items[2]',
      'sku "b" stands twice: at items[1] and items[4]',
      'sku 7 stands twice: at items[0] and items[5]',
    ]);
  });

  it.each([
    [1, '1'],
    ['-3', -3],
    [0, '0'],
    [-0, '0'],
    ['9007199254740991', 9007199254740991],
  ])('take %j and %j for one id', (one, other) => {
    expect(faultsOf([one, other])).toHaveLength(1);
  });

  it.each([
    [['1', '01', '1.0', '1e0', ' 1', '+1', '0x1']],
    [['9007199254740992', '9007199254740993', '-0', '0']],
    [['a', 'A', '__proto__', 'constructor', 'NaN', 'Infinity', 'null']],
  ])('tell apart what only looks like one number: %j', (ids) => {
    expect(faultsOf(ids)).toEqual([]);
  });
});
