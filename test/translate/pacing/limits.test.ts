import { describe, expect, it } from 'vitest';
import { RateLimited } from '../../../lib/translate/errors.ts';
import type { RateLimits } from '../../../lib/translate/model.ts';
import type { Pace } from '../../../lib/translate/pacing/pace.ts';
import { MAX_WAIT_MS } from '../../../lib/translate/pacing/paused.ts';
import { BATCH_SHARE } from '../../../lib/translate/pacing/share.ts';
import { answer } from '../../fakes/scripted-model.ts';
import type { SkippingClock } from '../../fakes/skipping-clock.ts';
import { pacing, request, told } from './world.ts';

const used = (completionTokens: number, cachedTokens = 0) => ({
  promptTokens: cachedTokens,
  cachedTokens,
  completionTokens,
});

/** The answer of a server that says nothing of limits. */
const SILENT = told(0, 0, { limitTokens: null, remainingTokens: null, resetTokensMs: null });

/** Makes a call and has it answered at once. */
async function call(pace: Pace, tokens: number, limits: RateLimits, came = used(tokens)): Promise<void> {
  (await pace.admit(request('m', tokens), 0)).answered(answer('', { usage: came, limits }));
}

/** How long a call has to wait that nothing answers. */
async function waitFor(clock: SkippingClock, pace: Pace, tokens: number): Promise<number> {
  const before = clock.now();
  await pace.admit(request('m', tokens), 0);
  return clock.now() - before;
}

describe('until the first answer', () => {
  it("holds to the account's plan, in tokens and in requests a minute", async () => {
    const tokens = pacing({ plan: 'free' });
    await tokens.pace.admit(request('m', 7_500), 0);
    // 1,000 tokens more than there are, at 8,000 a minute; while a call is under way it is looked at again and again.
    const waited = await waitFor(tokens.clock, tokens.pace, 1_500);
    expect(waited).toBeGreaterThanOrEqual(7_500);
    expect(waited).toBeLessThan(7_800);

    const requests = pacing({ plan: 'free' });
    for (let calls = 0; calls < 30; calls++) expect(await waitFor(requests.clock, requests.pace, 1)).toBe(0);
    expect(await waitFor(requests.clock, requests.pace, 1)).toBeGreaterThanOrEqual(2_000);
  });

  it('assumes nothing without a plan', async () => {
    const { clock, pace } = pacing();
    for (let calls = 0; calls < 100; calls++) expect(await waitFor(clock, pace, 10_000)).toBe(0);
  });

  it('lets a call that is larger than the limit go when all of it is there: the provider is to say that it is too large', async () => {
    const { clock, pace } = pacing({ plan: 'free' });
    expect(await waitFor(clock, pace, 20_000)).toBe(0);
  });
});

