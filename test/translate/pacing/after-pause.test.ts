import { describe, expect, it } from 'vitest';
import { WaitTooLong } from '../../../lib/translate/errors.ts';
import { afterPause, MAX_FRUITLESS_PAUSES } from '../../../lib/translate/pacing/after-pause.ts';

describe('after a pause', () => {
  const NOW = Date.UTC(2026, 10, 20, 12);
  const before = { fruitlessPauses: 0, waitedSeconds: 100 };
  const pause = { seconds: 60, gained: false, reason: 'a is at its rate limit' };

  it('adds up the waiting, and counts the pauses in which nothing was gained', () => {
    expect(afterPause(before, pause, 1_000, NOW)).toEqual({ fruitlessPauses: 1, waitedSeconds: 160 });
  });

  it('forgets fruitless pauses as soon as one was not', () => {
    const weary = { ...before, fruitlessPauses: MAX_FRUITLESS_PAUSES };
    expect(afterPause(weary, { ...pause, gained: true }, 1_000, NOW).fruitlessPauses).toBe(0);
  });

  it(`gives up when ${MAX_FRUITLESS_PAUSES} fruitless pauses in a row would become one more, and says when to come back`, () => {
    let waiting = before;
    for (let pauses = 0; pauses < MAX_FRUITLESS_PAUSES; pauses++) waiting = afterPause(waiting, pause, 1_000, NOW);
    const again = () => afterPause(waiting, pause, 1_000, NOW);
    expect(again).toThrow(WaitTooLong);
    expect(again).toThrow(/a is at its rate limit; .* run again after 2026-11-20T12:01Z/);
  });

  it('gives up before a wait that no date can hold', () => {
    for (const seconds of [1e12, 1e15, Number.POSITIVE_INFINITY]) {
      const forever = () => afterPause(before, { ...pause, seconds }, 86_400, NOW);
      expect(forever).toThrow(WaitTooLong);
      expect(forever).toThrow(/run again after 2026-11-27T12:00Z/);
    }
  });

  it('gives up before a wait that is longer than the run may wait in all', () => {
    expect(afterPause(before, pause, 160, NOW).waitedSeconds).toBe(160);
    expect(() => afterPause(before, { ...pause, gained: true }, 159, NOW)).toThrow(WaitTooLong);
  });
});
