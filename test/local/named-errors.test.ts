import { describe, expect, it } from 'vitest';
import { inMemoryStore } from '../../lib/adapters/memory-store.ts';
import { workflowDefinition } from '../../lib/local/definition.ts';
import { StoreRefused, StoreUnavailable } from '../../lib/run/contract/errors.ts';
import {
  ProviderKeyRejected,
  ProviderUnavailable,
  ProviderUnreachable,
  WaitTooLong,
} from '../../lib/translate/errors.ts';
import { CALL_USAGE, LATENCY_MS } from '../fakes/model.ts';
import { impatient, products, run, storeThat, world } from '../fakes/run.ts';

interface RetryRule {
  readonly ErrorEquals: readonly string[];
  readonly MaxAttempts: number;
}

const translate = workflowDefinition().States['Locales']?.ItemProcessor?.States['Translate'];
const rules = translate?.['Retry'] as readonly RetryRule[];
const retried = rules.flatMap(({ ErrorEquals, MaxAttempts }) => ErrorEquals.map((name) => ({ name, MaxAttempts })));

function named(name: string): Error {
  return Object.assign(new Error(`${name} it was`), { name });
}

/** A world in which French fails and German does not. */
const frenchFails = (error: () => Error, times = Infinity) =>
  world({
    answers: {
      fail: ({ locale, beforeOfLocale }) => {
        if (locale === 'fr' && beforeOfLocale < times) throw error();
      },
    },
  });

