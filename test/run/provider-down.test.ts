import { expect, it } from 'vitest';
import { PROVIDER_TIMED_OUT, PROVIDER_TROUBLE } from '../../lib/infra/retries.ts';
import { ERROR_NAMES } from '../../lib/run/contract/errors.ts';
import { ProviderTimedOut, ProviderUnavailable } from '../../lib/translate/errors.ts';
import { product, run, world } from '../fakes/run.ts';

/** Eight calls a batch, one batch after the other. */
const BATCHES = 4;
const CALLS_A_BATCH = 8;
const text = (id: number) => `${'soft brushed fleece keeps warm air close '.repeat(120)} ${'abcdefgh'[id % 8]}${id}`;
const catalog = Array.from({ length: BATCHES * CALLS_A_BATCH }, (_, id) =>
  product(id, { available_colors: null, product_features: text(id) }),
);
const REQUEST = { catalog, products: 'all' as const, maxConcurrency: 1 };

/** How often each batch's job asks while `isDown` says so. */
async function asksOf(isDown: (batch: number) => boolean, down: () => Error) {
  const asks = Array.from({ length: BATCHES }, () => 0);
  const w = world({
    batchProducts: CALLS_A_BATCH,
    answers: {
      fail: ({ segments }) => {
        const id = Number(/\d+$/.exec(segments[0]?.text ?? '')?.[0]);
        const batch = Math.floor(id / CALLS_A_BATCH);
        asks[batch] = (asks[batch] ?? 0) + 1;
        if (isDown(batch)) throw down();
      },
    },
  });
  const { summary, failures } = await run(w, REQUEST);
  return { asks, summary, errors: new Set(failures.map(({ error }) => error)) };
}

it.each([
  [ERROR_NAMES.providerUnavailable, () => new ProviderUnavailable('503'), PROVIDER_TROUBLE],
  [ERROR_NAMES.providerTimedOut, () => new ProviderTimedOut('no answer'), PROVIDER_TIMED_OUT],
])('asks once an invocation, for each job after the first that was given up with %s', async (name, down, retry) => {
  const { asks, summary, errors } = await asksOf(() => true, down);
  const invocations = 1 + (retry.maxAttempts ?? 0);
  const [first = 0, ...others] = asks;
  expect(first).toBeGreaterThan(invocations);
  expect(others).toEqual(others.map(() => invocations));
  expect([summary.status, [...errors]]).toEqual(['FAILED', [name]]);
});

it('loses none of the jobs that begin when the provider is back', async () => {
  const { asks, summary, errors } = await asksOf(
    (batch) => batch < 2,
    () => new ProviderUnavailable('503'),
  );
  expect(asks.slice(2)).toEqual([CALLS_A_BATCH, CALLS_A_BATCH]);
  expect(summary.counts).toMatchObject({ failed: 2 * CALLS_A_BATCH });
  expect([summary.status, [...errors]]).toEqual(['PARTIAL', [ERROR_NAMES.providerUnavailable]]);
});
