import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { fanout, ketl, spawnFanout, workplace } from './command.ts';

/** Runs what must be refused before anything is run; returns what was said. */
async function refused(args: readonly string[], env: Record<string, string> = {}): Promise<string> {
  const place = await workplace();
  const { code, stdout, stderr } = await fanout([...args, '--output', place.out], { env });
  expect(code, stderr).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(place.wasMade()).toBe(false);
  return stderr;
}

const CATALOG = ['--catalog', 'FILE', '--all'];

/** Refuses a catalog with this content, of which the path in the message is cut. */
async function refusedCatalog(content: unknown, args = CATALOG): Promise<string> {
  const place = await workplace();
  const file = await place.file('shop.json', content);
  const said = await refused(args.map((arg) => (arg === 'FILE' ? file : arg)));
  return said.replaceAll(`${place.folder}/`, '');
}

it('says which catalog is not there', async () => {
  const { folder } = await workplace();
  expect(await refused(['--catalog', `${folder}/none.json`])).toBe(
    `fanout: catalog ${folder}/none.json: no such file\n`,
  );
});

it('says that a folder is no catalog', async () => {
  const { folder } = await workplace();
  expect(await refused(['--catalog', folder])).toBe(`fanout: catalog ${folder}: is a folder\n`);
});

it('says why a catalog is not JSON', async () => {
  expect(await refusedCatalog('hello there')).toMatch(/^fanout: catalog shop.json: not JSON: Unexpected token/);
  expect(await refusedCatalog('')).toBe('fanout: catalog shop.json: the file is empty\n');
});

it('says that JSON of another kind is no catalog, and what would help', async () => {
  expect(await refusedCatalog({ products: [] })).toBe(
    'fanout: catalog shop.json: not a catalog: expected a list of products, got an object ' +
      '(a profile can say where in an object the list stands)\n',
  );
});

it('names the place of a wrong type in the only product', async () => {
  expect(await refusedCatalog([ketl(1, { price: 'cheap' })])).toBe(
    [
      'fanout: 2 faults, nothing was run:',
      '  - no valid product among those asked for',
      '  - products[0].extracted_data.price: expected number or null, got the text "cheap"',
      '',
    ].join('\n'),
  );
});

it('refuses a catalog that has an id twice, with both places', async () => {
  expect(await refusedCatalog([ketl(1), ketl(2), ketl(1)])).toBe(
    'fanout: catalog shop.json: product_id 1 stands twice: at products[0] and products[2]\n',
  );
});

it('translates the good products beside a bad one, ends as partial and lists it', async () => {
  const place = await workplace();
  const catalog = await place.file('shop.json', [ketl(1), ketl(2, { price: 'cheap' }), ketl(3)]);

  const { code, stdout } = await fanout(['--catalog', catalog, '--all', '--languages', 'es', '--output', place.out]);

  expect(code).toBe(1);
  const { merged, failures, catalogs } = await place.results();
  expect(merged.status).toBe('PARTIAL');
  expect(catalogs['es']?.map(({ product_id }) => product_id)).toEqual([1, 3]);
  expect(failures).toEqual([
    {
      product_id: 2,
      field: 'products[1].extracted_data.price',
      locale: null,
      error: 'ProductInvalid',
      cause: 'expected number or null, got the text "cheap"',
    },
  ]);
  expect(stdout).toContain(
    'ProductInvalid: products[1].extracted_data.price: expected number or null, got the text "cheap"',
  );
  expect(stdout).toContain('PARTIAL: 2 of 2 units translated');
});

it('says which products there are when one is asked for that is not', async () => {
  expect(await refused(['--product', '99'])).toBe(
    'fanout: unknown product 99: the catalog has 44 products: 1, 2, 3, 4, 5, 6, ..., 42, 43, 44\n',
  );
});

it('suggests the language that may be meant', async () => {
  expect(await refused(['--languages', 'spansh'])).toBe('fanout: unknown language "spansh": did you mean spanish?\n');
  expect(await refused(['--languages', 'klingon'])).toBe('fanout: unknown language "klingon"\n');
});

it('refuses the same language under two names', async () => {
  expect(await refused(['--languages', 'spanish', 'es'])).toBe(
    'fanout: language es is named twice: "spanish" and "es"\n',
  );
});

it.each(['english', 'en-US'])('refuses %s, the language of the catalog itself', async (language) => {
  expect(await refused(['--languages', language])).toBe(
    `fanout: language "${language}" is the catalog's own (en): nothing to translate\n`,
  );
});

