import { setImmediate } from 'node:timers/promises';
import TinyQueue from 'tinyqueue';
import type { Clock } from '../../translate/clock.ts';

interface Event {
  readonly at: number;
  readonly order: number;
  readonly happen: () => void;
}

/** Time as a queue of events: it jumps from one to the next as soon as nothing more is to be done at the last. */
export class VirtualClock implements Clock {
  #now: number;
  #order = 0;
  readonly #events = new TinyQueue<Event>([], (a, b) => a.at - b.at || a.order - b.order);

  /** It begins at `now`, ms since 1970. */
  constructor(now = 0) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#events.push({ at: this.#now + Math.max(0, ms), order: ++this.#order, happen: resolve });
    });
  }

  /** Lets time pass until `work` is done, and none of it while it `isHeld`: for what takes turns of the event loop and no time, such as an import. */
  async run(work: Promise<unknown>, isHeld: () => boolean = () => false): Promise<void> {
    let done = false;
    const over = work.finally(() => {
      done = true;
    });
    // It is awaited when this turn of the loop is over.
    over.catch(() => undefined);
    for (;;) {
      // All that follows from the last event has happened once the microtasks are through.
      await setImmediate();
      if (done) return void (await over);
      if (isHeld()) continue;
      const next = this.#events.pop();
      if (next === undefined) throw new Error('nothing is left to happen, and the work is not done');
      this.#now = next.at;
      next.happen();
    }
  }
}
