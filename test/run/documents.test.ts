import { describe, expect, it } from 'vitest';
import type { Locale } from '../../lib/catalog/locale.ts';
import { batchFileSchema, planFileSchema } from '../../lib/run/contract/internal.ts';
import { keys } from '../../lib/run/contract/keys.ts';
import type { RawRunRequest } from '../../lib/run/contract/request.ts';
import { type Documents, DocumentUnreadable } from '../../lib/run/ports.ts';
import { draftRun, planStep } from '../../lib/run/steps/plan.ts';
import { readJson } from '../../lib/run/store.ts';
import { documents, product, products, run, type World, world } from '../fakes/run.ts';

const json = JSON.stringify;
const CATALOG = json(products(2));
const term = (source: string) => json({ terms: [{ source, doNotTranslate: true }] });
const worldWith = (texts: Readonly<Record<string, string>>) =>
  world({ documents: documents({ 'shop/summer.json': CATALOG, ...texts }) });
const draft = (w: World, request: Partial<RawRunRequest> = {}) =>
  draftRun({ runId: 'r', request: { catalog: 'shop/summer.json', locales: ['fr'], ...request } }, w.deps);
const faultsOf = (w: World, request: object): Promise<readonly string[]> =>
  planStep({ runId: 'r', request: { catalog: 'shop/summer.json', locales: ['fr'], ...request } }, w.deps).then(
    () => expect.unreachable('the request was to be refused'),
    (error: { name: string; faults: string[] }) => {
      expect(error.name).toBe('RequestInvalid');
      return error.faults;
    },
  );

describe('the glossary of a run', () => {
  const sourcesOf = async (w: World, request: Partial<RawRunRequest> = {}) =>
    (await draft(w, request)).settings.glossary.terms.map(({ source }) => source);
  const beside = { 'shop/summer.glossary.json': term('beside') };

  it('is the one that the request names, else the one beside the catalog, else the bundled one', async () => {
    const both = { ...beside, 'mine.json': term('named') };
    expect(await sourcesOf(worldWith(both), { glossary: 'mine.json' })).toEqual(['named']);
    expect(await sourcesOf(worldWith(both))).toEqual(['beside']);
    expect(await sourcesOf(worldWith({ 'shop/winter.glossary.json': term('other') }))).toContain('KETL Mtn.');
    expect(await sourcesOf(worldWith(beside), { catalog: products(1) })).toContain('KETL Mtn.');
  });

  it('reaches the jobs with the batch', async () => {
    const w = worldWith({
      'shop/summer.glossary.json': json({
        terms: [{ source: 'thumb loops', targets: { fr: 'passe-pouces' } }],
        styles: { fr: { tone: 'calm' } },
      }),
    });
    const systems: string[] = [];
    const questions: Record<string, unknown>[] = [];
    const { model } = w.deps;
    const listening = {
      ...w,
      deps: {
        ...w.deps,
        model: {
          complete: (request: Parameters<typeof model.complete>[0]) => {
            systems.push(request.messages[0]?.content ?? '');
            questions.push(JSON.parse(request.messages.at(-1)?.content ?? ''));
            return model.complete(request);
          },
        },
      },
    };
    await run(listening, { catalog: 'shop/summer.json', locales: ['fr', 'de'], maxConcurrency: 1 });
    expect(systems.map((system) => /^Tone: calm\.$/m.test(system))).toEqual([true, false]);
    expect(questions.map(({ glossary }) => glossary)).toEqual([
      [{ source: 'thumb loops', target: 'passe-pouces' }],
      undefined,
    ]);
  });
});

describe('overrides beside a catalog', () => {
  const overrides = (texts: Record<string, string>) =>
    json(Object.fromEntries(Object.entries(texts).map(([id, features]) => [id, { features }])));

  it('travel with the batch of their product and with no other', async () => {
    const w = world({
      batchProducts: 1,
      documents: documents({
        'shop/summer.json': json(products(3)),
        'shop/overrides/fr.json': overrides({ 1: 'un', 2: 'deux', 9: 'nobody' }),
        'shop/overrides/pt-BR.json': overrides({ 2: 'dois' }),
        'shop/overrides/es.json': overrides({ 1: 'of a language that is not asked for' }),
      }),
    });
    const request = { catalog: 'shop/summer.json', locales: ['fr', 'pt_br', 'de'] };
    await planStep({ runId: 'r', request }, w.deps);
    const { planId } = planFileSchema.parse(await readJson(w.store, keys.plan('r')));
    const travelling = [0, 1, 2].map(async (batch) => {
      return batchFileSchema.parse(await readJson(w.store, keys.batch({ runId: 'r', planId }, batch))).overrides;
    });
    expect(await Promise.all(travelling)).toEqual([
      { fr: { 1: { features: 'un' } } },
      { fr: { 2: { features: 'deux' } }, 'pt-BR': { 2: { features: 'dois' } } },
      {},
    ]);
  });

  it('are published, cost nothing in the estimate or the run, and are reported once their source has changed', async () => {
    const texts: Record<string, string> = {
      'shop/summer.json': json([product(1, { available_colors: null })]),
      'shop/overrides/fr.json': overrides({ 1: 'par une personne' }),
    };
    const w = world({ documents: documents(texts) });
    expect((await draft(w)).estimate.total).toMatchObject({ units: 1, calls: 0, usd: 0 });
    const request = { catalog: 'shop/summer.json', force: true };
    const first = await run(w, request);
    expect(first.merged).toMatchObject({ status: 'COMPLETE', stats: { calls: 0, usd: 0 } });
    expect(first.merged.products[0]?.translations['fr']?.['features']).toBe('par une personne');
    expect(first.merged.products[0]).not.toHaveProperty('warnings');
    texts['shop/summer.json'] = json([product(1, { available_colors: null, product_features: 'a new hem' })]);
    const second = await run(w, request);
    expect(second.merged.status).toBe('COMPLETE');
    expect(second.merged.products[0]?.translations['fr']?.['features']).toBe('par une personne');
    expect(second.merged.products[0]?.warnings).toEqual([
      { locale: 'fr', field: 'features', check: 'override-stale', message: expect.stringContaining('source text') },
    ]);
    expect(second.summary.counts).toMatchObject({ translated: 1, warnings: 1 });
    expect(w.model.asked).toEqual([]);
  });
});

