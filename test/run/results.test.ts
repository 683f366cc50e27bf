import { describe, expect, it } from 'vitest';
import { inMemoryTranslationMemory } from '../../lib/adapters/memory-store.ts';
import type { Locale } from '../../lib/catalog/locale.ts';
import { keys } from '../../lib/run/contract/keys.ts';
import { ProviderUnavailable } from '../../lib/translate/errors.ts';
import { CALL_USAGE, LATENCY_MS } from '../fakes/model.ts';
import { documents, product, products, run, type World, world } from '../fakes/run.ts';

const read = async (w: World, key: string) => JSON.parse((await w.store.read(key)) ?? 'null') as unknown;

describe('the results of a run', () => {
  it('stand in the files and under the keys that people rely on', async () => {
    const w = world();
    const { merged, summary } = await run(w, { locales: ['fr', 'de'], maxConcurrency: 1 }, { runId: 'r' });
    expect((await w.store.list('r/')).filter((key) => !key.startsWith('r/internal/'))).toEqual([
      'r/catalogs/de.json',
      'r/catalogs/fr.json',
      'r/failures.json',
      'r/merged.json',
      'r/report.html',
      'r/summary.json',
    ]);
    const locale = {
      ms: LATENCY_MS,
      model: 'openai/gpt-oss-20b',
      calls: 1,
      units: 3,
      translated: 3,
      failed: 0,
      memoryHits: 0,
      pseudo: 0,
      usd: 0.0000225,
    };
    const stats = {
      wallMs: 2 * LATENCY_MS,
      sequentialMs: 2 * LATENCY_MS,
      averageMsPerLocale: LATENCY_MS,
      calls: 2,
      retries: 0,
      memoryHits: 0,
      promptTokens: 2 * CALL_USAGE.promptTokens,
      cachedTokens: 0,
      completionTokens: 2 * CALL_USAGE.completionTokens,
      usd: 0.000045,
      perLocale: { fr: locale, de: locale },
    };
    expect(merged).toStrictEqual({
      runId: 'r',
      status: 'COMPLETE',
      engine: 'groq',
      source: 'en',
      locales: ['fr', 'de'],
      products: [
        {
          product_id: 1,
          original: {
            name: 'Hoodie Number 1',
            features: 'thumb loops of kind b',
            fabric_details: null,
            details: null,
            colors: ['Sage', 'Cloud'],
            sizes: ['S', 'M'],
            price: 11,
          },
          translations: Object.fromEntries(
            ['fr', 'de'].map((tag) => [
              tag,
              {
                name: 'Hoodie Number 1',
                features: `[${tag}] thumb loops of kind b`,
                fabric_details: null,
                details: null,
                colors: [`[${tag}] Sage`, `[${tag}] Cloud`],
              },
            ]),
          ),
          failures: [],
        },
      ],
      stats,
    });
    const { products: _, ...header } = merged;
    const started = w.clock.now() - 2 * LATENCY_MS;
    expect(summary).toStrictEqual({
      ...header,
      startedAt: new Date(started).toISOString(),
      finishedAt: new Date(w.clock.now()).toISOString(),
      counts: {
        products: 1,
        invalidProducts: 0,
        units: 6,
        translated: 6,
        failed: 0,
        pseudo: 0,
        warnings: 0,
        coverage: 1,
      },
      stoppedBy: null,
    });
  });

  it('publish a catalog in its own shape, without products of which a unit failed', async () => {
    const profile = {
      products: 'shop.items',
      id: 'sku',
      name: 'title',
      texts: { blurb: 'text' },
      lists: { tags: 'tags' },
    };
    const items = [
      { sku: 'a', title: 'One', text: 'good wool', tags: null, '10': 'x', more: { z: 1, a: [null] } },
      { sku: 'b', title: 'Two', text: 'bad wool', tags: ['soft'] },
      { sku: 'c', title: 'Three', text: null, tags: ['soft', null, '100%'] },
    ];
    const catalog = { version: 3, shop: { before: true, items, after: [1] }, end: null };
    const w = world({
      documents: documents({ 'p.json': JSON.stringify(profile), 'dir/my shop.json': JSON.stringify(catalog) }),
      answers: { translate: (text, { locale }) => (text.startsWith('bad') ? '' : `[${locale}] ${text}`) },
    });
    const request = { catalog: 'dir/my shop.json', profile: 'p.json' };
    const { merged, summary } = await run(w, request, { runId: 'r' });
    expect(JSON.stringify(await read(w, keys.catalog('r', 'fr' as Locale)))).toBe(
      JSON.stringify({
        version: 3,
        shop: {
          before: true,
          items: [
            { ...items[0], text: '[fr] good wool' },
            { ...items[2], tags: ['[fr] soft', null, '100%'] },
          ],
          after: [1],
        },
        end: null,
      }),
    );
    expect(summary).toMatchObject({ status: 'PARTIAL', counts: { units: 4, translated: 3, failed: 1 } });
    expect(merged.products[1]).toMatchObject({
      product_id: 'b',
      translations: { fr: { name: 'Two', tags: ['[fr] soft'] } },
      failures: [{ field: 'blurb', error: 'ModelAnswerInvalid', cause: 'empty: the translation is empty' }],
    });
    expect(merged.products[1]?.translations['fr']).not.toHaveProperty('blurb');
  });

  it('never show an error where a translation belongs', async () => {
    const w = world({
      batchProducts: 2,
      answers: {
        fail: ({ locale }) => {
          if (locale === 'de') throw new ProviderUnavailable('TROUBLE upstream');
          if (locale === 'es') throw new TypeError('TROUBLE inside');
        },
        translate: (text, { locale }) => (text === 'Sage' ? undefined : `[${locale}] ${text}`),
      },
    });
    const { merged, failures, summary } = await run(w, { catalog: products(4), locales: ['fr', 'de', 'es'] });
    for (const { translations } of merged.products) {
      expect(Object.keys(translations)).toEqual(['fr']);
      expect(translations['fr']).not.toHaveProperty('colors');
      expect(JSON.stringify(translations)).not.toMatch(/TROUBLE|Error|missing/);
    }
    expect(failures.filter(({ cause }) => cause.includes('TROUBLE'))).toHaveLength(4 * 2 * 3);
    expect(failures).toHaveLength(4 * 2 * 3 + 4);
    expect(summary.counts).toMatchObject({ units: 36, translated: 8, coverage: 8 / 36 });
    for (const locale of ['fr', 'de', 'es'] as Locale[])
      expect(await read(w, keys.catalog(merged.runId, locale))).toEqual([]);
  });

  it('list invalid products and make the run partial; the others go on', async () => {
    const { merged, failures, summary } = await run(world(), {
      catalog: [product(1), product(2, { price: 'free' })],
    });
    expect(summary).toMatchObject({ status: 'PARTIAL', counts: { products: 1, invalidProducts: 1, failed: 0 } });
    expect(merged.products.map(({ product_id }) => product_id)).toEqual([1]);
    expect(failures).toEqual([
      {
        product_id: 2,
        field: 'products[1].extracted_data.price',
        locale: null,
        error: 'ProductInvalid',
        cause: 'expected number or null, got the text "free"',
      },
    ]);
  });

  it('mark what the offline stand-in pseudo-localized', async () => {
    const w = world({ engine: 'offline', answers: { pseudo: (text) => text === 'Cloud' } });
    const { merged, summary } = await run(w, {});
    expect(merged).toMatchObject({ engine: 'offline', products: [{ pseudo: { fr: ['colors'] } }] });
    expect(summary).toMatchObject({ status: 'COMPLETE', counts: { pseudo: 1 } });
    // Recalled from memory it is marked no less.
    expect((await run(w, {})).merged.products[0]?.pseudo).toEqual({ fr: ['colors'] });
  });
});

