import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { type LocaleState, RunWatch } from '../../bin/cli/watch.ts';
import type { RunEvent } from '../../lib/run/run-event.ts';

const planned = (...jobs: (readonly [locale: string, batch: number])[]): RunEvent => ({
  type: 'planned',
  jobs: jobs.map(([locale, batch]) => ({ locale, batch })),
});
const running = (locale: string, batch = 0): RunEvent => ({ type: 'running', locale, batch });
const ended = (locale: string, status: 'translated' | 'partly' | 'failed', batch = 0): RunEvent => ({
  type: 'ended',
  locale,
  batch,
  status,
});
const retrying = (locale: string, error: string, batch = 0): RunEvent => ({ type: 'retrying', locale, batch, error });
const waiting = (locale: string, seconds: number, reason: string, batch = 0): RunEvent => ({
  type: 'waiting',
  locale,
  batch,
  seconds,
  reason,
});
const progress = (locale: string, done: number, total: number, more: object = {}): RunEvent => ({
  type: 'progress',
  locale,
  batch: 0,
  done,
  total,
  model: 'm',
  usd: 0.5,
  ...more,
});

/** A watch that has seen these events, one a second. */
function after(...events: readonly RunEvent[]): RunWatch {
  const watch = new RunWatch();
  for (const [index, event] of events.entries()) watch.take(event, index * 1_000);
  return watch;
}

const stateAfter = (...events: readonly RunEvent[]) => after(...events).locale('es', 60_000).state;

it('knows every planned language before any has begun', () => {
  const locales = after(planned(['es', 0], ['fr', 0])).locales(5_000);

  expect(locales.map(({ locale, state, ms }) => ({ locale, state, ms }))).toEqual([
    { locale: 'es', state: 'waiting', ms: 0 },
    { locale: 'fr', state: 'waiting', ms: 0 },
  ]);
});

it('follows one language from its start to its end', () => {
  const plan = planned(['es', 0]);
  const start = running('es');
  const half = progress('es', 3, 7);

  expect(after(plan, start, half).locale('es', 10_000)).toEqual({
    locale: 'es',
    state: 'running',
    done: 3,
    total: 7,
    model: 'm',
    usd: 0.5,
    ms: 9_000,
    note: null,
    batches: 1,
    batchesEnded: 0,
  });
  const done = after(plan, start, half, progress('es', 7, 7), ended('es', 'translated')).locale('es', 99_000);
  expect(done).toMatchObject({ state: 'done', done: 7, ms: 3_000 });
});

it('shows the error of a retry, and forgets it when the job ends well', () => {
  const trouble = [planned(['es', 0]), running('es'), retrying('es', 'ProviderUnavailable')];

  expect(after(...trouble).locale('es', 9_000)).toMatchObject({ state: 'retrying', note: 'ProviderUnavailable' });
  const again = after(...trouble, running('es'), ended('es', 'translated')).locale('es', 9_000);
  expect(again).toMatchObject({ state: 'done', note: null, ms: 3_000 });
  const failed = after(...trouble, running('es'), ended('es', 'failed')).locale('es', 9_000);
  expect(failed).toMatchObject({ state: 'failed', note: 'ProviderUnavailable' });
});

it('says what a paused job waits for and how long', () => {
  const watch = after(planned(['es', 0]), running('es'), waiting('es', 42, 'm is at its rate limit'));

  expect(watch.locale('es', 9_000)).toMatchObject({
    state: 'retrying',
    note: 'm is at its rate limit, waiting 42 s',
  });
});

it("takes a job's own time for more than when its end was seen", () => {
  const end: RunEvent = { type: 'ended', locale: 'es', batch: 0, status: 'translated', ms: 1_200 };

  expect(after(planned(['es', 0]), running('es'), end).locale('es', 60_000).ms).toBe(1_200);
  expect(after(planned(['es', 0]), end).locale('es', 60_000).ms).toBe(1_200);
});

it('keeps the model that answered through a progress that knows none', () => {
  const watch = after(planned(['es', 0]), progress('es', 1, 7), progress('es', 2, 7, { model: null }));

  expect(watch.locale('es', 9_000).model).toBe('m');
});

it('is done with a language only when all its batches are', () => {
  const plan = planned(['es', 0], ['es', 1], ['es', 2]);
  const first = [running('es', 0), ended('es', 'translated', 0)];

  expect(stateAfter(plan, ...first)).toBe('running');
  expect(stateAfter(plan, ...first, running('es', 1), retrying('es', 'X', 1))).toBe('retrying');
  expect(stateAfter(plan, ...first, ended('es', 'translated', 1))).toBe('running');
  expect(stateAfter(plan, ...first, ended('es', 'translated', 1), ended('es', 'translated', 2))).toBe('done');
});

it('takes a language with one failed batch among good ones for partly translated', () => {
  const plan = planned(['es', 0], ['es', 1]);

  expect(stateAfter(plan, ended('es', 'translated', 0), ended('es', 'failed', 1))).toBe('partly');
  expect(stateAfter(plan, ended('es', 'failed', 0), ended('es', 'failed', 1))).toBe('failed');
  expect(stateAfter(plan, ended('es', 'partly', 0), ended('es', 'translated', 1))).toBe('partly');
});

it('adds up units and costs over batches, and measures from the first start to the last end', () => {
  const watch = after(
    planned(['es', 0], ['es', 1]),
    running('es', 0),
    running('es', 1),
    progress('es', 200, 200),
    progress('es', 100, 150, { batch: 1, usd: 0.25 }),
    ended('es', 'translated', 0),
    ended('es', 'partly', 1),
  );

  expect(watch.locale('es', 99_000)).toMatchObject({ done: 300, total: 350, usd: 0.75, ms: 5_000, state: 'partly' });
});

it('tells which language an event moved, and none for the plan', () => {
  const watch = new RunWatch();

  expect(watch.take(planned(['es', 0]), 0)).toBeNull();
  expect(watch.take(running('es'), 0)).toBe('es');
});

it('ends in the state of the worst outcome, however the batches of many languages interleave', () => {
  const outcome = fc.constantFrom<'translated' | 'partly' | 'failed'>('translated', 'partly', 'failed');
  const jobs = fc.uniqueArray(
    fc.record({ locale: fc.constantFrom('es', 'fr', 'ja'), batch: fc.nat(30), outcome, retried: fc.boolean() }),
    { minLength: 1, maxLength: 40, selector: ({ locale, batch }) => `${locale}/${batch}` },
  );
  const withOrder = jobs.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
  );
  fc.assert(
    fc.property(withOrder, ([list, order]) => {
      const watch = after(
        planned(...list.map(({ locale, batch }) => [locale, batch] as const)),
        ...order.map(({ locale, batch }) => running(locale, batch)),
        ...list.filter(({ retried }) => retried).map(({ locale, batch }) => retrying(locale, 'X', batch)),
        ...order.map(({ locale, batch, outcome: status }) => ended(locale, status, batch)),
      );
      for (const { locale, state } of watch.locales(1e6)) {
        const outcomes = new Set(list.filter((job) => job.locale === locale).map((job) => job.outcome));
        const only = outcomes.size === 1 ? [...outcomes][0] : 'partly';
        const expected: LocaleState = only === 'translated' ? 'done' : (only ?? 'done');
        expect(state).toBe(expected);
      }
    }),
  );
});
