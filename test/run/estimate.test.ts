import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inMemoryTranslationMemory } from '../../lib/adapters/memory-store.ts';
import type { RawRunRequest } from '../../lib/run/contract/request.ts';
import { MOST_EXAMINED } from '../../lib/run/hit-sample.ts';
import { CALL_SECONDS } from '../../lib/run/minutes/flow.ts';
import { draftRun } from '../../lib/run/steps/plan.ts';
import type { MemoryEntry, TranslationMemory } from '../../lib/translate/memory.ts';
import { BATCH_SHARE } from '../../lib/translate/pacing/share.ts';
import { documents, product, products, run, type World, world } from '../fakes/run.ts';

const SAMPLE = readFileSync(new URL('../../data/ketlmtn_products.json', import.meta.url), 'utf8');
const draft = (w: World, request: Partial<RawRunRequest>, runId = 'r') =>
  draftRun({ runId, request: { catalog: products(1), locales: ['fr'], ...request } }, w.deps);

/** A memory that gives back some of what it holds changed. */
function changing(memory: TranslationMemory, change: (entry: MemoryEntry, index: number) => MemoryEntry) {
  const recall: TranslationMemory['recall'] = async (scope, keys) => {
    const { entries, damaged } = await memory.recall(scope, keys);
    return { entries: new Map([...entries].map(([key, entry], index) => [key, change(entry, index)])), damaged };
  };
  return { ...memory, recall };
}

/** What no check lets pass. */
const refused = (entry: MemoryEntry): MemoryEntry => ({ ...entry, target: ' ' });

