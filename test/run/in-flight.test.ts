import { describe, expect, it } from 'vitest';
import { InFlight } from '../../lib/run/in-flight.ts';

const soon = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('work in flight', () => {
  it('is never more than so much at once, and all done at the end', async () => {
    const flight = new InFlight(3);
    let [now, most, done] = [0, 0, 0];
    for (let index = 0; index < 10; index++)
      await flight.add(async () => {
        most = Math.max(most, ++now);
        await soon();
        now--;
        done++;
      });
    await flight.end();
    expect([most, done]).toEqual([3, 10]);
  });

  it('tells of what went wrong, and begins nothing more', async () => {
    const flight = new InFlight(2);
    await flight.add(async () => {
      await soon();
      throw new Error('full');
    });
    await expect(flight.add(soon)).rejects.toThrow('full');
    let begun = false;
    const begin = async () => {
      begun = true;
    };
    await expect(flight.add(begin)).rejects.toThrow('full');
    await expect(flight.end()).rejects.toThrow('full');
    expect(begun).toBe(false);
  });
});