describe('a second run', () => {
  const request = { catalog: products(12), locales: ['fr', 'ar'] as [string, ...string[]] };

  it('asks nothing and brings the same', async () => {
    const w = world({ batchProducts: 5 });
    const first = await run(w, request);
    const calls = w.model.asked.length;
    const second = await run(w, request);
    expect(w.model.asked).toHaveLength(calls);
    expect(second.summary.stats).toMatchObject({ calls: 0, promptTokens: 0, usd: 0, memoryHits: 72 });
    expect(second.merged.products).toEqual(first.merged.products);
    expect(second.summary.stats.perLocale['fr']?.model).toBe('openai/gpt-oss-20b');
  });

  it('asks for a changed text alone', async () => {
    const w = world();
    await run(w, request);
    const before = w.model.asked.length;
    const changed = [
      ...products(11),
      product(12, { product_features: 'a new hem', available_colors: ['Sage', 'Moss'] }),
    ];
    const { summary } = await run(w, { ...request, catalog: changed });
    expect(summary.stats.memoryHits).toBe(2 * 34);
    expect(w.model.asked.slice(before).flatMap(({ segments }) => segments.map(({ text }) => text))).toEqual([
      'a new hem',
      'Moss',
      'a new hem',
      'Moss',
    ]);
  });

  it('asks anew when forced to, and what it then bought counts', async () => {
    let version = 1;
    const w = world({ answers: { translate: (text) => `v${version} ${text}` } });
    await run(w, request);
    const calls = w.model.asked.length;
    version = 2;
    const forced = await run(w, { ...request, force: true });
    expect(w.model.asked).toHaveLength(2 * calls);
    expect(forced.summary.stats).toMatchObject({ calls, memoryHits: 0 });
    const third = await run(w, request);
    expect(third.summary.stats.calls).toBe(0);
    expect(third.merged.products[0]?.translations['fr']?.['features']).toBe('v2 thumb loops of kind b');
  });

  it('goes on where a killed run was: what memory had got is not asked for again', async () => {
    const memory = inMemoryTranslationMemory();
    const dying = world({ memory, batchProducts: 4, answers: { fail: ({ before }) => killedAt(before, 3) } });
    // The machine goes down during the fourth call: no step comes to an end any more.
    void run(dying, { ...request, maxConcurrency: 1 });
    await expect.poll(() => dying.model.asked.length).toBe(4);
    const next = world({ memory, batchProducts: 4 });
    const { summary } = await run(next, request);
    expect(summary.status).toBe('COMPLETE');
    const paid = dying.model.asked
      .slice(0, 3)
      .flatMap(({ locale, segments }) => segments.map(({ text }) => locale + text));
    const again = next.model.asked.flatMap(({ locale, segments }) => segments.map(({ text }) => locale + text));
    expect(paid.length).toBeGreaterThan(8);
    expect(again.filter((text) => paid.includes(text))).toEqual([]);
  });
});

const killedAt = (before: number, call: number) => (before >= call ? new Promise<void>(() => {}) : undefined);
