import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatTranslationResult, loadProducts, RequestInvalid, translateProduct } from '../../lib/index.ts';
import { temporaryFolder } from '../fakes/folder.ts';
import { product, run, world } from '../fakes/run.ts';

const refused = (promise: Promise<unknown>): Promise<readonly string[]> =>
  promise.then(
    () => expect.unreachable('it was to be refused'),
    (error: RequestInvalid) => {
      expect(error).toBeInstanceOf(RequestInvalid);
      return error.faults;
    },
  );

describe('loadProducts', () => {
  it('reads the bundled catalog, and another file without its invalid products', async () => {
    expect((await loadProducts()).length).toBeGreaterThanOrEqual(40);
    const file = join(await temporaryFolder(), 'mine.jsonl');
    await writeFile(
      file,
      [product(1), product(2, { price: 'x' }), product(3)].map((p) => JSON.stringify(p)).join('\n'),
    );
    expect((await loadProducts(file)).map(({ product_id }) => product_id)).toEqual([1, 3]);
  });

  it('says what is wrong with a file', async () => {
    const folder = await temporaryFolder();
    const none = join(folder, 'none.json');
    expect(await refused(loadProducts(none))).toEqual([`${none}: no such file`]);
    expect(await refused(loadProducts(folder))).toEqual([`${folder}: is a folder`]);
    await writeFile(none, '{}');
    expect(await refused(loadProducts(none))).toEqual([expect.stringContaining('not a catalog')]);
  });
});

describe('translateProduct', () => {
  it('translates one product by the offline stand-in and writes nothing to disk', async () => {
    const before = await readdir('.');
    const result = await translateProduct(1, ['Spanish', 'pt_BR'], await loadProducts());
    expect(result).toMatchObject({ status: 'COMPLETE', engine: 'offline', locales: ['es', 'pt-BR'] });
    expect(result.products).toHaveLength(1);
    const { original, translations } = result.products[0]!;
    for (const locale of ['es', 'pt-BR']) {
      expect(Object.keys(translations[locale] ?? {})).toEqual([
        'name',
        'features',
        'fabric_details',
        'details',
        'colors',
      ]);
      expect(translations[locale]?.['features']).not.toBe(original['features']);
    }
    expect(await readdir('.')).toEqual(before);
  });

  it('refuses an unknown product and an unknown language, with all faults', async () => {
    const products = await loadProducts();
    expect(await refused(translateProduct(999, ['spansh', 'de'], products))).toEqual([
      expect.stringContaining('did you mean spanish?'),
      expect.stringContaining('unknown product 999'),
    ]);
    expect(await refused(translateProduct(1, [], products))).toEqual([
      expect.stringContaining('at least one language'),
    ]);
  });
});

describe('formatTranslationResult', () => {
  it('shows source and target side by side, failures where they belong, and what it took', async () => {
    const w = world({
      answers: { translate: (text, { locale }) => (text === 'Sage' ? undefined : `[${locale}] ${text}`) },
    });
    const { merged } = await run(w, { catalog: [product(1)], locales: ['fr', 'ar'], maxConcurrency: 1 });
    const lines = formatTranslationResult(merged, { width: 100 }).split('\n');
    expect(lines[0]).toBe('Product 1: Hoodie Number 1');
    expect(lines).toContainEqual(expect.stringMatching(/^French \(fr\)$/));
    expect(lines).toContainEqual(expect.stringMatching(/^Arabic \(ar, right to left\)$/));
    expect(lines).toContainEqual(
      expect.stringMatching(/^ {2}features +thumb loops of kind b +\[fr\] thumb loops of kind b$/),
    );
    expect(lines).toContainEqual(
      expect.stringMatching(/^ {2}colors +Sage, Cloud +not translated: ModelAnswerInvalid$/),
    );
    expect(lines).toContainEqual(expect.stringMatching(/\u2067\[ar\] thumb loops of kind b\u2069$/));
    expect(lines).toContainEqual(
      expect.stringMatching(/^French \(fr\) +2\/3 +1 +0 +\d+ +\d\.\d\d s +openai\/gpt-oss-\d+b$/),
    );
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(102);
    expect(formatTranslationResult(merged, { products: 0 })).toMatch(/^\.\.\. and 1 more product\n/);
  });

  it('lets no text of a catalog steer the terminal', async () => {
    const evil = product(1, { product_name: 'a\u001b[2Jb\u202ec', product_features: 'x\u009b31my' });
    const { merged } = await run(world(), { catalog: [evil] });
    const text = formatTranslationResult(merged);
    expect(text).toContain('Product 1: a [2Jb c');
    expect(text).not.toMatch(/(?!\n)\p{Cc}|[\u202a-\u202e]/u);
  });
});