describe('an error by name, in the definition itself', () => {
  it.each(retried)('retries $name $MaxAttempts times, then records it; the others go on', async (rule) => {
    const { name, MaxAttempts } = rule;
    const w = frenchFails(() => named(name));
    const told = await run(w, { locales: ['fr', 'de'] });
    expect(w.model.asked.filter(({ locale }) => locale === 'fr')).toHaveLength(MaxAttempts + 1);
    expect((await told.part('fr'))?.endedBy).toEqual({ error: name, cause: `${name} it was` });
    expect(await told.attempts('fr')).toHaveLength(MaxAttempts + 1);
    expect(told.failures.map(({ locale, field, error }) => `${locale} ${field} ${error}`)).toEqual([
      `fr features ${name}`,
      `fr colors ${name}`,
      `fr colors ${name}`,
    ]);
    expect(told.summary.status).toBe('PARTIAL');
    expect(told.summary.stats.perLocale['de']).toMatchObject({ translated: 3, failed: 0 });
    const retries = told.events.filter(({ type }) => type === 'retrying');
    expect(retries.every((event) => 'error' in event && event.error === name)).toBe(true);
  });

  it('knows every rule that its authors argued for', () => {
    expect(Object.fromEntries(retried.map(({ name, MaxAttempts }) => [name, MaxAttempts]))).toMatchObject({
      [new ProviderUnavailable('').name]: 4,
      [new ProviderUnreachable('').name]: 1,
      [new StoreUnavailable('').name]: 5,
      'Lambda.TooManyRequestsException': 150,
      'States.Timeout': 1,
      'Runtime.OutOfMemory': 1,
    });
  });

  it('translates after all when the trouble ends before the retries do, and counts what the failed tries took', async () => {
    const w = frenchFails(() => new ProviderUnavailable('503'), 3);
    // One after the other: the clock that both jobs see is moved by one alone.
    const { summary } = await run(w, { locales: ['fr', 'de'], maxConcurrency: 1 });
    expect(summary.status).toBe('COMPLETE');
    expect(summary.stats.perLocale).toMatchObject({
      fr: { calls: 4, translated: 3, ms: 4 * LATENCY_MS },
      de: { calls: 1, translated: 3, ms: LATENCY_MS },
    });
    expect(summary.stats).toMatchObject({
      calls: 5,
      promptTokens: 2 * CALL_USAGE.promptTokens,
      sequentialMs: 5 * LATENCY_MS,
      wallMs: 5 * LATENCY_MS,
      averageMsPerLocale: 2.5 * LATENCY_MS,
    });
  });

  it.each([
    ['an error that nobody named', () => new TypeError('x is not a function'), 'TypeError'],
    ['a wait that is too long', () => new WaitTooLong('come back'), 'WaitTooLong'],
  ])('does not retry %s, and records it', async (_, error, name) => {
    const w = frenchFails(error);
    const { failures, summary } = await run(w, { locales: ['fr', 'de'] });
    expect(w.model.asked.filter(({ locale }) => locale === 'fr')).toHaveLength(1);
    expect(failures.map((failure) => failure.error)).toEqual([name, name, name]);
    expect(summary).toMatchObject({ status: 'PARTIAL', stoppedBy: null });
  });

  it('cuts off a job that hangs, tries it once more and records the timeout', async () => {
    const w = world({ answers: { fail: ({ locale }) => (locale === 'fr' ? new Promise(() => {}) : undefined) } });
    const definition = impatient(workflowDefinition(), 0.05);
    const { failures, summary } = await run(w, { locales: ['fr', 'de'] }, { definition });
    expect(w.model.asked.filter(({ locale }) => locale === 'fr')).toHaveLength(2);
    expect(new Set(failures.map(({ error, locale }) => `${locale} ${error}`))).toEqual(new Set(['fr States.Timeout']));
    expect(failures[0]?.cause).not.toContain('{');
    expect(summary.status).toBe('PARTIAL');
  });

  it('keeps what a failed job had bought, and asks a later run only for the rest', async () => {
    const long = 'soft brushed fleece keeps warm air close '.repeat(110);
    const catalog = products(2).map((product, index) => ({
      ...product,
      extracted_data: { product_name: null, product_features: `${long} ${'ab'[index]}` },
    }));
    let down = true;
    const w = world({
      answers: {
        fail: ({ segments }) => {
          if (down && segments[0]?.text.endsWith('b')) throw new ProviderUnavailable('503');
        },
      },
    });
    const first = await run(w, { catalog });
    expect(first.summary.counts).toMatchObject({ units: 2, translated: 1 });
    expect(first.merged.products.map(({ translations }) => 'fr' in translations)).toEqual([true, false]);
    expect(w.model.textsAsked().filter((text) => text.endsWith('a'))).toHaveLength(1);
    down = false;
    const second = await run(w, { catalog });
    expect(second.summary).toMatchObject({ status: 'COMPLETE', stats: { calls: 1, memoryHits: 1 } });
    expect(w.model.textsAsked().filter((text) => text.endsWith('a'))).toHaveLength(1);
  });
});

describe('a key that is refused', () => {
  const locales: [string, ...string[]] = ['fr', 'de', 'es', 'it', 'ja'];
  const keyRefused = () =>
    world({
      answers: {
        fail: () => {
          throw new ProviderKeyRejected('the key was refused: 401');
        },
      },
    });

  it('stops the run: no queued job is started, Merge says why', async () => {
    const w = keyRefused();
    const { result, summary, failures } = await run(w, { locales, maxConcurrency: 1 });
    expect(w.model.asked.map(({ locale }) => locale)).toEqual(['fr']);
    expect(result).toMatchObject({ ok: true, output: { status: 'FAILED' } });
    const stoppedBy = { error: 'ProviderKeyRejected', cause: 'the key was refused: 401' };
    expect(summary).toMatchObject({ status: 'FAILED', stoppedBy, counts: { units: 15, translated: 0, failed: 15 } });
    expect(failures).toHaveLength(15);
    expect(new Set(failures.map(({ error }) => error))).toEqual(new Set(['ProviderKeyRejected']));
  });

  it('asks each job in flight once and no more', async () => {
    const w = keyRefused();
    const { summary } = await run(w, { locales, maxConcurrency: 3 });
    expect(w.model.asked.map(({ locale }) => locale)).toEqual(['fr', 'de', 'es']);
    expect(summary.status).toBe('FAILED');
  });

  it('ends the run in Merge however the jobs in flight come to their ends', async () => {
    const definition = impatient(workflowDefinition());
    // The second job fails some turns of the event queue after the first one: in one of these it is to be recorded just when the run has been stopped.
    for (let turns = 0; turns < 160; turns++) {
      let failed = () => {};
      const firstFailed = new Promise<void>((resolve) => {
        failed = resolve;
      });
      const w = world({
        answers: {
          fail: async ({ locale }) => {
            if (locale === 'fr') failed();
            else await firstFailed;
            for (let turn = 0; locale !== 'fr' && turn < turns; turn++) await null;
            throw new ProviderKeyRejected('401');
          },
        },
      });
      const { result } = await run(w, { locales: ['de', 'fr'] }, { definition });
      expect(result, `after ${turns} turns`).toMatchObject({ ok: true, output: { status: 'FAILED' } });
    }
  });
});

