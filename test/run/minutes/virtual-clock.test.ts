import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../lib/run/minutes/virtual-clock.ts';

describe('the virtual clock', () => {
  it('wakes sleepers in the order of their times, and those of one moment in the order in which they lay down', async () => {
    const clock = new VirtualClock(1_000);
    const woken: string[] = [];
    const sleeper = async (name: string, ms: number) => {
      await clock.sleep(ms);
      woken.push(`${name} at ${clock.now()}`);
    };
    const sleepers = [sleeper('late', 3_600_000), sleeper('first', 5), sleeper('second', 5), sleeper('now', 0)];
    await clock.run(Promise.all(sleepers));
    expect(woken).toEqual(['now at 1000', 'first at 1005', 'second at 1005', 'late at 3601000']);
  });

  it('never goes back: who sleeps for less than nothing wakes now', async () => {
    const clock = new VirtualClock(10);
    await clock.run(clock.sleep(-5));
    expect(clock.now()).toBe(10);
  });

  it('stands still while it is held', async () => {
    const clock = new VirtualClock();
    let isHeld = true;
    const seen: number[] = [];
    const release = async () => {
      for (let turn = 0; turn < 5; turn++) {
        await setImmediate();
        seen.push(clock.now());
      }
      isHeld = false;
    };
    await clock.run(Promise.all([clock.sleep(60), release()]), () => isHeld);
    expect(seen).toEqual([0, 0, 0, 0, 0]);
    expect(clock.now()).toBe(60);
  });

  it('says that nothing can happen any more, and hands on what the work has thrown', async () => {
    await expect(new VirtualClock().run(new Promise(() => undefined))).rejects.toThrow('nothing is left to happen');
    await expect(new VirtualClock().run(Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  });
});
