import { describe, expect, it } from 'vitest';
import { MINUTES_SCENARIOS } from '../../../bench/minutes/scenarios.ts';
import { isNear, meanRun, ratio } from '../../../bench/minutes.ts';

const FIGURES = ['calls', 'promptTokens', 'completionTokens', 'usd', 'minutes'] as const;
/** The real jobs on a virtual clock: their checks take seconds of the real one. */
const TIMEOUT_MS = 180_000;

describe('the estimate, held against the run', () => {
  it.each([
    'the bundled catalog x 6, free',
    'the bundled catalog x 6, developer',
    '810 products x 1, developer',
    '300 products x 2, free',
    '450 products with shared features x 2, free',
    '100 products x 4 of one model, free',
  ])(
    'is within a fifth in calls, tokens, USD and minutes, in all and for each locale: %s',
    async (name) => {
      const scenario = MINUTES_SCENARIOS[name];
      if (scenario === undefined) throw new Error(`no scenario ${name}`);
      const { estimate, locales, total, refused } = await meanRun(scenario);
      for (const figure of FIGURES) {
        expect(isNear(ratio(estimate.total, total, figure)), `${figure} of all`).toBe(true);
        for (const own of estimate.locales)
          expect(isNear(ratio(own, locales[own.locale], figure)), `${figure} of ${own.locale}`).toBe(true);
      }
      expect(refused).toBeLessThanOrEqual(Math.max(3, total.calls / 20));
    },
    TIMEOUT_MS,
  );
});
