import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ModelLimits } from '../../../lib/local/groq-server/limits.ts';
import { RehearsedProvider } from '../../../lib/run/minutes/rehearsed-provider.ts';
import { VirtualClock } from '../../../lib/run/minutes/virtual-clock.ts';
import { RateLimited } from '../../../lib/translate/errors.ts';

const LIMITS = { requestsPerMinute: 30, requestsPerDay: 1_000, tokensPerMinute: 8_000, tokensPerDay: null };
const MINUTE_MS = 60_000;

async function inTime<T>(clock: VirtualClock, work: Promise<T>): Promise<T> {
  await clock.run(
    work.then(
      () => undefined,
      () => undefined,
    ),
  );
  return work;
}

describe('the provider of a rehearsal', () => {
  it('tells what is left, and gives back what an answer did not use', async () => {
    const clock = new VirtualClock();
    const provider = new RehearsedProvider(clock, LIMITS);
    const left = await inTime(clock, provider.call({ reservedTokens: 6_000, usedTokens: 4_000 }, 0));
    expect(left).toEqual({
      limitTokens: 8_000,
      remainingTokens: 4_000,
      resetTokensMs: MINUTE_MS / 2,
      limitRequests: 1_000,
      remainingRequests: 999,
      resetRequestsMs: expect.closeTo((24 * 60 * MINUTE_MS) / 1_000),
    });
  });

  it('refuses what finds no room, and says when it will', async () => {
    const clock = new VirtualClock();
    const provider = new RehearsedProvider(clock, LIMITS);
    await inTime(clock, provider.call({ reservedTokens: 8_000, usedTokens: 8_000 }, 0));
    const refusal = await inTime(clock, provider.call({ reservedTokens: 2_000, usedTokens: 1 }, 0)).catch((e) => e);
    expect(refusal).toBeInstanceOf(RateLimited);
    expect(refusal).toMatchObject({ retryAfterMs: MINUTE_MS / 4, limits: { remainingTokens: 0 } });
    await clock.run(clock.sleep(MINUTE_MS / 4));
    await expect(inTime(clock, provider.call({ reservedTokens: 2_000, usedTokens: 1 }, 0))).resolves.toBeDefined();
  });

  it('knows a day as well as a minute, and no limit where there is none', async () => {
    const clock = new VirtualClock();
    const none = { requestsPerMinute: null, requestsPerDay: null, tokensPerMinute: null, tokensPerDay: null };
    const day = new RehearsedProvider(clock, { ...none, tokensPerDay: 1_000 });
    await inTime(clock, day.call({ reservedTokens: 900, usedTokens: 900 }, 0));
    const wait = await inTime(clock, day.call({ reservedTokens: 200, usedTokens: 200 }, 0)).catch((e) => e);
    expect(wait).toMatchObject({ retryAfterMs: 2.4 * 60 * MINUTE_MS });
    const free = new RehearsedProvider(clock, none);
    const left = await inTime(clock, free.call({ reservedTokens: 1e9, usedTokens: 1e9 }, 0));
    expect(Object.values(left)).toEqual([null, null, null, null, null, null]);
  });

  it('lets in what the stand-in lets in, whose limits are written anew', async () => {
    const call = fc.record({
      afterMs: fc.integer({ min: 0, max: 20_000 }),
      reserved: fc.integer({ min: 1, max: 7_000 }),
      usedPart: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(call, { maxLength: 60 }), async (calls) => {
        const clock = new VirtualClock();
        const provider = new RehearsedProvider(clock, LIMITS);
        const standIn = new ModelLimits('m', LIMITS, 0);
        for (const { afterMs, reserved, usedPart } of calls) {
          await clock.run(clock.sleep(afterMs));
          const used = Math.round(reserved * usedPart);
          const refusedByOther = standIn.admit(reserved, clock.now()) !== null;
          if (!refusedByOther) standIn.settle(reserved, used, clock.now());
          const outcome = await inTime(clock, provider.call({ reservedTokens: reserved, usedTokens: used }, 0)).catch(
            (e) => e,
          );
          expect(outcome instanceof RateLimited).toBe(refusedByOther);
        }
      }),
      { numRuns: 60 },
    );
  });
});
