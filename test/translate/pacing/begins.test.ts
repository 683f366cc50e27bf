import { describe, expect, it } from 'vitest';
import { BATCH_SHARE } from '../../../lib/translate/pacing/share.ts';
import { answer } from '../../fakes/scripted-model.ts';
import { pacing, request, told } from './world.ts';

const turns = async (count = 20) => {
  for (let turn = 0; turn < count; turn++) await Promise.resolve();
};

describe("a batch run's job that begins while others are at work", () => {
  it('sends one call alone, and goes on when its answer says what is left', async () => {
    const { clock, pace } = pacing({ plan: 'developer', share: BATCH_SHARE / 2 });
    let begun = 0;
    const calls = Array.from({ length: 4 }, async () => {
      const admission = await pace.admit(request('m', 1_000), 0);
      begun++;
      return admission;
    });
    await turns();
    expect(begun).toBe(1);
    const usage = { promptTokens: 500, cachedTokens: 0, completionTokens: 500 };
    (await calls[0])?.answered(answer([], { usage, limits: told(250_000, 200_000) }));
    await Promise.all(calls);
    expect(begun).toBe(4);
    expect(clock.slept).toEqual([]);
  });

  it('finds no minute laid by for it: what it may use at once is its part of what is left', async () => {
    const { clock, pace } = pacing({ plan: 'developer', share: BATCH_SHARE / 2 });
    const first = await pace.admit(request('m', 1_000), 0);
    const usage = { promptTokens: 500, cachedTokens: 0, completionTokens: 500 };
    first.answered(answer([], { usage, limits: told(250_000, 60_000) }));
    await pace.admit(request('m', 20_000), 0);
    expect(clock.slept).toEqual([]);
    // Its own 27,000 of the 60,000 are not enough for both, though the provider would take it.
    await pace.admit(request('m', 20_000), 0);
    expect(clock.slept.length).toBeGreaterThan(0);
  });

  it('does not hold back a short run, which has all of the limit', async () => {
    const { pace } = pacing({ plan: 'developer', share: 1 });
    await Promise.all(Array.from({ length: 4 }, () => pace.admit(request('m', 1_000), 0)));
  });
});
