import { describe, expect, it } from 'vitest';
import { Crowd } from '../../../lib/translate/pacing/crowd.ts';

const MINUTE_MS = 60_000;

/** Refuses one call each time, `calls` after the last one that was refused and so many minutes later. */
function refusals(crowd: Crowd, count: number, { calls, minutes }: { calls: number; minutes: number }) {
  let [number, now] = [1, 0];
  for (let refusal = 0; refusal < count; refusal++) {
    crowd.refused(number, number, now);
    number += calls;
    now += minutes * MINUTE_MS;
  }
  return now - minutes * MINUTE_MS;
}

describe('a pace among others that it does not know', () => {
  it('goes half as fast after the fourth refusal that is close to the one before', () => {
    const crowd = new Crowd();
    const third = refusals(crowd, 3, { calls: 5, minutes: 1 });
    expect(crowd.part(third)).toBe(1);
    crowd.refused(20, 20, third + MINUTE_MS);
    expect(crowd.part(third + MINUTE_MS)).toBe(0.5);
  });

  it.each([
    ['minutes', { calls: 5, minutes: 6 }],
    ['calls', { calls: 100, minutes: 1 }],
  ])('does not where refusals are many %s apart', (_, apart) => {
    const crowd = new Crowd();
    expect(crowd.part(refusals(crowd, 20, apart))).toBe(1);
  });

  it('takes calls that were under way together for one', () => {
    const crowd = new Crowd();
    for (let number = 1; number <= 20; number++) crowd.refused(number, 20, number);
    expect(crowd.part(20)).toBe(1);
  });

  it('is back in minutes where few calls are answered, and in answers where there are many', () => {
    const slow = new Crowd();
    const slowAt = refusals(slow, 4, { calls: 5, minutes: 1 });
    expect(slow.part(slowAt + 10 * MINUTE_MS)).toBeLessThan(0.8);
    expect(slow.part(slowAt + 20 * MINUTE_MS)).toBe(1);
    const fast = new Crowd();
    const fastAt = refusals(fast, 4, { calls: 5, minutes: 1 });
    for (let answer = 0; answer < 40; answer++) fast.answered();
    expect(fast.part(fastAt)).toBeCloseTo(Math.SQRT1_2);
    for (let answer = 0; answer < 40; answer++) fast.answered();
    expect(fast.part(fastAt)).toBe(1);
  });

  it('keeps a part however often it is refused', () => {
    const crowd = new Crowd();
    expect(crowd.part(refusals(crowd, 50, { calls: 2, minutes: 0.1 }))).toBeGreaterThanOrEqual(1 / 16);
  });
});
