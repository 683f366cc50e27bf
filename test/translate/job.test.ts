import { describe, expect, it } from 'vitest';
import { ProviderKeyRejected, ProviderUnavailable, RateLimited } from '../../lib/translate/errors.ts';
import type { TranslationMemory } from '../../lib/translate/memory.ts';
import { usdOf } from '../../lib/translate/routing.ts';
import {
  FAKE_USAGE,
  inFake,
  questionOf,
  type Script,
  scriptedModel,
  translated,
  translatedBut,
} from '../fakes/scripted-model.ts';
import { A, B } from './helpers.ts';
import { job, nobody, product, world } from './job-world.ts';

/** As many calls as letters: each product's text fills a call of its own. */
const packs = (letters: string) =>
  [...letters].map((letter, index) => product(index + 1, { other_details: `${letter} ${'wool '.repeat(700)}` }));
const letterOf = (request: Parameters<typeof questionOf>[0]) => questionOf(request).segments[0]?.text[0] ?? '';

const COAT = product(1, {
  product_name: 'Vent Coat',
  product_features: ' Four snaps, 100% wool\n',
  fabric_details: '100% / 79gsm',
  other_details: 'The Vent Coat by KETL is warm.',
  available_colors: ['Cloud', null, 'Sage'],
});
const HAT = product(2, { available_colors: ['Sage'], other_details: null });

describe('a locale job', () => {
  it('translates every unit in its place: identical texts asked once, spaces and spans kept, names left', async () => {
    const model = scriptedModel();
    const { texts, ...result } = await job([COAT, HAT], model, world(), { names: ['Vent Coat'] });
    expect(model.requests).toHaveLength(1);
    expect(questionOf(model.requests[0]!).segments.map(({ text }) => text)).toEqual([
      'Four snaps, ⟦1⟧ wool',
      'The ⟦1⟧ by ⟦2⟧ is warm.',
      'Cloud',
      'Sage',
    ]);
    expect(texts).toEqual([
      {
        features: ' ~Four snaps, 100% wool~\n',
        fabric_details: '100% / 79gsm',
        details: '~The Vent Coat by KETL is warm.~',
        'colors[0]': '~Cloud~',
        'colors[2]': '~Sage~',
      },
      { 'colors[0]': '~Sage~' },
    ]);
    expect(result).toMatchObject({ units: 6, translated: 6, memoryHits: 0, model: A, gained: true, paused: null });
    expect(result.products.flatMap(({ failures }) => failures)).toEqual([]);
  });

  it('translates names on request, with the brand left alone, and leaves them in texts', async () => {
    const model = scriptedModel();
    const products = [product(1, { product_name: 'KETL Vent Coat', other_details: 'Wear the KETL Vent Coat.' })];
    const { texts } = await job(products, model, world(), { names: ['KETL Vent Coat'], translateNames: true });
    expect(questionOf(model.requests[0]!).segments.map(({ text }) => text)).toEqual(['⟦1⟧ Vent Coat', 'Wear the ⟦1⟧.']);
    expect(texts).toEqual([{ name: '~KETL Vent Coat~', details: '~Wear the KETL Vent Coat.~' }]);
  });

  it('costs what its answers cost', async () => {
    const { ledger } = await job(packs('abc'), scriptedModel(), world());
    expect(ledger).toMatchObject({ calls: 3, retries: 0, model: A });
    expect(ledger.usage).toEqual({ promptTokens: 3_000, cachedTokens: 600, completionTokens: 1_500 });
    expect(ledger.usd).toBeCloseTo(3 * usdOf(A, FAKE_USAGE), 12);
  });

  it('tells its progress in units, from what memory held to the whole', async () => {
    const told: unknown[] = [];
    const here = world();
    await job([HAT], scriptedModel(), here);
    await job([COAT, HAT], scriptedModel(), here, { progress: (...progress) => void told.push(progress) });
    expect(told).toEqual([
      [3, 6, null],
      [6, 6, A],
    ]);
  });

  it('leaves a failed unit out of the translations, with its reason, at each of its places', async () => {
    const model = scriptedModel((request) => {
      const sage = questionOf(request).segments.find(({ text }) => text === 'Sage');
      return translatedBut(request, sage ? { [sage.id]: null } : {});
    });
    const { products, texts, units, translated } = await job([COAT, HAT], model, world());
    const failure = {
      field: 'colors',
      error: 'ModelAnswerInvalid',
      cause: 'missing from the answer',
      lastAnswer: null,
    };
    expect(products.map(({ failures }) => failures)).toEqual([
      [{ unit: 'colors[2]', ...failure }],
      [{ unit: 'colors[0]', ...failure }],
    ]);
    expect(texts[1]).toEqual({});
    expect([units, translated]).toEqual([6, 4]);
    expect(model.requests.map(({ model }) => model)).toEqual([A, A, B, B]);
  });
});

