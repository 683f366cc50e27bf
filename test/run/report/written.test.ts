import { describe, expect, it } from 'vitest';
import { inMemoryStore } from '../../../lib/adapters/memory-store.ts';
import { keys } from '../../../lib/run/contract/keys.ts';
import type { ReportData } from '../../../lib/run/report/data.ts';
import { documents, product, products, run, type World, world } from '../../fakes/run.ts';

async function dataOf(w: World, runId: string): Promise<ReportData> {
  const page = (await w.store.read(keys.report(runId))) ?? '';
  return JSON.parse(/id="data">(.*?)<\/script>/s.exec(page)?.[1] ?? 'null') as ReportData;
}

describe('the page of a run', () => {
  it('holds what merged.json and summary.json hold, what is protected, and how the run went', async () => {
    const w = world();
    const catalog = [product(1, { product_features: 'UPF 30+ cloth for Hoodie Number 2' }), product(2)];
    const { merged, summary } = await run(w, { catalog, products: 'all', locales: ['fr', 'ar'] }, { runId: 'r' });
    const data = await dataOf(w, 'r');
    expect(data.summary).toEqual(summary);
    expect(data.products.map(({ protected: _, ...own }) => own)).toEqual(merged.products);
    expect(data.products[0]?.protected).toEqual({ features: ['UPF 30+', 'Hoodie Number 2'] });
    expect(data.locales).toEqual([
      { locale: 'fr', name: 'French', direction: 'ltr' },
      { locale: 'ar', name: 'Arabic', direction: 'rtl' },
    ]);
    expect(data.fields).toEqual(['features', 'fabric_details', 'details', 'colors']);
    const { timeline } = data;
    const jobs = timeline.detail === 'calls' ? timeline.invocations : [];
    expect(jobs.map(({ locale, error, trail }) => [locale, error, trail.some(({ kind }) => kind === 'call')])).toEqual([
      ['fr', null, true],
      ['ar', null, true],
    ]);
    expect([data.productsLeftOut, data.rows, data.rowsLeftOut]).toEqual([0, [], 0]);
  });

  it('holds fields that are called as what every object inherits', async () => {
    const profile = {
      id: 'id',
      name: 'title',
      texts: { constructor: 'a', toString: 'b' },
      lists: { valueOf: 'c[]' },
      kept: { hasOwnProperty: 'd' },
    };
    const w = world({ documents: documents({ 'profile.json': JSON.stringify(profile) }) });
    const catalog = [{ id: 1, title: 'Cap', a: 'UPF 30+ cloth', b: 'soft', c: ['red', 'UPF 50+ blue'], d: 4 }];
    await run(w, { catalog, profile: 'profile.json', products: 'all', locales: ['fr'] }, { runId: 'r' });
    const { fields, products } = await dataOf(w, 'r');
    expect(fields).toEqual(['constructor', 'toString', 'valueOf']);
    const [own] = products;
    expect(Object.keys(own?.original ?? {})).toEqual(['name', ...fields, 'hasOwnProperty']);
    expect(Object.keys(own?.translations['fr'] ?? {})).toEqual(['name', ...fields]);
    expect(own?.protected).toEqual(
      Object.fromEntries([
        ['constructor', ['UPF 30+']],
        ['valueOf', ['UPF 50+']],
      ]),
    );
  });

  it('lists the faults of products that were left out', async () => {
    const w = world();
    const broken = { product_id: 2, extracted_data: 'none' };
    await run(w, { catalog: [product(1), broken], products: 'all' }, { runId: 'r' });
    const { rows } = await dataOf(w, 'r');
    expect(rows).toMatchObject([{ product_id: 2, locale: null, error: 'ProductInvalid' }]);
  });

  it('is there for a run of which nothing was translated, with the reasons', async () => {
    const w = world({ answers: { translate: () => '' } });
    const { summary } = await run(w, {}, { runId: 'r' });
    expect(summary.status).toBe('FAILED');
    const data = await dataOf(w, 'r');
    expect(data.products[0]?.failures.length).toBeGreaterThan(0);
    expect(await w.store.read(keys.report('r'))).toContain('Nothing is translated.');
  });

  it('stands before merged.json, which comes last', async () => {
    const store = inMemoryStore();
    const written: string[] = [];
    const told = {
      ...store,
      write: (key: string, text: string) => {
        written.push(key);
        return store.write(key, text);
      },
      writePieces: (key: string, pieces: Parameters<typeof store.writePieces>[1]) => {
        written.push(key);
        return store.writePieces(key, pieces);
      },
    };
    await run(world({ store: told }), {}, { runId: 'r' });
    const results = written.filter((key) => !key.startsWith('r/internal/'));
    expect(results.slice(-3)).toEqual(['r/summary.json', 'r/report.html', 'r/merged.json']);
  });

  it('is not there for a run that is refused, nor for a dry run', async () => {
    const w = world();
    await run(w, { locales: ['xx-nowhere'] }, { runId: 'refused' }).catch(() => undefined);
    await run(w, { dryRun: true }, { runId: 'dry' }).catch(() => undefined);
    expect(await w.store.read(keys.report('refused'))).toBeNull();
    expect(await w.store.read(keys.report('dry'))).toBeNull();
  });

  it('is the same for a run whose locales are merged each by itself', async () => {
    const request = { catalog: products(6), products: 'all' as const, locales: ['fr', 'ar'] };
    const answers = {
      translate: (text: string, { locale }: { locale: string }) =>
        locale === 'ar' && text.endsWith('d') ? '' : `[${locale}] ${text}`,
    };
    const small = { batchProducts: 2, answers };
    const whole = world(small);
    await run(whole, request, { runId: 'r' });
    const joined = world({ ...small, mergeProducts: 3 });
    await run(joined, request, { runId: 'r' });
    expect(await joined.store.read('r/merged.json')).toContain('"parts"');
    const [one, other] = [await dataOf(whole, 'r'), await dataOf(joined, 'r')];
    expect(one.products.some(({ failures }) => failures.length > 0)).toBe(true);
    expect(other.products).toEqual(one.products);
    expect(other.chosen).toBe('first');
    expect([other.productsLeftOut, other.rows]).toEqual([0, []]);
    const jobs = ({ timeline }: ReportData) =>
      timeline.detail === 'calls' ? timeline.invocations.map(({ batch, locale }) => `${batch} ${locale}`).sort() : [];
    expect(jobs(other)).toEqual(jobs(one));
    expect(jobs(one)).toHaveLength(6);
  });
});