describe('the estimate', () => {
  it('leaves out what an earlier batch buys, is exact where one follows the other, and foretells nothing for the second run', async () => {
    const w = world({ batchProducts: 20, documents: documents({ 'ketl.json': SAMPLE }) });
    const request = { catalog: 'ketl.json', locales: ['fr', 'ja', 'ar'] as [string, ...string[]], maxConcurrency: 1 };
    const before = (await draft(w, request)).estimate;
    const { summary } = await run(w, request);
    expect(summary.status).toBe('COMPLETE');
    expect(before.total).toMatchObject({ calls: w.model.asked.length, memoryHits: 0 });
    for (const { locale, calls } of before.locales) expect(summary.stats.perLocale[locale]).toMatchObject({ calls });
    const after = (await draft(w, request, 'later')).estimate;
    expect(after.total).toMatchObject({ calls: 0, promptTokens: 0, completionTokens: 0, usd: 0, minutes: 0 });
    expect(after.total).toMatchObject({ memoryHits: before.total.units, units: before.total.units });
    const forced = (await draft(w, { ...request, force: true }, 'forced')).estimate;
    expect(forced.total).toMatchObject({ calls: before.total.calls, memoryHits: 0 });
  });

  it('is exact for one batch: calls, units and memory hits, locale by locale', async () => {
    const w = world({ documents: documents({ 'ketl.json': SAMPLE }) });
    const request = { catalog: 'ketl.json', locales: ['fr', 'ja', 'ar'] as [string, ...string[]] };
    const { estimate } = await draft(w, request);
    const { summary } = await run(w, request);
    for (const { locale, calls, units, model } of estimate.locales)
      expect(summary.stats.perLocale[locale]).toMatchObject({ calls, units, model });
    const again = await draft(w, request);
    const second = await run(w, request);
    for (const { locale, memoryHits } of again.estimate.locales)
      expect(second.summary.stats.perLocale[locale]).toMatchObject({ calls: 0, memoryHits });
  });

  it('counts what memory holds and the checks refuse as what is to be bought, as the run then does', async () => {
    const memory = inMemoryTranslationMemory();
    const request = { catalog: 'ketl.json', products: 'all' as const, locales: ['fr', 'ja'] as [string, ...string[]] };
    const of = { documents: documents({ 'ketl.json': SAMPLE }) };
    await run(world({ ...of, memory }), request);
    const broken = changing(memory, (entry, index) => (index % 3 === 0 ? refused(entry) : entry));
    const w = world({ ...of, memory: broken });
    const { estimate } = await draft(w, request);
    const { summary } = await run(w, request);
    expect(estimate.total.calls).toBeGreaterThan(0);
    for (const { locale, calls, memoryHits, units } of estimate.locales) {
      expect(memoryHits).toBeLessThan(units);
      expect(summary.stats.perLocale[locale]).toMatchObject({ calls, memoryHits });
    }
  });

  it('asks memory to keep nothing of what it reads for its sample', async () => {
    const inner = inMemoryTranslationMemory();
    const readings: unknown[] = [];
    const recall: TranslationMemory['recall'] = (scope, keys, recalling) => {
      readings.push(recalling);
      return inner.recall(scope, keys);
    };
    await run(world({ memory: inner }), { locales: ['fr', 'de'] });
    await draft(world({ memory: { ...inner, recall } }), { locales: ['fr', 'de'] });
    expect(readings).toEqual([{ once: true }, { once: true }]);
  });

  it('is made with the checks that jobs are given where no others are', async () => {
    const inner = inMemoryTranslationMemory();
    const bought = changing(inner, (entry) => ({
      ...entry,
      target: 'As an AI language model, I cannot translate this.',
    }));
    await run(world({ memory: inner }), {});
    const { examine, ...deps } = world({ memory: bought }).deps;
    const input = { runId: 'r', request: { catalog: products(1), locales: ['fr'] } };
    const withOthers = (await draftRun(input, { ...deps, examine })).estimate.total;
    expect(withOthers).toMatchObject({ memoryHits: withOthers.units, calls: 0 });
    expect((await draftRun(input, deps)).estimate.total).toMatchObject({ memoryHits: 0, calls: 1 });
  });

  it('examines so many hits a locale at most, and takes the rest to be like them', async () => {
    const inner = inMemoryTranslationMemory();
    let given = 0;
    const recall: TranslationMemory['recall'] = async (_, keys) => {
      const entry = (key: string): MemoryEntry => {
        return { key, target: given++ % 4 === 0 ? ' ' : 'vingt', model: 'm', run: 'earlier', pseudo: false };
      };
      return { entries: new Map([...keys].map((key) => [key, entry(key)])), damaged: [] };
    };
    const holds: TranslationMemory['holds'] = async (_, keys) =>
      new Map([...keys()].map((key) => [key, { pseudo: false }]));
    let examined = 0;
    const w = world({ memory: { ...inner, recall, holds } });
    const examine: typeof w.deps.examine = (text) => {
      examined++;
      return w.deps.examine(text);
    };
    const catalog = Array.from({ length: 3_000 }, (_, id) => product(id, { available_colors: null }));
    const request = { catalog, products: 'all' as const };
    const { estimate } = await draft({ ...w, deps: { ...w.deps, examine } }, request);
    expect(examined).toBeLessThanOrEqual(MOST_EXAMINED);
    expect(examined).toBeGreaterThan(MOST_EXAMINED * 0.9);
    expect(estimate.total.units).toBe(3_000);
    expect(Math.abs(estimate.total.memoryHits / 3_000 - 0.75)).toBeLessThan(0.03);
  });

  it('takes as long as the calls where no limit binds', async () => {
    const { estimate } = await draft(world({ providerPlan: 'developer' }), { locales: ['fr', 'de', 'ar'] });
    // Of which one answer takes a quarter more or less than another.
    const isNear = (minutes: number, calls: number) => Math.abs(minutes / ((calls * CALL_SECONDS) / 60) - 1) < 0.25;
    expect(estimate.locales.filter(({ minutes }) => !isNear(minutes, 1))).toEqual([]);
    expect(isNear(estimate.total.minutes, 1)).toBe(true);
    const oneByOne = await draft(world({ providerPlan: 'developer', batchProducts: 1 }), {
      catalog: products(4),
      locales: ['fr', 'de', 'ar'],
      maxConcurrency: 1,
    });
    expect(isNear(oneByOne.estimate.total.minutes, 12)).toBe(true);
    expect(oneByOne.estimate.total.minutes).toBe(
      (
        await draft(world({ providerPlan: 'developer', batchProducts: 1 }), {
          catalog: products(4),
          locales: ['fr', 'de', 'ar'],
          maxConcurrency: 1,
        })
      ).estimate.total.minutes,
    );
  });

  it('takes as long as the limits say where they bind: locales that share a model wait for each other, others do not', async () => {
    const w = world({ documents: documents({ 'ketl.json': SAMPLE }) });
    const { estimate } = await draft(w, { catalog: 'ketl.json', products: 'all', locales: ['fr', 'de', 'ar'] });
    const [fr, de, ar] = estimate.locales;
    expect(fr?.model).toBe(de?.model);
    expect(ar?.model).not.toBe(fr?.model);
    // One job at a time has room for a full call under the free limits. What a minute holds is there at the start, less what the last call reserves and does not use.
    const tokens = (own: typeof fr) => own!.promptTokens + own!.completionTokens;
    const waits = (used: number) => used / 8_000 / BATCH_SHARE - 1;
    const [first, second, third] = estimate.locales.map(({ minutes }) => minutes);
    expect(first).toBeGreaterThan(waits(tokens(fr)));
    expect(first).toBeLessThan(waits(tokens(fr)) + 0.3);
    expect(second! - first!).toBeGreaterThan(0.85 * (tokens(de) / 8_000 / BATCH_SHARE));
    expect(second! - first!).toBeLessThan(1.05 * (tokens(de) / 8_000 / BATCH_SHARE));
    expect(third! - second!).toBeGreaterThan(waits(tokens(ar)));
    expect(third! - second!).toBeLessThan(waits(tokens(ar)) + 0.3);
    expect(estimate.total.minutes).toBeCloseTo(third!, 9);
  });

  it('tells the same minutes without a key, where the stand-in would answer', async () => {
    const w = world({ documents: documents({ 'ketl.json': SAMPLE }) });
    const request = { catalog: 'ketl.json', locales: ['fr', 'de'] as [string, ...string[]] };
    const paid = (await draft(w, request)).estimate;
    const offline = (await draft({ ...w, deps: { ...w.deps, engine: 'offline' } }, request)).estimate;
    expect(offline.locales.map(({ minutes }) => minutes)).toEqual(paid.locales.map(({ minutes }) => minutes));
    expect(paid.total.minutes).toBeGreaterThan(1);
  });

  it('takes days where it takes more than a day allows, of which a batch run leaves a tenth to others', async () => {
    const text = (id: number) => `thumb loops ${'of many kinds '.repeat(40)} ${String.fromCharCode(97 + (id % 26))} `;
    const catalog = Array.from({ length: 400 }, (_, id) =>
      product(id, { product_features: text(id).repeat(1 + id / 26) }),
    );
    const { estimate } = await draft(world(), { catalog, locales: ['fr'] });
    const { promptTokens, completionTokens, minutes } = estimate.total;
    const days = (promptTokens + completionTokens) / 200_000;
    expect(days).toBeGreaterThan(1.1);
    expect(minutes).toBeCloseTo((days / BATCH_SHARE - 1) * 24 * 60, 6);
  });

  it('is the same for a catalog that is read in pieces as for one that is held', async () => {
    const w = world({ batchProducts: 10, documents: documents({ 'ketl.json': SAMPLE }) });
    const request = { catalog: 'ketl.json', products: 'all' as const };
    const held = await draft(w, request);
    const streamed = await draft({ ...w, deps: { ...w.deps, heldCharacters: 0 } as typeof w.deps }, request);
    expect(streamed.survey.selection.held).toBeNull();
    expect(streamed.estimate.total.units).toBe(held.estimate.total.units);
  });
});
