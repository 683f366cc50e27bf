import { describe, expect, it } from 'vitest';
import { simulate } from '../../../bench/pacing/simulate.ts';

const FREE = { requestsPerMinute: 30, tokensPerMinute: 8_000 };
const DEVELOPER = { requestsPerMinute: 1_000, tokensPerMinute: 250_000 };
const calm = { foreign: 0, cutTo: 1, by: 'pacing' } as const;

describe('the pace against a simulated provider', () => {
  it.each([
    ['free', FREE, 8],
    ['developer', DEVELOPER, 40],
  ])('is never refused in one process, and uses what a batch run may of the %s limits', async (_, limits, workers) => {
    const { used, refusedPerThousand } = await simulate({ limits, calls: 400, processes: 1, workers, ...calm });
    expect(refusedPerThousand).toBe(0);
    expect(used).toBeGreaterThan(0.97);
    expect(used).toBeLessThanOrEqual(1.001);
  });

  it('keeps its floor free, roughly, where four processes share the limits', async () => {
    const { used, refusedPerThousand } = await simulate({
      limits: FREE,
      calls: 400,
      processes: 4,
      workers: 8,
      ...calm,
    });
    expect(refusedPerThousand).toBeLessThanOrEqual(50);
    expect(used).toBeGreaterThan(0.97);
    expect(used).toBeLessThan(1.08);
  });

  it('does not count on what comes back for all: four processes beside others are seldom refused', async () => {
    const trouble = { ...calm, foreign: 0.15 };
    const { refusedPerThousand } = await simulate({ limits: FREE, calls: 1_000, processes: 4, workers: 8, ...trouble });
    expect(refusedPerThousand).toBeLessThanOrEqual(50);
  });

  it('does not take for a crowd what refuses it by chance: four processes go on beside others', async () => {
    const trouble = { ...calm, foreign: 0.15 };
    for (const seed of [1, 2]) {
      const scenario = { limits: DEVELOPER, calls: 5_000, processes: 4, workers: 40, seed, ...trouble };
      const { used, refusedPerThousand } = await simulate(scenario);
      expect(used).toBeGreaterThan(0.95);
      expect(refusedPerThousand).toBeLessThanOrEqual(50);
    }
  });

  it('gives way to others, and follows a limit that is cut', async () => {
    for (const trouble of [{ foreign: 0.15 }, { cutTo: 0.6 }]) {
      const scenario = { limits: DEVELOPER, calls: 1_000, processes: 1, workers: 40, ...calm, ...trouble };
      const { used, refusedPerThousand } = await simulate(scenario);
      expect(refusedPerThousand).toBeLessThanOrEqual(10);
      expect(used).toBeGreaterThan(0.97);
    }
  });

  it.each([
    [2, 200, 50],
    [4, 1_000, 120],
  ])('gives way where %s runs each take the whole limit', async (processes, calls, most) => {
    for (const workers of [8, 16, 32]) {
      const scenario = { limits: FREE, calls, processes, workers, strangers: true, ...calm };
      const { used, refusedPerThousand } = await simulate(scenario);
      expect(refusedPerThousand).toBeLessThanOrEqual(most);
      expect(used).toBeGreaterThan(0.97);
    }
  });

  it('keeps to the plan at a provider that says nothing of limits, and is seldom refused where there is no plan either', async () => {
    const scenario = { limits: FREE, calls: 400, processes: 1, workers: 8, silent: true, ...calm };
    expect((await simulate(scenario)).refusedPerThousand).toBe(0);
    const groping = await simulate({ ...scenario, planned: false });
    expect(groping.refusedPerThousand).toBeLessThanOrEqual(50);
    expect(groping.used).toBeGreaterThan(0.9);
    const fast = { ...scenario, limits: DEVELOPER, calls: 1_000, workers: 40, planned: false };
    expect((await simulate(fast)).refusedPerThousand).toBeLessThanOrEqual(50);
  });

  it('is refused hundreds of times less often than exponential backoff', async () => {
    const scenario = { limits: FREE, calls: 200, processes: 1, workers: 8, ...calm };
    expect((await simulate({ ...scenario, by: 'backoff' })).refusedPerThousand).toBeGreaterThan(500);
  });
});
