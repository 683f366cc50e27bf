import { expect, it } from 'vitest';
import { inMemoryStore } from '../../../lib/adapters/memory-store.ts';
import type { Locale } from '../../../lib/catalog/locale.ts';
import { KETL_PROFILE } from '../../../lib/catalog/profile.ts';
import { keys } from '../../../lib/run/contract/keys.ts';
import { RunFiles } from '../../../lib/run/remote/run-files.ts';
import type { RunEvent } from '../../../lib/run/run-event.ts';
import { writeJson } from '../../../lib/run/store.ts';

const START = Date.UTC(2026, 10, 21, 9);
const es = 'es' as Locale;
const de = 'de' as Locale;

const spent = (startedAt: number) => ({
  startedAt,
  ms: 1_200,
  model: 'm',
  calls: 1,
  retries: 0,
  unanswered: 0,
  usage: { promptTokens: 1, cachedTokens: 0, completionTokens: 1 },
  usd: 0.5,
});

/** A run whose files the test writes, and what is told of them. */
function watched({ batches = 1, slots = 10, earlier = null as string | null } = {}) {
  const store = inMemoryStore();
  const events: RunEvent[] = [];
  const planned = { runId: 'r', planId: 'p' };
  const files = new RunFiles('r', store, (event) => events.push(event), earlier);
  return {
    files,
    store,
    events,
    /** What one look tells. */
    look: async () => {
      const before = events.length;
      await files.look();
      return events.slice(before);
    },
    plan: async (locales: readonly Locale[], planId = 'p') => {
      planned.planId = planId;
      const items = Array.from({ length: batches }, (_, batch) => ({
        ...planned,
        batch,
        localeConcurrency: slots,
        jobs: locales.map((locale) => {
          return { ...planned, batch, locale, maxUsd: null, share: 1, fruitlessPauses: 0, waitedSeconds: 0 };
        }),
      }));
      await writeJson(store, keys.batches(planned), items);
      await writeJson(store, keys.plan('r'), {
        ...planned,
        startedAt: new Date(START).toISOString(),
        engine: 'groq',
        settings: {
          catalog: 'c',
          source: 'en',
          profile: KETL_PROFILE,
          translateNames: false,
          model: null,
          glossary: { terms: [] },
          force: false,
        },
        locales,
        batches,
        shardCount: 1,
        shards: Array(batches).fill(0),
        products: 2,
        invalid: 0,
        mergesByLocale: false,
        publishes: false,
        wrapper: null,
      });
    },
    part: (locale: Locale, failed = 0, { batch = 0, startedAt = START + 1 } = {}) => {
      const failure = { unit: 'u', field: 'f', error: 'E', cause: 'c', lastAnswer: null };
      const units = { a: '1', b: '2' };
      const products = [{ units, pseudo: [], warnings: [], failures: Array(failed).fill(failure) }];
      return writeJson(store, keys.part(planned, batch, locale), {
        ...spent(startedAt),
        memoryHits: 0,
        attempt: '1-1',
        endedBy: null,
        products,
      });
    },
    attempt: (locale: Locale, startedAt: number, error: string, cause: string, batch = 0) =>
      writeJson(store, `${keys.attempts(planned, batch, locale)}${startedAt}-1.json`, {
        ...spent(startedAt),
        error,
        cause,
      }),
  };
}

it('tells nothing before there is a plan', async () => {
  expect(await watched().look()).toEqual([]);
});

it('tells the plan, what runs, and how each job ended with its units, once', async () => {
  const { look, plan, part } = watched();
  await plan([es, de]);
  expect(await look()).toEqual([
    {
      type: 'planned',
      jobs: [
        { batch: 0, locale: es },
        { batch: 0, locale: de },
      ],
    },
    { type: 'running', batch: 0, locale: es },
    { type: 'running', batch: 0, locale: de },
  ]);

  await part(de, 1);
  expect(await look()).toEqual([
    { type: 'progress', batch: 0, locale: de, done: 2, total: 3, model: 'm', usd: 0.5 },
    { type: 'ended', batch: 0, locale: de, status: 'partly', ms: 1_200 },
  ]);
  expect(await look()).toEqual([]);
});