describe('memory', () => {
  it('answers a second run without one call, with the model that wrote it', async () => {
    const here = world();
    const first = await job([COAT, HAT], scriptedModel(), here);
    const second = await job([COAT, HAT], scriptedModel(nobody), here, { run: 'r2' });
    expect(second.texts).toEqual(first.texts);
    expect(second).toMatchObject({ translated: 6, memoryHits: 5, model: A, gained: false });
    expect(second.ledger).toMatchObject({ calls: 0, usd: 0, model: null });
  });

  it('serves a text whose protected spans have changed', async () => {
    const here = world();
    await job([product(1, { other_details: 'Weight: 79gsm' })], scriptedModel(), here);
    const { texts } = await job([product(1, { other_details: 'Weight: 121g' })], scriptedModel(nobody), here);
    expect(texts).toEqual([{ details: '~Weight: 121g~' }]);
  });

  it('is asked for what is new alone', async () => {
    const here = world();
    await job([HAT], scriptedModel(), here);
    const model = scriptedModel();
    await job([product(1, { available_colors: ['Sage', 'Night'] })], model, here);
    expect(questionOf(model.requests[0]!).segments.map(({ text }) => text)).toEqual(['Night']);
  });

  it('keeps the mark of what the stand-in pseudo-localized', async () => {
    const here = world();
    await job(
      [HAT],
      scriptedModel((request) => ({ ...translated(request), pseudo: ['s1'] })),
      here,
    );
    const { products } = await job([HAT], scriptedModel(nobody), here);
    expect(products[0]?.units.get('colors[0]')).toEqual({ text: '~Sage~', pseudo: true, warnings: [] });
  });

  it('is passed over by a forced run, but for what this very run bought', async () => {
    const here = world();
    await job([HAT], scriptedModel(), here, { run: 'r1' });
    const model = scriptedModel();
    const forced = await job([HAT], model, here, { run: 'r2', force: true });
    expect(model.requests).toHaveLength(1);
    expect(forced.memoryHits).toBe(0);
    const resumed = await job([HAT], scriptedModel(nobody), here, { run: 'r2', force: true });
    // Recalled without a call, and no hit: this run has paid for it.
    expect(resumed).toMatchObject({ memoryHits: 0, translated: 1 });
  });

  it('is not asked to save nothing', async () => {
    const here = world();
    const saving: number[] = [];
    const memory: TranslationMemory = {
      ...here.memory,
      save: async (_, entries) => void saving.push(entries.length),
    };
    await job(
      [HAT],
      scriptedModel((request) => translatedBut(request, { s1: null })),
      { ...here, memory },
    );
    expect(saving).toEqual([]);
  });
});

describe('a job that is over', () => {
  const endedBy = { error: 'ProviderUnavailable', cause: '503' };

  it('asks nothing, keeps what memory holds, and fails the rest with the reason', async () => {
    const here = world();
    await job([HAT], scriptedModel(), here);
    const { texts, products, ...result } = await job([COAT, HAT], scriptedModel(nobody), here, { endedBy });
    expect(texts).toEqual([{ fabric_details: '100% / 79gsm', 'colors[2]': '~Sage~' }, { 'colors[0]': '~Sage~' }]);
    expect(products[0]?.failures.map(({ unit, ...reason }) => [unit, reason])).toEqual([
      ['features', { field: 'features', ...endedBy, lastAnswer: null }],
      ['details', { field: 'details', ...endedBy, lastAnswer: null }],
      ['colors[0]', { field: 'colors', ...endedBy, lastAnswer: null }],
    ]);
    expect(result).toMatchObject({ units: 6, translated: 3, gained: false, paused: null });
  });
});