describe('a store in trouble', () => {
  const failing = (fails: (what: 'read' | 'write', key: string) => boolean) =>
    world({
      store: storeThat(inMemoryStore(), (what, key) => (fails(what, key) ? new StoreUnavailable('disk full') : null)),
    });

  it('says that a job is missing when neither its part nor its reason could be written', async () => {
    const w = failing((what, key) => what === 'write' && /\/fr\.(part|attempts)/.test(key));
    const { failures, summary } = await run(w, { locales: ['fr', 'de'] });
    expect(failures.map(({ locale, error }) => `${locale} ${error}`)).toEqual(Array(3).fill('fr JobMissing'));
    expect(summary).toMatchObject({ status: 'PARTIAL', counts: { translated: 3, failed: 3 } });
    // The tries after it found in memory what the first one had bought.
    expect(w.model.asked.filter(({ locale }) => locale === 'fr')).toHaveLength(1);
  });

  it('gives the last reason when only the part could not be written', async () => {
    const w = failing((what, key) => what === 'write' && key.endsWith('/fr.part.json'));
    const { failures } = await run(w, { locales: ['fr', 'de'] });
    expect(failures.map(({ error, cause }) => `${error} ${cause.replace(/^colors.*: /, '')}`)).toEqual(
      Array(3).fill('StoreUnavailable disk full'),
    );
  });

  it('gets over a trouble that ends, wherever it strikes', async () => {
    const struck = new Set<string>();
    const w = failing((what, key) => {
      // Each try of Plan has a folder of its own.
      const place = `${what} ${key.replace(/internal\/[^/]+\//, 'internal/')}`;
      const first = !struck.has(place) && /batch\.json|part\.json|write .*merged\.json/.test(place);
      struck.add(place);
      return first;
    });
    expect((await run(w, { locales: ['fr'] })).summary.status).toBe('COMPLETE');
    expect(struck.size).toBeGreaterThan(4);
  });

  it('fails the execution under its name when Plan cannot write', async () => {
    let tries = 0;
    const w = failing((what, key) => what === 'write' && key.endsWith('plan.json') && ++tries > 0);
    expect((await run(w, {})).result).toEqual({
      ok: false,
      error: 'StoreUnavailable',
      message: 'disk full',
      cause: expect.any(StoreUnavailable),
    });
    expect(tries).toBe(6);
  });

  it('hands on what Plan threw, as it was thrown: whose folder has no room is nothing that a message must say', async () => {
    const full = new StoreRefused('no room', { scratch: true });
    const w = world();
    const store = storeThat(w.store, (what) => (what === 'write' ? full : null));
    const { result } = await run({ ...w, deps: { ...w.deps, store } }, {});
    expect(result).toMatchObject({ ok: false, error: 'StoreRefused', message: 'no room' });
    expect('cause' in result && result.cause).toBe(full);
  });
});
