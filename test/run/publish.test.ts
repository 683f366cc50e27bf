import { describe, expect, it } from 'vitest';
import type { Documents } from '../../lib/run/ports.ts';
import type { FakeModelOptions } from '../fakes/model.ts';
import { fakePublished } from '../fakes/published.ts';
import { documents, products, run, world } from '../fakes/run.ts';

const inBucket = (texts: Record<string, unknown>): Documents => ({
  ...documents(Object.fromEntries(Object.entries(texts).map(([key, value]) => [key, JSON.stringify(value)]))),
  identify: () => ({ name: 'shop/summer', isPublished: true }),
});

const setUp = (count: number, answers: FakeModelOptions = {}) => {
  const shop = fakePublished();
  const w = world({ documents: inBucket({ 'c.json': products(count) }), published: shop.published, answers });
  return { shop, w };
};

describe('published catalogs', () => {
  it('are each locale in the catalog’s own shape, and a manifest that is written last', async () => {
    const { shop, w } = setUp(2);
    const { summary } = await run(w, { catalog: 'c.json', locales: ['fr', 'de'] }, { runId: 'r1' });
    expect(shop.writes).toEqual(['shop/summer/fr.json', 'shop/summer/de.json', 'shop/summer/manifest.json']);
    const [first] = shop.json('shop/summer/fr.json') as { product_id: number; extracted_data: { price: number } }[];
    expect(first).toMatchObject({ product_id: 1, extracted_data: { price: 11 } });
    const entry = { runId: 'r1', startedAt: summary.startedAt, products: 2, missing: [] };
    expect(shop.json('shop/summer/manifest.json')).toEqual({
      catalog: 'shop/summer',
      source: 'en',
      locales: { de: entry, fr: entry },
    });
  });

  it('do not change by a run of some products, of inline products, or by a dry run', async () => {
    const { shop, w } = setUp(2);
    await run(w, { catalog: 'c.json', products: [1] });
    await run(w, { catalog: products(2) });
    await run(w, { catalog: 'c.json', dryRun: true });
    expect(shop.writes).toEqual([]);
  });

  it('keep the locales that a run does not name', async () => {
    const { shop, w } = setUp(1);
    await run(w, { catalog: 'c.json', locales: ['fr'] }, { runId: 'r1' });
    await run(w, { catalog: 'c.json', locales: ['de'] }, { runId: 'r2' });
    const { locales } = shop.json('shop/summer/manifest.json') as { locales: Record<string, { runId: string }> };
    expect(Object.entries(locales).map(([locale, { runId }]) => [locale, runId])).toEqual([
      ['de', 'r2'],
      ['fr', 'r1'],
    ]);
  });

  it('lack a product of which a unit failed, and name it and the invalid ones', async () => {
    const catalog = [...products(2), { product_id: 9, extracted_data: 'broken' }];
    const shop = fakePublished();
    const w = world({
      documents: inBucket({ 'c.json': catalog }),
      published: shop.published,
      answers: { translate: (text, { locale }) => (text.includes('kind c') ? undefined : `[${locale}] ${text}`) },
    });
    await run(w, { catalog: 'c.json' }, { runId: 'r1' });
    expect((shop.json('shop/summer/fr.json') as { product_id: number }[]).map(({ product_id }) => product_id)).toEqual([
      1,
    ]);
    expect(shop.json('shop/summer/manifest.json')).toMatchObject({ locales: { fr: { products: 1, missing: [2, 9] } } });
  });

  it('stay as they are where nothing of a locale passed', async () => {
    const { shop, w } = setUp(1, { translate: () => undefined });
    await run(w, { catalog: 'c.json', locales: ['fr'] });
    expect(shop.writes).toEqual([]);
  });

  it('are not written over by a run that began before the one that wrote them', async () => {
    const { shop, w } = setUp(1);
    await run(w, { catalog: 'c.json', locales: ['fr'] }, { runId: 'newer' });
    const older = world({ documents: inBucket({ 'c.json': products(1) }), published: shop.published });
    older.clock.advance(-1e9);
    await run(older, { catalog: 'c.json', locales: ['fr', 'de'] }, { runId: 'older' });
    expect(shop.json('shop/summer/manifest.json')).toMatchObject({
      locales: { fr: { runId: 'newer' }, de: { runId: 'older' } },
    });
  });

  it('never hold what is pseudo-localized', async () => {
    const { shop, w } = setUp(2, { pseudo: (text: string) => text.includes('kind b') });
    await run(w, { catalog: 'c.json' }, { runId: 'r1' });
    expect(shop.json('shop/summer/manifest.json')).toMatchObject({ locales: { fr: { products: 1, missing: [1] } } });
  });

  it('get a new manifest where the old one is damaged', async () => {
    const { shop, w } = setUp(1);
    await shop.published.update('shop/summer/manifest.json', () => '{"locales": {"fr"');
    await run(w, { catalog: 'c.json', locales: ['fr'] }, { runId: 'r1' });
    expect(shop.json('shop/summer/manifest.json')).toMatchObject({ locales: { fr: { runId: 'r1' } } });
  });
});
