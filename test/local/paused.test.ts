import { describe, expect, it } from 'vitest';
import { RateLimited } from '../../lib/translate/errors.ts';
import { MAX_FRUITLESS_PAUSES } from '../../lib/translate/pacing/after-pause.ts';
import { products, run, type World, world } from '../fakes/run.ts';

/** Two texts that fill a call each. */
const catalog = products(2).map((product, index) => ({
  ...product,
  extracted_data: {
    product_name: null,
    product_features: `${'soft brushed fleece keeps warm air close '.repeat(110)} ${'ab'[index]}`,
  },
}));

describe('a job that the provider keeps waiting', () => {
  it('waits in the workflow and is called again for what is missing alone', async () => {
    let closedUntil: number | null = null;
    const w: World = world({
      answers: {
        fail: ({ segments }) => {
          if (!segments[0]?.text.endsWith('b')) return;
          closedUntil ??= w.clock.now() + 40_000;
          if (w.clock.now() < closedUntil) throw new RateLimited('429', closedUntil - w.clock.now());
        },
      },
    });
    const told = await run(w, { catalog });
    expect(told.events.filter(({ type }) => type === 'waiting')).toEqual([
      { type: 'waiting', batch: 0, locale: 'fr', seconds: 40, reason: expect.stringContaining('rate limit') },
    ]);
    expect(w.clock.slept).toEqual([]);
    expect(w.model.textsAsked().map((text) => text.at(-1))).toEqual(['a', 'b', 'b']);
    expect(told.summary).toMatchObject({ status: 'COMPLETE', stats: { calls: 3, retries: 1 } });
    expect(await told.attempts('fr')).toMatchObject([{ error: 'Paused', calls: 2 }]);
    expect(told.merged.products.map(({ translations }) => String(translations['fr']?.['features']).at(-1))).toEqual([
      'a',
      'b',
    ]);
  });

  const refused = (maxWaitSeconds: number): World => {
    const w: World = world({
      maxWaitSeconds,
      answers: {
        fail: ({ locale }) => {
          if (locale === 'fr') throw new RateLimited('429', 40_000);
        },
      },
    });
    return w;
  };

  it.each([
    ['after too many pauses that brought nothing', 86_400, MAX_FRUITLESS_PAUSES],
    ['when it would wait longer than this machine may', 100, 2],
    ['at once when even the first wait is too long', 30, 0],
  ])('ends %s, with the time to come back', async (_, maxWaitSeconds, waits) => {
    const w = refused(maxWaitSeconds);
    const before = w.clock.now();
    const { events, failures, summary } = await run(w, { locales: ['fr', 'de'] });
    expect(events.filter(({ type }) => type === 'waiting')).toHaveLength(waits);
    expect(w.model.asked.filter(({ locale }) => locale === 'fr')).toHaveLength(waits + 1);
    expect(new Set(failures.map(({ error }) => error))).toEqual(new Set(['WaitTooLong']));
    const comeBack = Date.parse(/run again after (\S+)$/.exec(failures[0]?.cause ?? '')?.[1] ?? '');
    expect(comeBack - before).toBeGreaterThanOrEqual((waits + 1) * 40_000);
    expect(comeBack - before).toBeLessThan((waits + 1) * 40_000 + 62_000);
    expect(summary).toMatchObject({ status: 'PARTIAL', counts: { translated: 3, failed: 3 } });
  });
});
