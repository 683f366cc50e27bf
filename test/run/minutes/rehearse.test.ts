import { describe, expect, it } from 'vitest';
import type { Locale } from '../../../lib/catalog/locale.ts';
import { type RehearsedJob, type RehearsedRun, rehearse } from '../../../lib/run/minutes/rehearse.ts';
import { seeded } from '../../../lib/run/minutes/seeded.ts';
import { modelFacts } from '../../../lib/translate/routing.ts';

const MODEL = 'openai/gpt-oss-20b';
const FREE = modelFacts(MODEL).limits.free;
const TOKENS_A_MINUTE = FREE.tokensPerMinute ?? 0;

const job = (locale: string, more: Partial<RehearsedJob> = {}): RehearsedJob => ({
  locale: locale as Locale,
  model: MODEL,
  share: 1,
  calls: 1,
  call: { reservedTokens: 100, usedTokens: 100 },
  ...more,
});
const run = (batches: RehearsedRun['batches'], more: Partial<RehearsedRun> = {}): RehearsedRun => ({
  batches,
  batchConcurrency: 1,
  localeConcurrency: 10,
  plan: null,
  onePace: false,
  latencyMs: 1_200,
  latencyJitter: 0,
  ...more,
});
const ends = async (rehearsed: RehearsedRun, seed = 1) => Object.fromEntries(await rehearse(rehearsed, seeded(seed)));
const CALL_MINUTES = 1.2 / 60;

describe('a rehearsal', () => {
  it('makes six calls of a job at a time where no limit binds', async () => {
    expect(await ends(run([[job('fr', { calls: 6 }), job('de', { calls: 13 })]]))).toEqual({
      fr: expect.closeTo(CALL_MINUTES, 6),
      de: expect.closeTo(3 * CALL_MINUTES, 6),
    });
  });

  it('begins as many jobs at a time as the two Maps let in, and tells when the last one of a locale ends', async () => {
    const batches = [
      [job('fr'), job('de')],
      [job('fr'), job('de')],
    ];
    const one = { batchConcurrency: 1, localeConcurrency: 1 };
    expect(await ends(run(batches, one))).toEqual({
      fr: expect.closeTo(3 * CALL_MINUTES, 6),
      de: expect.closeTo(4 * CALL_MINUTES, 6),
    });
    const all = await ends(run(batches, { batchConcurrency: 2, localeConcurrency: 2 }));
    expect(all).toEqual({ fr: expect.closeTo(CALL_MINUTES, 6), de: expect.closeTo(CALL_MINUTES, 6) });
  });

  it('takes the time for which the limits make it wait, also where a job is put off and called again', async () => {
    // Of a minute's limit each call is a quarter: after the first four, one every quarter of a minute.
    const call = { reservedTokens: TOKENS_A_MINUTE / 4, usedTokens: TOKENS_A_MINUTE / 4 };
    const { fr = 0 } = await ends(run([[job('fr', { calls: 12, call })]], { plan: 'free' }));
    expect(fr).toBeGreaterThanOrEqual(2);
    expect(fr).toBeLessThan(2.5);
  });

  it('gives a batch run no more than its share of what comes back', async () => {
    const call = { reservedTokens: TOKENS_A_MINUTE / 4, usedTokens: TOKENS_A_MINUTE / 4 };
    const { fr = 0 } = await ends(run([[job('fr', { calls: 24, share: 0.9, call })]], { plan: 'free' }));
    expect(fr).toBeGreaterThan((24 / 4 - 1) / 0.95);
    expect(fr).toBeLessThan(24 / 4 / 0.8);
  });

  it('has one pace for all jobs where they share one: who has nothing to ask leaves all to the others, and a wait is sat out', async () => {
    const call = { reservedTokens: TOKENS_A_MINUTE / 4, usedTokens: TOKENS_A_MINUTE / 4 };
    const jobs = [job('fr', { calls: 1, share: 0.45, call }), job('de', { calls: 24, share: 0.45, call })];
    const together = await ends(run([jobs], { plan: 'free', onePace: true }));
    expect(together['de']).toBeGreaterThan((25 / 4 - 1) / 0.95);
    expect(together['de']).toBeLessThan(25 / 4 / 0.8);
  });

  it('comes to the same with the same chance', async () => {
    const jobs = ['fr', 'de', 'nl'].map((locale) =>
      job(locale, { calls: 9, share: 0.3, call: { reservedTokens: 900, usedTokens: 600 } }),
    );
    const rehearsed = run([jobs, jobs], { plan: 'free', latencyJitter: 0.25 });
    const once = await ends(rehearsed, 7);
    expect(await ends(rehearsed, 7)).toEqual(once);
    expect(await ends(rehearsed, 8)).not.toEqual(once);
  });

  it('is over at once where there is nothing to ask', async () => {
    expect(await ends(run([]))).toEqual({});
    expect(await ends(run([[], []]))).toEqual({});
  });
});
