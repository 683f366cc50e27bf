/** Below this a rounding error and no lack: who has waited exactly as long as it was told to may go. */
const EPSILON = 1e-6;

/**
 * Room under one limit, which grows continuously up to its capacity, as the provider's own does (`data/models.json` names the source). Times are
 * milliseconds. It may be overdrawn: a call that is larger than the bucket goes when that is full, and the next one waits until the debt is paid.
 */
export class Bucket {
  #capacity: number;
  #perMs: number;
  #level: number;
  #at: number;

  /** It starts full, and is full again after `windowMs`. */
  constructor(capacity: number, windowMs: number, now: number) {
    this.#capacity = capacity;
    this.#perMs = capacity / windowMs;
    this.#level = capacity;
    this.#at = now;
  }

  level(now: number): number {
    // A clock that is set back must not empty the bucket.
    const elapsed = Math.max(0, now - this.#at);
    this.#level = Math.min(this.#capacity, this.#level + elapsed * this.#perMs);
    this.#at = now;
    return this.#level;
  }

  /** How long until there is room for `amount`, or until it is full where it never can be. */
  waitMs(amount: number, now: number): number {
    const lacking = Math.min(amount, this.#capacity) - this.level(now);
    // In whole milliseconds, as timers are: a clock cannot show the thousandth of one that would be left.
    return lacking <= EPSILON ? 0 : Math.ceil(lacking / this.#perMs);
  }

  take(amount: number, now: number): void {
    this.#level = this.level(now) - amount;
  }

  give(amount: number, now: number): void {
    this.#level = Math.min(this.#capacity, this.level(now) + amount);
  }

  set(level: number, now: number): void {
    this.level(now);
    this.#level = Math.min(this.#capacity, level);
  }

  /** Lets it fill so many times as fast as its capacity says. */
  fill(capacity: number, windowMs: number, now: number, times = 1): void {
    const level = this.level(now);
    // What was used stays used where the limit turns out to be higher; where it is lower, what is left is at most the whole of it.
    this.#level = Math.min(capacity, level + Math.max(0, capacity - this.#capacity));
    this.#capacity = capacity;
    this.#perMs = (capacity / windowMs) * times;
  }
}

/** The bucket for a limit that may have changed since; null where there is none. */
export function fitted(
  bucket: Bucket | null,
  capacity: number | null,
  windowMs: number,
  now: number,
  times = 1,
): Bucket | null {
  if (capacity === null) return null;
  if (bucket === null) return new Bucket(capacity, windowMs, now);
  bucket.fill(capacity, windowMs, now, times);
  return bucket;
}
