import { describe, expect, it } from 'vitest';
import { TOLERATED_BATCHES } from '../../lib/infra/workflow.ts';
import { workflowDefinition } from '../../lib/local/definition.ts';
import { runChildren } from '../../lib/local/distributed-map.ts';
import { keys } from '../../lib/run/contract/keys.ts';
import { MAX_MERGED_PRODUCTS, type MergedManifest, type MergedProduct } from '../../lib/run/contract/results.ts';
import { ProviderKeyRejected, ProviderUnavailable } from '../../lib/translate/errors.ts';
import { product, products, run, type World, world } from '../fakes/run.ts';

const locales: [string, ...string[]] = ['fr', 'de', 'es'];
const ids = (list: readonly { product_id: unknown }[]) => list.map(({ product_id }) => product_id);
/** Without colours, which memory would hold from other batches. */
const oneText = (count: number) => upTo(count).map((id) => product(id, { available_colors: null }));
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe('a run of many batches', () => {
  it('translates every product into every locale, once and in order', async () => {
    const w = world({ batchProducts: 10 });
    const { result, merged, summary, events } = await run(w, { catalog: products(25), locales });
    expect(result).toMatchObject({ ok: true, output: { status: 'COMPLETE', units: 225, translated: 225 } });
    expect(ids(merged.products)).toEqual(upTo(25));
    for (const { product_id, original, translations } of merged.products) {
      for (const locale of locales)
        expect(translations[locale]?.['features']).toBe(`[${locale}] ${original['features']}`);
      expect(original['name']).toBe(`Hoodie Number ${product_id}`);
    }
    expect(w.model.asked).toHaveLength(9);
    expect(summary.stats.perLocale).toMatchObject({ fr: { calls: 3, units: 75 }, es: { calls: 3, units: 75 } });
    const planned = events.flatMap((event) => (event.type === 'planned' ? [event.jobs] : []));
    expect(planned).toHaveLength(1);
    expect(planned[0]).toHaveLength(9);
    const ended = events.flatMap((event) => (event.type === 'ended' ? [`${event.batch} ${event.locale}`] : []));
    expect(ended.sort()).toEqual([0, 1, 2].flatMap((batch) => ['de', 'es', 'fr'].map((name) => `${batch} ${name}`)));
  });

  it.each([
    [1, 1],
    [3, 3],
    [5, 3],
    [6, 6],
    [9, 9],
    [100, 12],
  ])('with maxConcurrency %i has at most, and also reaches, %i jobs in flight', async (maxConcurrency, reached) => {
    const w = world({ batchProducts: 1, providerPlan: 'developer' });
    await run(w, { catalog: products(4), locales, maxConcurrency });
    expect(w.model.asked).toHaveLength(12);
    expect(w.model.mostInFlight()).toBe(reached);
  });

  it('writes down one failed job of one batch; all others go on', async () => {
    const w: World = world({
      batchProducts: 10,
      answers: {
        fail: ({ locale, segments }) => {
          // "thumb loops of kind bc" is product 12, in the second batch.
          if (locale === 'de' && segments.some(({ text }) => text.endsWith(' bc')))
            throw new ProviderUnavailable('503');
        },
      },
    });
    const { merged, summary, failures } = await run(w, { catalog: oneText(25), locales });
    expect(summary).toMatchObject({ status: 'PARTIAL', counts: { units: 75, translated: 65, failed: 10 } });
    expect(new Set(failures.map(({ locale, error }) => `${locale} ${error}`))).toEqual(
      new Set(['de ProviderUnavailable']),
    );
    const without = merged.products.filter(({ translations }) => !('de' in translations));
    expect(ids(without)).toEqual(upTo(20).slice(10));
  });

  it('stops all batches when one finds that the key is refused', async () => {
    const w = world({
      batchProducts: 5,
      answers: {
        fail: () => {
          throw new ProviderKeyRejected('401');
        },
      },
    });
    const { result, summary } = await run(w, { catalog: products(25), locales, maxConcurrency: 1 });
    expect(w.model.asked).toHaveLength(1);
    expect(result).toMatchObject({ ok: true, output: { status: 'FAILED', failed: 225 } });
    expect(summary.stoppedBy?.error).toBe('ProviderKeyRejected');
  });

  it('leaves out what the other batches had not begun when one stops, and keeps what they had', async () => {
    const w: World = world({
      batchProducts: 5,
      answers: {
        fail: ({ before }) => {
          if (before === 4) throw new ProviderKeyRejected('401');
        },
      },
    });
    const { merged, summary } = await run(w, { catalog: oneText(25), locales, maxConcurrency: 1 });
    expect(w.model.asked).toHaveLength(5);
    expect(summary).toMatchObject({ status: 'PARTIAL', counts: { translated: 4 * 5 } });
    expect(Object.keys(merged.products[0]?.translations ?? {})).toEqual(locales);
    expect(Object.keys(merged.products[9]?.translations ?? {})).toEqual(['fr']);
    expect(merged.products[24]).toMatchObject({ translations: {}, failures: { length: 3 } });
  });
});