describe('from the first answer on', () => {
  it('holds to the limits that it tells of, with the requests a minute of the plan that has them', async () => {
    const { clock, pace } = pacing({ plan: 'free' });
    await call(pace, 1_000, told(250_000, 249_000));
    for (let calls = 0; calls < 100; calls++) expect(await waitFor(clock, pace, 2_000)).toBe(0);
    for (let calls = 101; calls < 1_000; calls++) expect(await waitFor(clock, pace, 1)).toBe(0);
    expect(await waitFor(clock, pace, 1)).toBeGreaterThan(0);
  });

  it('knows no requests a minute of a limit that no plan has', async () => {
    const { clock, pace } = pacing({ plan: 'free' });
    await call(pace, 1_000, told(100_000, 99_000));
    for (let calls = 0; calls < 2_000; calls++) expect(await waitFor(clock, pace, 1)).toBe(0);
  });

  it('keeps to the plan at a server that tells of no limits, also after a refusal', async () => {
    const { clock, pace } = pacing({ plan: 'free' });
    await call(pace, 8_000, SILENT);
    expect(await waitFor(clock, pace, 4_000)).toBe(30_000);
    (await pace.admit(request('m', 4_000), 0)).failed(new RateLimited('429', 1, { limits: SILENT }));
    expect(await waitFor(clock, pace, 8_000)).toBeGreaterThan(20_000);
  });

  it('keeps what it was told when an answer among others says nothing', async () => {
    const { clock, pace } = pacing();
    await call(pace, 1_000, told(8_000, 7_000));
    await call(pace, 7_000, SILENT);
    expect(await waitFor(clock, pace, 4_000)).toBe(30_000);
  });

  it('learns the limit that a refusal names, where no plan and no header says one', async () => {
    const { clock, pace } = pacing();
    const hit = { which: 'tokensPerMinute', limit: 8_000, used: 8_000 } as const;
    (await pace.admit(request('m', 4_000), 0)).failed(new RateLimited('429', 1, { limits: SILENT, hit }));
    expect(await waitFor(clock, pace, 4_000)).toBe(30_000);
    const requests = pacing();
    const minute = { which: 'requestsPerMinute', limit: 20, used: 20 } as const;
    (await requests.pace.admit(request(), 0)).failed(new RateLimited('429', 1, { hit: minute }));
    await call(requests.pace, 1, told(123_456, 123_455));
    expect(await waitFor(requests.clock, requests.pace, 1)).toBe(3_000);
  });

  it('keeps calls apart by the wait that was told, where nothing says what the limit is', async () => {
    const { clock, pace } = pacing();
    (await pace.admit(request(), 0)).failed(new RateLimited('429', 5_000, { limits: SILENT }));
    await call(pace, 100, SILENT);
    const apart = await waitFor(clock, pace, 100);
    expect(apart).toBeGreaterThan(4_500);
    expect(apart).toBeLessThanOrEqual(5_000);
  });

  it('waits for what the answers say is left, where others have used the limit', async () => {
    const { clock, pace } = pacing({ plan: 'free' });
    await call(pace, 1_000, told(8_000, 500));
    expect(await waitFor(clock, pace, 2_000)).toBe((1_500 / 8_000) * 60_000);
  });

  it('has what an answer did not use back where the provider gives it back, and only there', async () => {
    // Half of the 4,000 was reserved for nothing; 500 of what was used came from the cache.
    for (const [left, waits] of [
      [6_000, false],
      [4_000, true],
    ] as const) {
      const { clock, pace } = pacing({ plan: 'free', share: 0.5 });
      await call(pace, 4_000, told(8_000, left), used(2_000, 500));
      expect((await waitFor(clock, pace, 1_500)) > 0).toBe(waits);
    }
  });

  it('listens to a refusal too', async () => {
    const { clock, pace } = pacing({ plan: 'developer' });
    const refused = await pace.admit(request('m', 1_000), 0);
    refused.failed(new RateLimited('429', 1, { limits: told(8_000, 0) }));
    expect(await waitFor(clock, pace, 4_000)).toBe(30_000);
  });

  it('takes the answer of an older call for older news', async () => {
    const { clock, pace } = pacing({ plan: 'free' });
    const [older, newer] = [await pace.admit(request('m', 1_000), 0), await pace.admit(request('m', 1_000), 0)];
    newer.answered(answer('', { usage: used(1_000), limits: told(8_000, 100) }));
    older.answered(answer('', { usage: used(1_000), limits: told(8_000, 7_000) }));
    expect(await waitFor(clock, pace, 4_100)).toBe(30_000);
  });
});

describe('a share', () => {
  /** Tokens that are let go within ten minutes, each call answered at once with what `left` says is left of 8,000. */
  async function tenMinutes(share: number, left: (tokens: number) => number): Promise<number> {
    const { clock, pace } = pacing({ plan: 'free', share });
    const end = clock.now() + 600_000;
    let sum = 0;
    while (clock.now() < end) {
      await call(pace, 400, told(8_000, left(400)));
      sum += 400;
    }
    return sum;
  }
  const bucketful = 8_000;

  it('is kept while others use theirs', async () => {
    const sum = await tenMinutes(BATCH_SHARE / 4, () => 2_000);
    expect(sum).toBeGreaterThan((80_000 * BATCH_SHARE) / 4);
    expect(sum).toBeLessThan(((80_000 + bucketful) * BATCH_SHARE) / 4 + 800);
  });

  it('is no bound for a job that finds the limit untouched, until what the run may take in all is taken', async () => {
    const sum = await tenMinutes(BATCH_SHARE / 4, () => 5_000);
    expect(sum).toBeGreaterThan(1.1 * ((80_000 + bucketful) * (BATCH_SHARE / 4)));
    expect(sum).toBeLessThan((80_000 * BATCH_SHARE) / 2);
  });

  it('grows where others leave room, and never beyond what a batch run may take', async () => {
    const alone = await tenMinutes(BATCH_SHARE / 4, (tokens) => 8_000 - tokens);
    expect(alone).toBeGreaterThan(1.5 * ((80_000 * BATCH_SHARE) / 4));
    expect(await tenMinutes(BATCH_SHARE, (tokens) => 8_000 - tokens)).toBeLessThan(
      (80_000 + bucketful) * BATCH_SHARE + 800,
    );
  });

  it('shrinks where others take it', async () => {
    expect(await tenMinutes(BATCH_SHARE, () => 0)).toBeLessThan(0.6 * 80_000 * BATCH_SHARE);
  });
});

