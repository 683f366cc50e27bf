import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CatalogEntry } from '../../lib/catalog/entries.ts';
import { CatalogInvalid } from '../../lib/catalog/invalid.ts';
import { MAX_CHARACTERS } from '../../lib/catalog/json-text.ts';
import { productFaults } from '../../lib/catalog/product.ts';
import { type Profile, profileSchema } from '../../lib/catalog/profile.ts';
import { streamCatalog } from '../../lib/catalog/stream.ts';
import { dirtyText, ketlProduct } from './arbitraries.ts';

/** Takes any object with an id, so that what JSON itself allows is all that is tested. */
const ANY: Profile = profileSchema.parse({ id: 'id', name: 'name' });
const SHOP: Profile = profileSchema.parse({ products: 'shop.items', id: 'id', name: 'name' });

/** The text in pieces of the sizes given, over and over. */
function* cut(text: string, sizes: readonly number[]) {
  let at = 0;
  for (let turn = 0; at < text.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield text.slice(at, at + size);
    at += size;
  }
}

async function read(chunks: Iterable<string> | string, { name = 'catalog.json', profile = ANY } = {}) {
  const stream = streamCatalog(typeof chunks === 'string' ? [chunks] : chunks, name, profile);
  const entries: CatalogEntry[] = [];
  for await (const entry of stream) entries.push(entry);
  return { entries, wrapper: stream.wrapper };
}

const productsOf = (entries: readonly CatalogEntry[]) =>
  entries.flatMap((entry) => ('product' in entry ? [entry.product] : []));

/** What the catalog is refused for, and how many entries were given before that was known. */
async function refusal(chunks: Iterable<string> | string, options: { name?: string; profile?: Profile } = {}) {
  const { name = 'catalog.json', profile = ANY } = options;
  let given = 0;
  try {
    for await (const _entry of streamCatalog(typeof chunks === 'string' ? [chunks] : chunks, name, profile)) given++;
  } catch (error) {
    if (error instanceof CatalogInvalid) return { faults: error.faults, given };
    throw error;
  }
  throw new Error('the catalog was read to its end');
}

const sizes = fc.array(fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 1, max: 400 })), { minLength: 1 });
const pieces = sizes.filter((all) => all.some((size) => size > 0));
const indent = fc.constantFrom(undefined, 2, '\t');
const value = fc.oneof(fc.jsonValue(), dirtyText, ketlProduct);
const products = fc.array(
  fc.tuple(fc.integer(), value, dirtyText).map(([id, extra, key]) => ({ id, extra, [`x${key}`]: [extra, key, {}] })),
);

