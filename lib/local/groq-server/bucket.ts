/** Below this a rounding error, not an excess: who waits exactly as long as told must be let in. */
const EPSILON = 1e-6;

/** One limit: it fills with what is asked for and drains continuously, a whole limit in one window. Times are milliseconds. */
export class Bucket {
  readonly limit: number;
  readonly #drainPerMs: number;
  #used = 0;
  #at: number;

  constructor(limit: number, windowMs: number, at: number) {
    this.limit = limit;
    this.#drainPerMs = limit / windowMs;
    this.#at = at;
  }

  used(at: number): number {
    // A clock that is set back must not fill the bucket.
    const elapsed = Math.max(0, at - this.#at);
    this.#used = Math.max(0, this.#used - elapsed * this.#drainPerMs);
    this.#at = at;
    return this.#used;
  }

  /** How long until `cost` fits: (used + cost - limit) / drain rate; 0 when it does now. */
  waitMs(cost: number, at: number): number {
    const excess = this.used(at) + cost - this.limit;
    return excess <= EPSILON ? 0 : excess / this.#drainPerMs;
  }

  /** Adds a cost, or takes back what was added too much. */
  add(cost: number, at: number): void {
    this.#used = Math.max(0, this.used(at) + cost);
  }

  remaining(at: number): number {
    return Math.max(0, Math.floor(this.limit - this.used(at)));
  }

  /** How long until it is empty. */
  resetMs(at: number): number {
    return this.used(at) / this.#drainPerMs;
  }
}