it.each([
  [['--max-concurrency', '0'], 'max-concurrency: expected at least 1, got 0'],
  [['--max-concurrency', '1.5'], 'max-concurrency: expected a whole number, got 1.5'],
  [['--max-concurrency', 'abc'], 'max-concurrency: expected a whole number, got the text "abc"'],
  [['--max-usd', '-1'], 'max-usd: expected more than 0, got -1'],
  [['--max-usd', 'much'], 'max-usd: expected a number, got the text "much"'],
  [['--languages', ','], 'languages: expected at least one language, got a list'],
  [['--product', '1', '--all'], '--product and --all exclude each other'],
])('refuses %j', async (args, fault) => {
  expect(await refused(args)).toBe(`fanout: ${fault}\n`);
});

it('refuses a run whose estimate is over the budget, with both amounts', async () => {
  expect(await refused(['--max-usd', '0.00001'])).toMatch(
    /^fanout: the estimate is over the budget: 0\.000\d+ USD of 0\.0000100 USD; nothing was run\n$/,
  );
});

it('lists every fault of a profile', async () => {
  const place = await workplace();
  const profile = async (content: unknown) => {
    const file = await place.file('profile.json', content);
    return (await refused(['--profile', file])).replaceAll(file, 'FILE');
  };
  expect(await profile('{oops')).toMatch(/^fanout: profile FILE: not JSON: /);
  expect(await profile({ id: 'sku', extra: 1, texts: { blurb: 'a..b' } })).toMatch(
    /^fanout: 3 faults.*FILE: name: .*FILE: texts\.blurb: expected a path.*FILE: Unrecognized key: "extra"\n$/s,
  );
  expect(await refused(['--profile', `${place.folder}/none.json`])).toContain('none.json: no such file');
});

it('lists the faults of options, environment, catalog and languages at once', async () => {
  const args = ['--product', '1', '--all', '--languages', 'spansh', 'en', '--max-concurrency', '0', '--catalog', '/'];
  const said = await refused(args, { GROQ_BASE_URL: 'ftp://example', FANOUT_PLAN: 'gold' });
  expect(said.trimEnd().split('\n')).toEqual([
    'fanout: 8 faults, nothing was run:',
    '  - --product and --all exclude each other',
    '  - GROQ_BASE_URL: expected an http or https URL, got "ftp://example"',
    '  - GROQ_BASE_URL needs GROQ_API_KEY too (any text will do for a server that asks for none)',
    '  - FANOUT_PLAN: expected free or developer, got "gold"',
    '  - max-concurrency: expected at least 1, got 0',
    '  - unknown language "spansh": did you mean spanish?',
    '  - language "en" is the catalog\'s own (en): nothing to translate',
    '  - catalog /: is a folder',
  ]);
});

it('never passes escape sequences of a catalog on to the terminal', async () => {
  const evil = '\u001b[2J\u009b31m\u202e';
  const said = await refusedCatalog(
    [ketl(`a${evil}`), ketl(2, { price: evil })],
    [...CATALOG.slice(0, 2), '--product', '9'],
  );
  expect(said).toContain('unknown product 9');
  expect(said).not.toMatch(/(?!\n)\p{Cc}|\u202e/u);
});

it.each(['translate', 'plan'])(
  '%s: says that the output cannot be used where its parent is a file',
  async (command) => {
    const place = await workplace();
    const file = await place.file('taken', 'x');

    const { code, stderr } = await fanout([command, '--languages', 'es', '--output', `${file}/out`]);

    expect(code).toBe(2);
    expect(stderr).toMatch(/^fanout: --output: cannot list \S+\/taken\/out\/\S+: ENOTDIR\n$/);
  },
);

it('says that the folder for temporary files cannot be used, and blames no option for it', async () => {
  const place = await workplace();
  const details = 'A cap for long days. '.repeat(1_000);
  // More than is held in memory.
  const products = Array.from({ length: 450 }, (_, index) => ketl(index, { other_details: details }));
  const catalog = await place.file('large.json', products);
  vi.stubEnv('TMPDIR', join(place.folder, 'none'));

  const args = ['--catalog', catalog, '--all', '--languages', 'es', '--output', place.out];
  const { code, stderr } = await fanout(['plan', ...args]).finally(() => vi.unstubAllEnvs());

  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: `fanout: the folder for temporary files, which TMPDIR names: cannot write ${place.folder}/none: ENOENT\n`,
  });
  expect(place.wasMade()).toBe(false);
});

it('refuses bad input with exit code 2 and on stderr alone as a process, too, and leaves nothing behind', async () => {
  const place = await workplace();
  const { code, stdout, stderr } = await spawnFanout(['--languages', 'spansh'], { cwd: place.folder }).ended;
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toBe('fanout: unknown language "spansh": did you mean spanish?\n');
  expect(place.wasMade()).toBe(false);
});