describe('a broken document beside the others', () => {
  it('is a fault with its path among all faults, and nothing is run', async () => {
    const w = worldWith({
      'mine.json': json({ terms: [{ source: 'a' }, { source: 'b', targets: { fr: '' } }] }),
      'shop/overrides/fr.json': json({ 1: { features: 3 } }),
      'shop/overrides/de.json': '{oops',
    });
    const request = { locales: ['fr', 'de', 'frensh'], products: [7], glossary: 'mine.json', maxConcurrency: 0 };
    expect(await faultsOf(w, request)).toEqual([
      expect.stringMatching(/^max-concurrency: /),
      expect.stringMatching(/^unknown language "frensh"/),
      expect.stringMatching(/^unknown product 7/),
      expect.stringMatching(/^glossary mine\.json: terms\[0\]: needs either targets or doNotTranslate$/),
      expect.stringMatching(/^glossary mine\.json: terms\[1\]\.targets\.fr: /),
      expect.stringMatching(/^overrides shop\/overrides\/fr\.json: \S*1\S*features: /),
      expect.stringMatching(/^overrides shop\/overrides\/de\.json: not JSON: /),
    ]);
    expect(await w.store.list('')).toEqual([]);
    expect(w.model.asked).toEqual([]);
  });

  it('is one also where it need not stand: beside the catalog', async () => {
    const broken = worldWith({ 'shop/summer.glossary.json': '[]' });
    expect(await faultsOf(broken, {})).toEqual([expect.stringMatching(/^glossary shop\/summer\.glossary\.json: /)]);
    const { open, ...rest } = documents({ 'shop/summer.json': CATALOG });
    const locked: Documents = {
      ...rest,
      open: async (reference) => {
        if (reference.includes('overrides')) throw new DocumentUnreadable('may not be read');
        return open(reference);
      },
    };
    expect(await faultsOf(world({ documents: locked }), {})).toEqual([
      'overrides shop/overrides/fr.json: may not be read',
    ]);
  });

  it('is one that is nested deeper than any is', async () => {
    const deep = (levels: number) => `{"x":${'['.repeat(levels)}${']'.repeat(levels)}}`;
    const w = worldWith({
      'mine.json': deep(20_000),
      'p.json': deep(20_000),
      'shop/overrides/fr.json': deep(100),
    });
    expect(await faultsOf(w, { glossary: 'mine.json', profile: 'p.json' })).toEqual([
      'profile p.json: nested deeper than 100 levels',
      'glossary mine.json: nested deeper than 100 levels',
      'overrides shop/overrides/fr.json: nested deeper than 100 levels',
    ]);
    const inline = [product(1), { product_id: 2, extra: JSON.parse(deep(20_000)) }];
    expect(await faultsOf(worldWith({}), { catalog: inline })).toEqual([
      'catalog: products[1]: nested deeper than 100 levels',
    ]);
  });

  it('is missed only where the request names it', async () => {
    expect(await faultsOf(worldWith({}), { glossary: 'none.json' })).toEqual(['glossary none.json: no such file']);
    await expect(draft(worldWith({}))).resolves.toMatchObject({ overrides: new Map(), batches: [{ batch: 0 }] });
  });
});

it('opens each document once: what is opened and not read would stay open', async () => {
  const opened: string[] = [];
  const inner = documents({
    'shop/summer.json': CATALOG,
    'shop/summer.glossary.json': term('a'),
    'shop/overrides/fr.json': '{}',
  });
  const open = (reference: string) => {
    opened.push(reference);
    return inner.open(reference);
  };
  await draft(world({ documents: { ...inner, open } }), { locales: ['fr', 'de'] });
  expect(opened.sort()).toEqual([
    'shop/overrides/de.json',
    'shop/overrides/fr.json',
    'shop/summer.glossary.json',
    'shop/summer.json',
  ]);
});

it('keeps a locale’s documents apart from those of its language', async () => {
  const w = worldWith({ 'shop/overrides/fr.json': json({ 1: { features: 'de France' } }) });
  const { overrides } = await draft(w, { locales: ['fr-CA'] });
  expect(overrides).toEqual(new Map());
  expect((await draft(w, { locales: ['fr'] })).overrides.get('fr' as Locale)).toEqual({ 1: { features: 'de France' } });
});
