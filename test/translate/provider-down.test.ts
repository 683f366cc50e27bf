import { expect, it } from 'vitest';
import { CALLS_IN_FLIGHT } from '../../lib/translate/ask-all.ts';
import { ProviderTimedOut, ProviderUnavailable, RequestRejected } from '../../lib/translate/errors.ts';
import { answer, scriptedModel, translated } from '../fakes/scripted-model.ts';
import { job, product, world } from './job-world.ts';

/** Forty texts that fill a call each. */
const catalog = Array.from({ length: 40 }, (_, index) =>
  product(index + 1, { product_features: `${'soft brushed fleece keeps warm air close '.repeat(110)} ${index}` }),
);

it.each([ProviderUnavailable, ProviderTimedOut])(
  'asks no more once as many calls as are in flight ended with %o, one after the other',
  async (Down) => {
    const model = scriptedModel(() => {
      throw new Down('down');
    });
    await expect(job(catalog, model, world())).rejects.toThrow(Down);
    // Each that ended before the last of the first ones made room for another.
    expect(model.requests.length).toBeGreaterThanOrEqual(CALLS_IN_FLIGHT);
    expect(model.requests.length).toBeLessThan(2 * CALLS_IN_FLIGHT);
  },
);

it('goes on where only some calls fail, and keeps what the others bring', async () => {
  const model = scriptedModel((request, call) => {
    if (call % 3 === 0) throw new ProviderUnavailable('503');
    return translated(request);
  });
  const w = world();
  await expect(job(catalog, model, w)).rejects.toThrow(ProviderUnavailable);
  expect(model.requests).toHaveLength(40);
  expect(w.saved).toHaveLength(40 - Math.floor(40 / 3));
});

it('asks once, and not for the rest, where the provider did not answer the invocation before', async () => {
  const model = scriptedModel(() => {
    throw new ProviderUnavailable('503');
  });
  await expect(job(catalog, model, world(), { wary: true })).rejects.toThrow(ProviderUnavailable);
  expect(model.requests).toHaveLength(1);

  const up = scriptedModel();
  expect(await job(catalog, up, world(), { wary: true })).toMatchObject({ translated: 40 });
  expect(up.requests).toHaveLength(40);
});

it.each([
  ['answers that cannot be read', () => answer('no JSON'), 4],
  [
    'refusals of the request',
    () => {
      throw new RequestRejected('400');
    },
    2,
  ],
])('does not ask for all where it gets nothing but %s', async (_, script, callsForOne) => {
  const model = scriptedModel(script);
  const { products } = await job(catalog, model, world());
  expect(products.flatMap(({ failures }) => failures)).toHaveLength(40);
  // Twelve in a row, and those that were in flight by then.
  expect(model.requests.length).toBeGreaterThanOrEqual(12 * callsForOne);
  expect(model.requests.length).toBeLessThan(18 * callsForOne);
  expect(products.at(-1)?.failures[0]?.cause).toContain('not asked');
});
