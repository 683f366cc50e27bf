import { describe, expect, it } from 'vitest';
import { RateLimited, RequestTooLarge } from '../../../lib/translate/errors.ts';
import { MAX_WAIT_MS, Paused } from '../../../lib/translate/pacing/paused.ts';
import { answer } from '../../fakes/scripted-model.ts';
import { pacing, request } from './world.ts';

const refusal = (ms: number) => new RateLimited('429', ms);

describe('after a refusal', () => {
  it('holds every call to the model back until the time that was said, and no other model', async () => {
    const { clock, pace } = pacing();
    (await pace.admit(request(), 0)).failed(refusal(5_000));
    await pace.admit(request('b'), 0);
    expect(clock.slept).toEqual([]);
    await pace.admit(request(), 0);
    expect(clock.slept).toEqual([5_000]);
  });

  it('is not shortened by a later, shorter one', async () => {
    const { clock, pace } = pacing();
    const [one, two] = [await pace.admit(request(), 0), await pace.admit(request(), 0)];
    one.failed(refusal(9_000));
    two.failed(refusal(1_000));
    await pace.admit(request(), 0);
    expect(clock.slept).toEqual([9_000]);
  });

  it('sends one call ahead, and the others when that is answered', async () => {
    const { pace } = pacing({ plan: 'free' });
    (await pace.admit(request(), 0)).failed(refusal(5_000));
    const gone: number[] = [];
    const admissions = [0, 1, 2].map(async (place) => {
      const admission = await pace.admit(request(), place === 2 ? 1 : 0);
      gone.push(place);
      return admission;
    });
    const probe = await admissions[2]!;
    await new Promise(setImmediate);
    // The one that was refused goes first.
    expect(gone).toEqual([2]);
    probe.answered(answer(''));
    await Promise.all(admissions);
    expect(gone).toEqual([2, 0, 1]);
  });

  it('sends another one ahead when the first brought no answer', async () => {
    const { pace } = pacing();
    (await pace.admit(request(), 0)).failed(refusal(5_000));
    const gone: number[] = [];
    const admissions = [0, 1, 2].map((place) => pace.admit(request(), 0).finally(() => gone.push(place)));
    (await admissions[0]!).failed(new Error('reset'));
    const second = await admissions[1]!;
    await new Promise(setImmediate);
    expect(gone).toEqual([0, 1]);
    second.answered(answer(''));
    await admissions[2];
  });

  it('comes back later than it was told, by up to a tenth, and never so late that it would have to pause', async () => {
    for (const [told, waited] of [
      [20_000, 21_000],
      [1_000, 1_125],
      [MAX_WAIT_MS, MAX_WAIT_MS],
    ] as const) {
      const { clock, pace } = pacing({ random: () => 0.5 });
      (await pace.admit(request(), 0)).failed(refusal(told));
      await pace.admit(request(), 0);
      expect(clock.slept).toEqual([waited]);
    }
  });

  it('sits out the longest wait it may, and pauses all calls beyond it', async () => {
    const { clock, pace } = pacing();
    (await pace.admit(request(), 0)).failed(refusal(MAX_WAIT_MS));
    const probe = await pace.admit(request(), 0);
    expect(clock.slept).toEqual([MAX_WAIT_MS]);
    probe.failed(refusal(MAX_WAIT_MS + 1));
    for (const all of [0, 0]) {
      await expect(pace.admit(request(), all)).rejects.toMatchObject({ name: 'Paused', waitMs: MAX_WAIT_MS + 1 });
    }
  });
});

describe('the deadline of a job', () => {
  it('pauses before a short wait that would end after it', async () => {
    const { pace } = pacing({ deadlineMs: 4_000 });
    (await pace.admit(request(), 0)).failed(refusal(5_000));
    await expect(pace.admit(request(), 0)).rejects.toMatchObject({ waitMs: 5_000 });
  });

  it('lets no call begin once it has come', async () => {
    const { clock, pace } = pacing({ deadlineMs: 4_000 });
    clock.advance(3_999);
    await pace.admit(request(), 0);
    clock.advance(1);
    await expect(pace.admit(request(), 0)).rejects.toBeInstanceOf(Paused);
  });

  it('ends the wait of a call in the queue, also while another job goes on waiting', async () => {
    const { clock, pacer } = pacing({ plan: 'free' });
    const late = pacer.until(clock.now() + 3_600_000);
    const soon = pacer.until(clock.now() + 2_000);
    await late.admit(request('m', 8_000), 0);
    const other = late.admit(request('m', 1_000), 0);
    await expect(soon.admit(request('m', 100), 0)).rejects.toMatchObject({ message: expect.stringContaining('end') });
    expect(clock.slept.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(4_000);
    await other;
  });
});

describe('a call that is turned away at the door', () => {
  it('costs nothing: one that was too large does not hold back its halves', async () => {
    const { clock, pace } = pacing({ plan: 'free' });
    (await pace.admit(request('m', 30_000), 0)).failed(new RequestTooLarge('413'));
    await pace.admit(request('m', 8_000), 0);
    expect(clock.slept).toEqual([]);
  });
});