describe('a call that fails', () => {
  const failing =
    (error: Error, letter = 'b'): Script =>
    async (request) => {
      if (letterOf(request) === letter) throw error;
      // The others answer only after it has failed.
      await new Promise((resolve) => setImmediate(resolve));
      return translated(request);
    };

  it('lets the others finish and be saved before the job fails; a second try asks for what is missing', async () => {
    const here = world();
    const down = new ProviderUnavailable('503');
    await expect(job(packs('abcdefghij'), scriptedModel(failing(down)), here)).rejects.toBe(down);
    expect(here.saved.map(({ target }) => target[1]).join('')).toBe('acdefghij');
    const model = scriptedModel();
    const again = await job(packs('abcdefghij'), model, here);
    expect(model.requests.map(letterOf)).toEqual(['b']);
    expect(again.translated).toBe(10);
  });

  it.each([
    ['the key is refused', new ProviderKeyRejected('401')],
    ['there is a bug', new Error('a bug')],
  ])('begins no further call when %s, and keeps what those in flight bring', async (_, error) => {
    const here = world();
    const model = scriptedModel(failing(error));
    await expect(job(packs('abcdefghijklmnopqrstuvwxyz'), model, here)).rejects.toBe(error);
    expect(model.requests.length).toBeLessThanOrEqual(6);
    expect(here.saved.map(({ target }) => target[1]).sort()).toEqual(
      model.requests.map(letterOf).filter((letter) => letter !== 'b'),
    );
  });

  it('is named by its error also where another call is only paused', async () => {
    const down = new ProviderUnavailable('503');
    const model = scriptedModel((request) => {
      throw letterOf(request) === 'a' ? new RateLimited('later', 60_000) : down;
    });
    await expect(job(packs('ab'), model, world())).rejects.toBe(down);
  });
});

describe('a job that has to wait', () => {
  const limited: Script = (request) => {
    const letter = letterOf(request);
    if (letter === 'a') throw new RateLimited('later', 40_000);
    if (letter === 'b') throw new RateLimited('much later', 90_000);
    return translated(request);
  };

  it('is paused for the longest wait, with what was gained', async () => {
    const here = world();
    const result = await job(packs('abc'), scriptedModel(limited), here);
    expect(result.paused?.waitMs).toBe(90_000);
    expect(result).toMatchObject({ paused: { reason: expect.stringContaining(A) }, gained: true, translated: 1 });
    expect(here.saved).toHaveLength(1);
  });

  it('is paused without a gain when nothing was translated', async () => {
    const here = world();
    await job(packs('c'), scriptedModel(), here, { run: 'r0' });
    const result = await job(packs('abc'), scriptedModel(limited), here);
    expect(result).toMatchObject({ gained: false, memoryHits: 1, translated: 1, paused: { waitMs: 90_000 } });
  });
});

describe('a job whose budget is spent', () => {
  it('keeps what it has and names the reason for the rest', async () => {
    const here = world();
    const { products, ledger } = await job(packs('abcdefgh'), scriptedModel(), here, { maxUsd: 0.001 });
    const failures = products.flatMap(({ failures }) => failures);
    expect(here.saved.length).toBeGreaterThan(0);
    expect(here.saved.length + failures.length).toBe(8);
    expect(new Set(failures.map(({ error }) => error))).toEqual(new Set(['BudgetReached']));
    expect(ledger.usd).toBeLessThanOrEqual(0.001);
  });
});

it('gives one text to each product that has it, with its own white space and spans', async () => {
  const texts = ['Weight: 79gsm', ' Weight: 121g\n', 'Weight: 79gsm'];
  const model = scriptedModel();
  const result = await job(
    texts.map((text, index) => product(index + 1, { other_details: text })),
    model,
    world(),
  );
  expect(questionOf(model.requests[0]!).segments).toEqual([{ id: 's1', text: 'Weight: ⟦1⟧' }]);
  const masked = inFake('Weight: ⟦1⟧');
  expect(result.texts.map(({ details }) => details)).toEqual([
    masked.replace('⟦1⟧', '79gsm'),
    ` ${masked.replace('⟦1⟧', '121g')}\n`,
    masked.replace('⟦1⟧', '79gsm'),
  ]);
});
