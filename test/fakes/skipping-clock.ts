import type { Clock } from '../../lib/translate/clock.ts';

export interface SkippingClock extends Clock {
  /** Every wait that was asked for, in ms. */
  readonly slept: readonly number[];
  advance(ms: number): void;
}

/** A clock whose waits take no time: each moves the time on. Waits that run side by side do not add up. */
export function skippingClock(start = Date.UTC(2026, 10, 20)): SkippingClock {
  let time = start;
  const slept: number[] = [];
  return {
    slept,
    now: () => time,
    advance: (ms) => {
      time += ms;
    },
    sleep: async (ms) => {
      slept.push(ms);
      const end = time + ms;
      await Promise.resolve();
      time = Math.max(time, end);
    },
  };
}