describe('first come, first served', () => {
  it('lets no small call past a large one that waits', async () => {
    const { pace } = pacing({ plan: 'free' });
    await pace.admit(request('m', 7_000), 0);
    const gone: number[] = [];
    await Promise.all(
      [6_000, 10, 20].map((tokens) => pace.admit(request('m', tokens), 0).then(() => gone.push(tokens))),
    );
    expect(gone).toEqual([6_000, 10, 20]);
  });
});

describe('a wait that is too long to sit out', () => {
  it('pauses for room in the own share once nothing is under way that might bring it sooner', async () => {
    const { clock, pace } = pacing({ plan: 'free', patienceMs: MAX_WAIT_MS });
    const first = await pace.admit(request('m', 8_000), 0);
    const waiting = pace.admit(request('m', 6_000), 0);
    const outcome = expect(waiting).rejects.toMatchObject({ name: 'Paused', waitMs: 45_000 });
    let paused = false;
    waiting.catch(() => {
      paused = true;
    });
    await new Promise(setImmediate);
    expect(paused).toBe(false);
    expect(clock.slept).toEqual([]);
    first.answered(answer('', { usage: used(8_000), limits: told(8_000, 0) }));
    await outcome;
  });

  it("pauses when the day's requests are used up, until one is back and not until all of them are", async () => {
    const { clock, pace } = pacing({ plan: 'free' });
    const back = 24 * 3_600_000;
    await call(pace, 10, told(8_000, 8_000, { limitRequests: 1_000, remainingRequests: 1, resetRequestsMs: back }));
    await call(pace, 10, told(8_000, 8_000, { limitRequests: 1_000, remainingRequests: 0, resetRequestsMs: back }));
    await expect(pace.admit(request(), 0)).rejects.toMatchObject({ name: 'Paused', waitMs: 86_400 });
    clock.advance(86_400);
    await pace.admit(request(), 0);
    await expect(pace.admit(request(), 0)).rejects.toMatchObject({ name: 'Paused', waitMs: 86_400 });
  });

  it('waits no longer than until all of a day are back, at a provider whose day ends at a fixed hour', async () => {
    const { pace } = pacing({ plan: 'free' });
    await call(pace, 10, told(8_000, 8_000, { limitRequests: 1_000, remainingRequests: 0, resetRequestsMs: 40_000 }));
    await expect(pace.admit(request(), 0)).rejects.toMatchObject({ waitMs: 40_000 });
  });

  it("takes a refusal's own word for when a day's request is back", async () => {
    const { clock, pace } = pacing({ plan: 'free' });
    const day = { limitRequests: 1_000, remainingRequests: 1, resetRequestsMs: 86_313_600 };
    await call(pace, 10, told(8_000, 8_000, day));
    const limits = told(8_000, 8_000, { ...day, remainingRequests: 0 });
    (await pace.admit(request(), 0)).failed(new RateLimited('429', 20_000, { limits }));
    expect(await waitFor(clock, pace, 10)).toBe(20_000);
  });

  it("leaves a tenth of the day's requests to others in a batch run", async () => {
    const { pace } = pacing({ plan: 'free', share: BATCH_SHARE });
    const day = { limitRequests: 1_000, remainingRequests: 101, resetRequestsMs: 77_673_600 };
    await call(pace, 10, told(8_000, 8_000, day));
    await call(pace, 10, told(8_000, 8_000, { ...day, remainingRequests: 100 }));
    await expect(pace.admit(request(), 0)).rejects.toMatchObject({ waitMs: expect.closeTo(86_400, -1) });
  });

  it("pauses when the plan's tokens a day are used up", async () => {
    const { pace } = pacing({ plan: 'free' });
    for (let calls = 0; calls < 50; calls++) await call(pace, 4_000, told(8_000, 8_000));
    await expect(pace.admit(request('m', 4_000), 0)).rejects.toMatchObject({
      name: 'Paused',
      waitMs: expect.toSatisfy((ms: number) => ms > MAX_WAIT_MS && ms <= 1_728_000),
    });
  });
});