it('takes as many jobs for running as the Map may run, in its order', async () => {
  const { look, plan, part } = watched({ slots: 1 });
  await plan([es, de]);
  expect(await look()).toContainEqual({ type: 'running', batch: 0, locale: es });
  expect(await look()).toEqual([]);

  await part(es);

  expect(await look()).toContainEqual({ type: 'running', batch: 0, locale: de });
});

it('tells why a job failed or waits, the newest reason once', async () => {
  const { look, plan, attempt } = watched();
  await plan([es]);
  await look();
  await attempt(es, START + 9, 'ProviderUnavailable', 'm: 503');
  await attempt(es, START + 10, 'Paused', 'm is at its rate limit');

  expect(await look()).toEqual([{ type: 'retrying', batch: 0, locale: es, error: 'm is at its rate limit' }]);
  expect(await look()).toEqual([]);

  await attempt(es, START + 11, 'ProviderUnavailable', 'm: 503');
  expect(await look()).toEqual([{ type: 'retrying', batch: 0, locale: es, error: 'ProviderUnavailable' }]);
});

it('of many batches reads no part, and holds the end of a language back until the summary says how it ended', async () => {
  const { look, plan, store, files, events } = watched({ batches: 2 });
  await plan([es, de]);
  await look();
  for (const batch of [0, 1]) {
    await store.write(keys.part({ runId: 'r', planId: 'p' }, batch, es), 'not read');
    await store.write(keys.part({ runId: 'r', planId: 'p' }, batch, de), 'not read');
  }
  expect(await look()).toEqual([
    { type: 'ended', batch: 0, locale: es, status: 'translated' },
    { type: 'ended', batch: 0, locale: de, status: 'translated' },
    { type: 'running', batch: 1, locale: es },
    { type: 'running', batch: 1, locale: de },
  ]);

  const row = { ms: 1, model: 'm', calls: 1, memoryHits: 0, pseudo: 0, usd: 0.5 };
  const before = events.length;
  files.settle({
    stats: {
      perLocale: {
        es: { ...row, units: 8, translated: 8, failed: 0 },
        de: { ...row, units: 8, translated: 0, failed: 8 },
      },
    } as never,
  });
  expect(events.slice(before)).toEqual([
    { type: 'progress', batch: 0, locale: es, done: 8, total: 8, model: 'm', usd: 0.5 },
    { type: 'ended', batch: 0, locale: es, status: 'translated' },
    { type: 'ended', batch: 1, locale: es, status: 'translated' },
    { type: 'progress', batch: 0, locale: de, done: 0, total: 8, model: 'm', usd: 0.5 },
    { type: 'ended', batch: 0, locale: de, status: 'failed' },
    { type: 'ended', batch: 1, locale: de, status: 'failed' },
  ]);
});

it('says of a job that left nothing how it ended once the summary knows', async () => {
  const { look, plan, part, files, events } = watched();
  await plan([es, de]);
  await part(es);
  await look();
  const before = events.length;

  const row = { ms: 1, model: null, calls: 0, memoryHits: 0, pseudo: 0, usd: 0 };
  const perLocale = {
    es: { ...row, units: 2, translated: 2, failed: 0 },
    de: { ...row, units: 2, translated: 0, failed: 2 },
  };
  files.settle({ stats: { perLocale } as never });

  expect(events.slice(before)).toEqual([
    { type: 'progress', batch: 0, locale: de, done: 0, total: 2, model: null, usd: 0 },
    { type: 'ended', batch: 0, locale: de, status: 'failed' },
  ]);
});

it('takes nothing of an earlier plan of the run for news', async () => {
  const { look, plan, part, attempt } = watched({ earlier: 'earlier' });
  await plan([es, de], 'earlier');
  await part(es);
  await attempt(es, START + 5, 'ProviderUnavailable', 'm: 503');
  expect(await look()).toEqual([]);

  await plan([es, de], 'newer');
  expect((await look()).map(({ type }) => type)).toEqual(['planned', 'running', 'running']);

  await part(es);
  expect((await look()).map(({ type }) => type)).toEqual(['progress', 'ended']);
});
