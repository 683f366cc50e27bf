import { describe, expect, it } from 'vitest';
import { KETL_PROFILE, type Profile, profileSchema } from '../../lib/catalog/profile.ts';
import { CatalogInvalid, readCatalog, wrapperWith } from '../../lib/catalog/read.ts';

const SHOP: Profile = profileSchema.parse({
  products: 'shop.items',
  id: 'meta.sku',
  name: 'title',
  texts: { alt: 'images[].alt' },
  lists: { tags: 'tags', values: 'options[].values' },
});

function product(id: unknown, data: Record<string, unknown> = {}) {
  return { product_id: id, extracted_data: { product_name: `Größe ${id}`, ...data } };
}

const GOOD = [product(1), product('km-2', { other_details: 'Zeile\neins \u2028 🎣 色' }), product(3, { price: 9.5 })];
const JSONL = GOOD.map((one) => JSON.stringify(one)).join('\n');

const readKetl = (text: string, name = 'catalog.json') => readCatalog([text], name, KETL_PROFILE);

/** The text in pieces of a few UTF-16 units: no piece is a line, and pictures are cut in half. */
async function* crumbs(text: string, size: number) {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

/** Why a catalog as a whole is refused. */
async function refusal(text: string, name = 'catalog.json', profile: Profile = KETL_PROFILE): Promise<string[]> {
  const error = await readCatalog([text], name, profile).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(CatalogInvalid);
  const { faults, message } = error as CatalogInvalid;
  expect(message).toBe(faults.join('\n'));
  return [...faults];
}

/** The faults of one product that stands alone in its catalog. */
async function faultsOf(one: unknown, profile: Profile = KETL_PROFILE): Promise<readonly string[]> {
  const root = profile.products === undefined ? [one] : { shop: { items: [one] } };
  const { invalid } = await readCatalog([JSON.stringify(root)], 'catalog.json', profile);
  return invalid[0]?.faults ?? [];
}

describe('a catalog that can be read', () => {
  it.each([
    ['a JSON list', JSON.stringify(GOOD), 'catalog.json'],
    ['a JSON list over many lines', JSON.stringify(GOOD, null, 2), 'catalog'],
    ['a JSON list behind a byte order mark', `\uFEFF${JSON.stringify(GOOD)}`, 'catalog.json'],
    ['JSONL by its name', JSONL, 'catalog.JSONL'],
    ['NDJSON by its name', `${JSONL}\n`, 's3://shop/catalog.ndjson'],
    ['JSONL by its text', JSONL, 'catalog.json'],
    ['JSONL behind a byte order mark', `\uFEFF${JSONL}`, 'catalog.jsonl'],
    ['JSONL by its text behind a byte order mark', `\uFEFF${JSONL}`, 'catalog.txt'],
    ['JSONL with Windows line ends and blank lines', `\r\n${JSONL.replaceAll('\n', '\r\n \r\n')}\r\n`, 'a.jsonl'],
  ])('is %s', async (_form, text, name) => {
    expect(await readKetl(text, name)).toEqual({ products: GOOD, invalid: [], wrapper: null });
  });

  it.each([1, 2, 7])('comes in pieces of %i characters that keep to no line', async (size) => {
    for (const [text, name] of [
      [`${JSONL}\n`, 'catalog.jsonl'],
      [JSONL, 'catalog.jsonl'],
      [JSON.stringify(GOOD), 'catalog.json'],
    ] as const) {
      const read = await readCatalog(crumbs(text, size), name, KETL_PROFILE);
      expect(read).toEqual({ products: GOOD, invalid: [], wrapper: null });
    }
  });

  it('is JSONL by its name also where the text alone would not tell', async () => {
    const one = JSON.stringify(GOOD[0]);
    expect((await readKetl(one, 'catalog.jsonl')).products).toEqual([GOOD[0]]);
    const { products, invalid } = await readKetl(`# exported\n${JSONL}`, 'catalog.ndjson');
    expect(products).toEqual(GOOD);
    expect(invalid.map(({ index }) => index)).toEqual([0]);
  });

  it('keeps what stands around the list, in its order', async () => {
    const items = [{ meta: { sku: 'a' }, title: 'Mug' }];
    const text = JSON.stringify({ version: 3, shop: { name: 'Larkspur', items, currency: 'EUR' }, next: null });
    const { products, wrapper } = await readCatalog([text], 'catalog.json', SHOP);
    expect(products).toEqual(items);
    expect(JSON.stringify(wrapper)).toBe(
      '{"version":3,"shop":{"name":"Larkspur","items":[],"currency":"EUR"},"next":null}',
    );
    expect(JSON.stringify(wrapperWith(wrapper, 'shop.items', products))).toBe(text);
  });

  it('takes a product with every field null or missing', async () => {
    const fields = [
      'product_name',
      'available_colors',
      'available_sizes',
      'product_features',
      'price',
      'other_details',
    ];
    const bare = [
      product(1, Object.fromEntries(fields.map((field) => [field, null]))),
      { product_id: 2, url: null, extracted_data: {} },
      product(3, { available_colors: [null, 'Sage', null], available_sizes: [] }),
    ];
    expect(await readKetl(JSON.stringify(bare))).toEqual({ products: bare, invalid: [], wrapper: null });
  });
});

describe('a text that is no catalog', () => {
  const NO_LIST = 'not a catalog: expected a list of products, got';

  it.each([
    ['', 'catalog.json', 'the file is empty'],
    [' \n\n', 'catalog.json', 'the file is empty'],
    ['\uFEFF', 'catalog.json', 'the file is empty'],
    ['', 'catalog.jsonl', 'the file is empty'],
    ['\uFEFF\n \n', 'catalog.jsonl', 'the file is empty'],
    ['{"products": []}', 'catalog.json', `${NO_LIST} an object (a profile can say where in an object the list stands)`],
    ['"hello"', 'catalog.json', `${NO_LIST} the text "hello"`],
    ['42', 'catalog.json', `${NO_LIST} 42`],
    ['null', 'catalog.json', `${NO_LIST} null`],
  ])('%j as %s: %s', async (text, name, fault) => {
    expect(await refusal(text, name)).toEqual([fault]);
  });

  it.each(['id,name\n1,Mug', '[{"product_id": 1},', '<html>'])('is refused as not JSON: %j', async (text) => {
    const [fault, ...more] = await refusal(text);
    expect(fault).toMatch(/^not JSON: \S/);
    expect(fault).not.toMatch(/not valid JSON/);
    expect(more).toEqual([]);
  });

  it('is one that is nested too deeply around its list, whatever stands in the list', async () => {
    const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
    const around = (extra: string, item: string) => `{"shop":{"items":[${item}],"extra":${extra}}}`;
    expect(await refusal(around(deep(20_000), ''), 'catalog.json', SHOP)).toEqual([
      'what stands around the list of products is nested deeper than 100 levels',
    ]);
    const { invalid, wrapper } = await readCatalog([around(deep(98), deep(20_000))], 'catalog.json', SHOP);
    expect(invalid).toHaveLength(1);
    expect(JSON.stringify(wrapper)).toBe(around(deep(98), ''));
    expect(await refusal(`{"a":${deep(20_000)}}`)).toEqual([expect.stringContaining(`${NO_LIST} an object`)]);
  });

  it('says where the profile looked for the list', async () => {
    const text = '{"shop": {"items": {"1": {}}}}';
    const where = 'not a catalog: expected a list of products at shop.items, got';
    expect(await refusal(text, 'catalog.json', SHOP)).toEqual([`${where} an object`]);
    expect(await refusal('[]', 'catalog.json', SHOP)).toEqual([`${where} nothing`]);
  });
});

describe('an invalid product', () => {
  it('is set aside with its place and fault, and the good ones go on', async () => {
    const text = JSON.stringify([...GOOD, product(7, { price: 'abc' }), product(8)]);
    const { products, invalid } = await readKetl(text);
    expect(products).toEqual([...GOOD, product(8)]);
    expect(invalid).toEqual([
      { index: 3, id: 7, faults: ['products[3].extracted_data.price: expected number or null, got the text "abc"'] },
    ]);
  });

  it('is a line that is not JSON', async () => {
    const text = `${JSONL}\n{"product_id": 4, "extr\n\n${JSON.stringify(product(5))}`;
    for (const name of ['catalog.jsonl', 'catalog.json']) {
      const { products, invalid } = await readKetl(text, name);
      expect(products).toEqual([...GOOD, product(5)]);
      expect(invalid).toEqual([
        { index: 3, id: null, faults: [expect.stringMatching(/^products\[3\]: not JSON: \S/)] },
      ]);
    }
  });

  it.each([100, 20_000, 200_000])('is one with a field of %i levels, which nobody looks at', async (levels) => {
    const deep = `{"product_id":9,"extracted_data":{"price":"abc"},"extra":${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}}`;
    const fault = (index: number) => ({ index, id: 9, faults: [`products[${index}]: nested deeper than 100 levels`] });
    const list = `[${deep},${JSON.stringify(product(1))}]`;
    expect(await readKetl(list)).toEqual({ products: [product(1)], invalid: [fault(0)], wrapper: null });
    const { products, invalid } = await readKetl(`${JSONL}\n${deep}\n`, 'a.jsonl');
    expect([products, invalid]).toEqual([GOOD, [fault(3)]]);
  });

  it('is none with 100 levels, the product itself one of them', async () => {
    const extra = JSON.parse(`${'['.repeat(99)}${']'.repeat(99)}`);
    const one = { ...product(1), extra, other: extra };
    expect((await readKetl(JSON.stringify([one]))).products).toEqual([one]);
  });

  it('has each of its faults listed once', async () => {
    const dirty = {
      product_id: true,
      url: 5,
      extracted_data: {
        product_name: ['Mug'],
        available_colors: ['Sage', 7, null, { name: 'Clay' }],
        available_sizes: 'S, M',
        available_inseams: [30],
        product_features: { hood: true },
        price: [1],
      },
      processed_at: 1741711352,
    };
    expect((await faultsOf(dirty)).toSorted()).toEqual([
      'products[0].extracted_data.available_colors[1]: expected text or null, got 7',
      'products[0].extracted_data.available_colors[3]: expected text or null, got an object',
      'products[0].extracted_data.available_inseams[0]: expected text or null, got 30',
      'products[0].extracted_data.available_sizes: expected a list or null, got the text "S, M"',
      'products[0].extracted_data.price: expected number or null, got a list',
      'products[0].extracted_data.product_features: expected text or null, got an object',
      'products[0].extracted_data.product_name: expected text or null, got a list',
      'products[0].processed_at: expected text or null, got 1741711352',
      'products[0].product_id: expected a whole number or a text, got true',
      'products[0].url: expected text or null, got 5',
    ]);
  });

  it.each([
    ['Sage', 'the text "Sage"'],
    [{ sage: true }, 'an object'],
    [7, '7'],
    ['x'.repeat(80), `the text "${'x'.repeat(39)}…"`],
    ['', 'a blank text'],
  ])('has %j where its colors belong', async (colors, got) => {
    expect(await faultsOf(product(1, { available_colors: colors }))).toEqual([
      `products[0].extracted_data.available_colors: expected a list of texts or null, got ${got}`,
    ]);
  });

  it.each([
    [
      [1, 'two', null, []],
      ['1', 'the text "two"', 'null', 'a list'],
    ],
    [[false], ['false']],
  ])('is anything but an object: %j', async (list, kinds) => {
    const { products, invalid } = await readKetl(JSON.stringify(list));
    expect(products).toEqual([]);
    expect(invalid.map(({ faults }) => faults)).toEqual(
      kinds.map((kind, index) => [`products[${index}]: expected an object, got ${kind}`]),
    );
  });

  it.each([
    ['null', { product_id: 1, extracted_data: null }],
    ['nothing', { product_id: 1 }],
    ['a list', { product_id: 1, extracted_data: [] }],
  ])('has %s for extracted_data', async (got, one) => {
    expect(await faultsOf(one)).toEqual([`products[0].extracted_data: expected an object, got ${got}`]);
  });

  it.each([
    [undefined, 'a whole number or a text, got nothing'],
    [null, 'a whole number or a text, got null'],
    ['', 'a whole number or a text, got a blank text'],
    [' \u00a0', 'a whole number or a text, got a blank text'],
    [1.5, 'a whole number or a text, got 1.5'],
    [{ id: 1 }, 'a whole number or a text, got an object'],
    [2 ** 53, 'a whole number below 2^53 (larger ids in quotes), got about 9007199254740992'],
  ])('has %j for an id', async (id, expected) => {
    expect(await faultsOf(product(id))).toEqual([`products[0].product_id: expected ${expected}`]);
  });

  it('stands where its own catalog and profile say', async () => {
    const one = { meta: { sku: null }, title: 4, tags: [1], options: [{ values: 'S' }, null], images: [{ alt: 0 }] };
    expect(await faultsOf(one, SHOP)).toEqual([
      'shop.items[0].meta.sku: expected a whole number or a text, got null',
      'shop.items[0].title: expected text or null, got 4',
      'shop.items[0].images[0].alt: expected text or null, got 0',
      'shop.items[0].tags[0]: expected text or null, got 1',
      'shop.items[0].options[0].values: expected a list of texts or null, got the text "S"',
    ]);
  });
});

describe('an id that stands twice', () => {
  it('refuses the catalog and names both places of each', async () => {
    const list = [product(1), product('a'), product(1), product('a'), product(2), product(1)];
    const faults = [
      'product_id 1 stands twice: at products[0] and products[2]',
      'product_id "a" stands twice: at products[1] and products[3]',
      'product_id 1 stands twice: at products[0] and products[5]',
    ];
    expect(await refusal(JSON.stringify(list))).toEqual(faults);
    expect(await refusal(list.map((one) => JSON.stringify(one)).join('\n'), 'catalog.jsonl')).toEqual(faults);
  });

  it('is found between a number and a text, and in invalid products too', async () => {
    expect(await refusal(JSON.stringify([product(1), product('1')]))).toEqual([
      'product_id "1" stands twice: at products[0] and products[1]',
    ]);
    expect(await refusal(JSON.stringify([product(1, { price: 'free' }), product(1)]))).toHaveLength(1);
    expect(await refusal('{"shop":{"items":[{"meta":{"sku":5}},{"meta":{"sku":5}}]}}', 'a.json', SHOP)).toEqual([
      'meta.sku 5 stands twice: at shop.items[0] and shop.items[1]',
    ]);
  });

  it('is not seen in ids that are none: different ids beyond 2^53 round to the same number', async () => {
    const text =
      '[{"product_id": 9007199254740992}, {"product_id": 9007199254740993}, {"product_id": ""}, {"product_id": ""}]';
    const { invalid } = await readKetl(text);
    expect(invalid.map(({ id }) => id)).toEqual([null, null, null, null]);
  });
});