describe('the children of a Distributed Map', () => {
  const five = [1, 2, 3, 4, 5];
  /** Runs them two at a time; those that are named fail. */
  async function children(failing: readonly number[], toleratedFailures: number) {
    const started: unknown[] = [];
    const ended = runChildren(five, { maxConcurrency: 2, toleratedFailures }, async (item) => {
      started.push(item);
      if (failing.includes(item as number)) throw new Error(`child ${item}`);
      await new Promise(setImmediate);
    });
    const error = await ended.then(
      () => null,
      (error: Error) => error.message,
    );
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    return { started, error };
  }

  it('are started no further once one has failed that is not tolerated', async () => {
    const { started, error } = await children([1], 0);
    expect(error).toBe('child 1');
    expect(started.length).toBeLessThan(5);
  });

  it('all run where no more fail than are tolerated', async () => {
    expect(await children([1, 3], 2)).toEqual({ started: five, error: null });
  });

  it('fail the map with the first beyond', async () => {
    const { started, error } = await children([1, 2, 3], 2);
    expect(error).toBe('child 3');
    expect(started.length).toBeLessThan(5);
  });

  it('may fail as often as the workflow says', () => {
    expect(workflowDefinition().States['Batches']).toMatchObject({ ToleratedFailureCount: TOLERATED_BATCHES });
  });
});

describe('a run of more products than one merged.json holds', () => {
  it('writes them as JSONL parts beside a manifest, and catalogs whole', async () => {
    const count = MAX_MERGED_PRODUCTS + 205;
    const w = world();
    const runId = 'large';
    const { merged } = await run(w, { catalog: products(count), locales: ['fr'] }, { runId });
    const manifest = merged as unknown as MergedManifest;
    expect(manifest).toMatchObject({ runId, status: 'COMPLETE', stats: { perLocale: { fr: { units: 3 * count } } } });
    expect(manifest).not.toHaveProperty('products');
    const lines: MergedProduct[] = [];
    for (const { file, products: promised } of manifest.parts) {
      expect(file).toMatch(/^merged\/\d{5}\.jsonl$/);
      const text = (await w.store.read(`${runId}/${file}`)) ?? '';
      const rows = text.trimEnd().split('\n');
      expect(rows).toHaveLength(promised);
      lines.push(...rows.map((row) => JSON.parse(row) as MergedProduct));
    }
    expect(ids(lines)).toEqual(upTo(count));
    expect(lines.at(-1)?.translations['fr']?.['colors']).toEqual(['[fr] Sage', '[fr] Cloud']);
    const catalog = JSON.parse((await w.store.read(keys.catalog(runId, 'fr' as never))) ?? '[]') as unknown[];
    expect(catalog).toHaveLength(count);
  });

  it('writes one merged.json up to that size', async () => {
    const { merged } = await run(world(), { catalog: products(MAX_MERGED_PRODUCTS), locales: ['fr'] });
    expect(merged.products).toHaveLength(MAX_MERGED_PRODUCTS);
  });
});
