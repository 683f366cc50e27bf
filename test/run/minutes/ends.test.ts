import { describe, expect, it } from 'vitest';
import type { Locale } from '../../../lib/catalog/locale.ts';
import { endsOf, type Supply, type TimedJob } from '../../../lib/run/minutes/ends.ts';

const FR = 'fr' as Locale;
const JA = 'ja' as Locale;
const job = (locale: Locale, minutes: number, more: Partial<TimedJob> = {}): TimedJob => ({
  locale,
  model: 'm',
  least: 0.1,
  takes: { minutes, days: 0 },
  ...more,
});
const ALL: Supply = { level: { minutes: 1, days: 1 }, part: 1 };
const supplied = (supply: Supply = ALL) => new Map([['m', supply]]);
const ONE_BY_ONE = { batchConcurrency: 1, localeConcurrency: 1 };

describe('when the locales of a run end', () => {
  it('is when their calls have been made where no limit binds: one job after the other, or together', () => {
    const batches = [[job(FR, 0.1), job(JA, 0.1)]];
    const inTurn = endsOf(batches, ONE_BY_ONE, supplied());
    expect(inTurn.get(FR)).toBeCloseTo(0.1, 9);
    expect(inTurn.get(JA)).toBeCloseTo(0.2, 9);
    const together = endsOf(batches, { batchConcurrency: 1, localeConcurrency: 2 }, supplied());
    expect(together.get(JA)).toBeCloseTo(0.1, 9);
  });

  it('is when the limit has let it all in: what is there at first, and what comes back', () => {
    expect(endsOf([[job(FR, 5)]], ONE_BY_ONE, supplied()).get(FR)).toBeCloseTo(4, 9);
    const less = supplied({ level: { minutes: 1, days: 1 }, part: 0.5 });
    expect(endsOf([[job(FR, 5)]], ONE_BY_ONE, less).get(FR)).toBeCloseTo(8, 9);
  });

  it('is later for those that share a limit, and not for those that have one of their own', () => {
    const flight = { batchConcurrency: 1, localeConcurrency: 2 };
    const shared = endsOf([[job(FR, 3), job(JA, 3)]], flight, supplied());
    expect(shared.get(FR)).toBeCloseTo(5, 6);
    expect(shared.get(JA)).toBeCloseTo(5, 6);
    const apart = endsOf([[job(FR, 3), job(JA, 3, { model: 'n' })]], flight, new Map([...supplied(), ['n', ALL]]));
    expect(apart.get(FR)).toBeCloseTo(2, 6);
  });

  it('takes days where a day does not let it all in', () => {
    const of = { takes: { minutes: 10, days: 3 } };
    expect(endsOf([[job(FR, 0, of)]], ONE_BY_ONE, supplied()).get(FR)).toBeCloseTo(2 * 24 * 60, 6);
  });

  it('begins a batch when one before it has ended in all its locales', () => {
    const batches = [[job(FR, 0, { least: 1 }), job(JA, 0, { least: 3 })], [job(FR, 0, { least: 1 })]];
    const ends = endsOf(batches, { batchConcurrency: 1, localeConcurrency: 2 }, supplied());
    expect(ends.get(JA)).toBeCloseTo(3, 9);
    expect(ends.get(FR)).toBeCloseTo(4, 9);
    const atOnce = endsOf(batches, { batchConcurrency: 2, localeConcurrency: 2 }, supplied());
    expect(atOnce.get(FR)).toBeCloseTo(1, 9);
  });

  it('has nothing for batches that ask for nothing', () => {
    const ends = endsOf([[], [job(FR, 0)], []], ONE_BY_ONE, supplied());
    expect([...ends.keys()]).toEqual([FR]);
    expect(endsOf([], ONE_BY_ONE, supplied()).size).toBe(0);
  });
});
