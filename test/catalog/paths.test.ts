import { describe, expect, it } from 'vitest';
import { isPath, places, printKeys, withValuesAt } from '../../lib/catalog/paths.ts';

describe('isPath', () => {
  it.each(['id', 'extracted_data.price', 'options[].values', 'a[].b[]', 'größe.名前', 'a-b c'])('takes %s', (path) => {
    expect(isPath(path)).toBe(true);
  });

  it.each(['', '.', 'a.', '.a', 'a..b', '[]', 'a[0]', 'a[].[]', 'a[][]', 'a[]b', 'a]'])('refuses %j', (path) => {
    expect(isPath(path)).toBe(false);
  });
});

describe('places', () => {
  it('leads to each element of each list on the way, in document order', () => {
    expect(places({ a: [{ b: ['x', 'y'] }, { b: ['z'] }] }, 'a[].b[]')).toEqual([
      { keys: ['a', 0, 'b', 0], value: 'x' },
      { keys: ['a', 0, 'b', 1], value: 'y' },
      { keys: ['a', 1, 'b', 0], value: 'z' },
    ]);
  });

  it('ends a branch at a null list and shows a missing value as undefined', () => {
    expect(places({ a: null }, 'a[].b')).toEqual([]);
    expect(places({ a: null }, 'a.b')).toEqual([{ keys: ['a', 'b'], value: undefined }]);
    expect(places(null, 'a')).toEqual([{ keys: ['a'], value: undefined }]);
  });
});

describe('a path to what every object inherits', () => {
  it.each(['toString', 'constructor', '__proto__'])('leads nowhere: %s', (path) => {
    expect(places({ id: 1 }, path)).toEqual([{ keys: [path], value: undefined }]);
  });
});

describe('withValuesAt', () => {
  it('keeps the order of keys and adds none', () => {
    const root = { z: 1, a: { y: 2, b: 3 } };
    expect(JSON.stringify(withValuesAt(root, [{ keys: ['a', 'y'], value: 'new' }]))).toBe(
      '{"z":1,"a":{"y":"new","b":3}}',
    );
    expect(withValuesAt(root, [{ keys: ['a', 'missing'], value: 'new' }])).toEqual(root);
    expect(withValuesAt(['x', 'y'], [{ keys: [1], value: 'new' }])).toEqual(['x', 'new']);
  });
});

describe('printKeys', () => {
  it('writes keys as a person does', () => {
    expect(printKeys(['products', 3, 'extracted_data', 'price'])).toBe('products[3].extracted_data.price');
    expect(printKeys([0, 'a'])).toBe('[0].a');
    expect(printKeys([])).toBe('');
  });
});