describe('a catalog in pieces cut anywhere', () => {
  it('is the list that JSON.parse reads at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(value, products)), indent, pieces, async (list, space, all) => {
        const text = JSON.stringify(list, null, space);
        const { entries, wrapper } = await read(cut(text, all));
        const parsed = JSON.parse(text) as unknown[];
        expect(entries.map(({ index }) => index)).toEqual(parsed.map((_one, index) => index));
        expect(wrapper).toBeNull();
        const valid = parsed.filter((one) => productFaults(one, ANY).length === 0);
        expect(JSON.stringify(productsOf(entries))).toBe(JSON.stringify(valid));
      }),
    );
  });

  it('is the list in an object that JSON.parse reads at once, and what stands around it', async () => {
    const around = fc.dictionary(fc.string(), value, { noNullPrototype: false });
    await fc.assert(
      fc.asyncProperty(products, around, around, indent, pieces, async (items, before, after, space, all) => {
        const inner = {
          name: '"items":[',
          ...without(before, 'items'),
          items,
          ...without(after, 'items'),
          list: ['items', []],
        };
        const root = {
          ...without(before, 'shop'),
          items: [{ shop: { items: [] } }],
          shop: inner,
          ...without(after, 'shop'),
        };
        const text = JSON.stringify(root, null, space);
        const { entries, wrapper } = await read(cut(text, all), { profile: SHOP });
        expect(JSON.stringify(productsOf(entries))).toBe(JSON.stringify(items));
        expect(JSON.stringify(wrapper)).toBe(JSON.stringify({ ...root, shop: { ...inner, items: [] } }));
      }),
    );
  });

  it('is each line that JSON.parse reads, by its name and by its text', async () => {
    const name = fc.constantFrom('a.jsonl', 'a.NDJSON', 'a.json');
    const ends = fc.constantFrom('\n', '\r\n', '\n\n \n');
    await fc.assert(
      fc.asyncProperty(products, name, ends, pieces, async (list, file, end, all) => {
        fc.pre(list.length > 1);
        const text = list.map((one) => JSON.stringify(one)).join(end);
        const { entries, wrapper } = await read(cut(text, all), { name: file });
        expect(JSON.stringify(productsOf(entries))).toBe(JSON.stringify(list));
        expect(wrapper).toBeNull();
      }),
    );
  });

  it('is refused exactly where JSON.parse refuses it, if one character is lost, added or another', async () => {
    const token = fc.constantFrom('', '"', '\\', '{', '}', '[', ']', ',', ':', '0', 'x', '\n', ' ');
    await fc.assert(
      fc.asyncProperty(products, fc.nat(), fc.nat(1), token, pieces, async (list, place, lost, put, all) => {
        const whole = JSON.stringify({ a: 1, shop: { items: list, b: [] } });
        const at = place % whole.length;
        const text = whole.slice(0, at) + put + whole.slice(at + lost);
        const outcome = await read(cut(text, all), { profile: SHOP }).then(
          () => 'read',
          (error: CatalogInvalid) => error.message,
        );
        const isJson = canParse(text);
        // A lost or added quote can turn keys into others: then the text is JSON without the list.
        if (isJson) expect(outcome === 'read' || outcome.startsWith('not a catalog: ')).toBe(true);
        // A sign too many behind the list's key can make it stand twice before the rest is no JSON.
        else expect(outcome).toMatch(/^not JSON: |^not a catalog: .* stands twice$/);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps keys that mean something to JavaScript, and the last of two equal ones', async () => {
    const text = '[{"id":1,"__proto__":{"a":1},"constructor":2,"10":0,"2":0,"b":1e999,"b":-0.0,"c":"\\ud83c"}]';
    const { entries } = await read(cut(text, [1]));
    expect(JSON.stringify(productsOf(entries))).toBe(JSON.stringify(JSON.parse(text)));
    expect(({} as Record<string, unknown>).a).toBeUndefined();
  });

  it('finds the list under a key that is written with escapes or is __proto__', async () => {
    const escaped = '{"sh\\u006fp":{"\\u0069tems":[{"id":1}]}}';
    expect(productsOf((await read(cut(escaped, [1]), { profile: SHOP })).entries)).toEqual([{ id: 1 }]);
    const profile = { ...SHOP, products: '__proto__.items' };
    const { entries, wrapper } = await read('{"__proto__":{"items":[{"id":1}]}}', { profile });
    expect(productsOf(entries)).toEqual([{ id: 1 }]);
    expect(JSON.stringify(wrapper)).toBe('{"__proto__":{"items":[]}}');
  });
});

function without(object: Record<string, unknown>, key: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}

function canParse(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('an empty list', () => {
  it.each(['[]', ' [ \n] ', '\uFEFF[]'])('is a catalog without products: %j', async (text) => {
    expect(await read(cut(text, [1]))).toEqual({ entries: [], wrapper: null });
  });

  it('is one in an object too', async () => {
    const { entries, wrapper } = await read(cut('{"shop":{"items":[ ]}}', [1]), { profile: SHOP });
    expect([entries, wrapper]).toEqual([[], { shop: { items: [] } }]);
  });
});

describe('a text that stops being a catalog on its way', () => {
  it.each([
    ['a missing comma', '[{"id":1} {"id":2}]', 1, "not JSON: Unexpected token '{' at position 10 (after products[0])"],
    [
      'a comma too many',
      '[{"id":1},,{"id":2}]',
      1,
      "not JSON: Unexpected token ',' at position 10 (after products[0])",
    ],
    ['a comma at the end', '[{"id":1},]', 1, "not JSON: Unexpected token ']' at position 10 (after products[0])"],
    ['a comma at the start', '[,{"id":1}]', 0, "not JSON: Unexpected token ',' at position 1 (in products)"],
    ['another closing bracket', '[{"id":1}}', 1, "not JSON: Unexpected token '}' at position 9 (after products[0])"],
    ['an end inside a product', '[{"id":1},{"id":', 1, 'not JSON: Unexpected end of JSON input (in products[1])'],
    ['an end inside a text', '[{"id":1},"a\\"]', 1, 'not JSON: Unexpected end of JSON input (in products[1])'],
    ['an end after a comma', '[{"id":1},', 1, 'not JSON: Unexpected end of JSON input (after products[0])'],
    ['an end after a product', '[{"id":1}', 1, 'not JSON: Unexpected end of JSON input (after products[0])'],
    ['an end after the bracket', '[', 0, 'not JSON: Unexpected end of JSON input (in products)'],
    ['text behind it', '[{"id":1}]\n x', 1, 'not JSON: Unexpected non-whitespace character after JSON at position 12'],
    [
      'two lists',
      '[{"id":1}]\n[{"id":2}]',
      1,
      'not JSON: Unexpected non-whitespace character after JSON at position 11',
    ],
    [
      'two values on a line',
      '{"id":1} {"id":2}',
      0,
      'not JSON: Unexpected non-whitespace character after JSON at position 9',
    ],
    [
      'two objects over many lines',
      '{\n"id":1}\n{"id":2}',
      0,
      'not JSON: Unexpected non-whitespace character after JSON at position 10',
    ],
  ])('is refused for %s', async (_what, text, given, fault) => {
    expect(await refusal(text)).toEqual({ faults: [fault], given });
    expect(await refusal(cut(text, [1]))).toEqual({ faults: [fault], given });
  });

  it.each([
    ['[{"id":1},{"id":2,}]', 1, 'in products[1], which begins at position 10', 18],
    ['[{"id":1},{"id":[}]', 1, 'in products[1], which begins at position 10', null],
    ['[{"id":1},1}]', 1, 'in products[1], which begins at position 10', 11],
    ['[01]', 0, 'in products[0], which begins at position 1', 2],
    ['["\n"]', 0, 'in products[0], which begins at position 1', 2],
  ])('says where in the file a product is not JSON: %j', async (text, given, where, position) => {
    const refused = await refusal(cut(text, [3]));
    expect(refused.given).toBe(given);
    expect(refused.faults).toEqual([expect.stringMatching(/^not JSON: \S/)]);
    expect(refused.faults[0]).toContain(`(${where})`);
    const named = /at position (\d+) \(in/.exec(refused.faults[0] ?? '')?.[1];
    if (named !== undefined) expect(Number(named)).toBe(position);
  });

  it('says where in the file what stands behind the list is not JSON', async () => {
    const text = '{"shop":{"items":[{"id":1},{"id":22}],"b":01}}';
    const { faults } = await refusal(text, { profile: SHOP });
    expect(faults).toEqual(['not JSON: Unexpected number in JSON at position 43']);
    expect(text.slice(43)).toBe('1}}');
  });

  it.each([
    '{"shop":{"items":[{"id":1}],"items":[{"id":2}]}}',
    '{"shop":{"items":[{"id":1}]},"shop":{"items":[]}}',
    '{"shop":{"items":[{"id":1}]},"sh\\u006fp":null}',
  ])(
    'is refused where the list or what leads to it stands twice, since products of the first were given: %s',
    async (text) => {
      const faults = ['not a catalog: the list of products at shop.items stands twice'];
      expect(await refusal(cut(text, [1]), { profile: SHOP })).toEqual({ faults, given: 1 });
    },
  );

  it('has the last of two equal keys before its list, as in JSON', async () => {
    const text = '{"shop":null,"v":1,"shop":{"items":7,"items":[{"id":1}]},"v":2}';
    const { entries, wrapper } = await read(text, { profile: SHOP });
    expect(productsOf(entries)).toEqual([{ id: 1 }]);
    expect(wrapper).toEqual({ shop: { items: [] }, v: 2 });
  });

  it('tells what stood around the list only when all is read', async () => {
    const stream = streamCatalog(['[{"id":1}]'], 'a.json', ANY);
    for await (const _entry of stream) expect(() => stream.wrapper).toThrow('has not been read to its end');
    expect(stream.wrapper).toBeNull();
  });
});

describe('what is too long to be held', () => {
  const long = 'x'.repeat(2 ** 20);
  /** More than may be held, in pieces that are one text in memory. */
  const tooMuch = () => new Array<string>(MAX_CHARACTERS / long.length + 1).fill(long);

  it('is set aside as one product, and the others go on', async () => {
    const fault = (at: string) => ({ index: 1, id: null, faults: [`${at}: longer than 16 million characters`] });
    const list = ['[{"id":1},{"id":2,"text":"', ...tooMuch(), '"},{"id":3}]'];
    const inList = await read(list);
    expect(productsOf(inList.entries)).toEqual([{ id: 1 }, { id: 3 }]);
    expect(inList.entries[1]).toEqual(fault('products[1]'));
    const inLines = await read(['{"id":1}\n{"text":"', ...tooMuch(), '"}\n{"id":3}'], { name: 'a.jsonl' });
    expect(productsOf(inLines.entries)).toEqual([{ id: 1 }, { id: 3 }]);
    expect(inLines.entries[1]).toEqual(fault('products[1]'));
  });

  it('refuses the catalog where it stands around the list, with what is most likely wrong', async () => {
    const none = 'not a catalog: expected a list of products';
    expect(await refusal(['{"a":"', ...tooMuch()])).toEqual({
      faults: [`${none}, got an object (a profile can say where in an object the list stands)`],
      given: 0,
    });
    expect((await refusal(['["', ...tooMuch()], { profile: SHOP })).faults).toEqual([
      `${none} at shop.items, got nothing`,
    ]);
    expect((await refusal(['{"a":"', ...tooMuch()], { profile: SHOP })).faults).toEqual([
      'what stands around the list of products is longer than 16 million characters',
    ]);
    expect((await refusal(['id,name', ...tooMuch()])).faults).toEqual([
      expect.stringMatching(/^not JSON: Unexpected token/),
    ]);
  });
});
