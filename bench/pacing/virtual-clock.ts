import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../lib/translate/clock.ts';

interface Event {
  readonly at: number;
  readonly order: number;
  readonly happen: () => void;
}

/** Time as a queue of events: it jumps from one to the next as soon as nothing more is to be done at the last. */
export class VirtualClock implements Clock {
  #now = Date.UTC(2026, 10, 20);
  #order = 0;
  readonly #events: Event[] = [];
  #holds = 0;

  now(): number {
    return this.#now;
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#add({ at: this.#now + Math.max(0, ms), order: ++this.#order, happen: resolve });
    });
  }

  /** Lets time stand still until what it returns is called: for what takes turns of the event loop, such as an import, and no time. */
  hold(): () => void {
    this.#holds++;
    return () => {
      this.#holds--;
    };
  }

  /** Lets time pass until `work` is done. */
  async run(work: Promise<unknown>): Promise<void> {
    let done = false;
    const over = work.finally(() => {
      done = true;
    });
    for (;;) {
      // All that follows from the last event has happened once the microtasks are through.
      await setImmediate();
      if (done) return void (await over);
      if (this.#holds > 0) continue;
      const next = this.#events[0];
      if (next === undefined) throw new Error('nothing is left to happen, and the work is not done');
      this.#remove();
      this.#now = next.at;
      next.happen();
    }
  }

  #add(event: Event): void {
    const heap = this.#events;
    let place = heap.push(event) - 1;
    for (let above = (place - 1) >> 1; place > 0 && isBefore(event, heap[above]); above = (place - 1) >> 1) {
      heap[place] = heap[above] as Event;
      place = above;
    }
    heap[place] = event;
  }

  #remove(): void {
    const heap = this.#events;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let place = 0;
    for (;;) {
      let below = 2 * place + 1;
      const [left, right] = [heap[below], heap[below + 1]];
      if (left === undefined) break;
      if (right !== undefined && isBefore(right, left)) below++;
      const child = heap[below] as Event;
      if (!isBefore(child, last)) break;
      heap[place] = child;
      place = below;
    }
    heap[place] = last;
  }
}

const isBefore = (a: Event, b: Event | undefined) =>
  b === undefined || a.at < b.at || (a.at === b.at && a.order < b.order);
