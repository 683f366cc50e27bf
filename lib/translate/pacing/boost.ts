/**
 * How much faster a pace goes after an answer that found the limit unused by others, and how much slower after one that did not: dozens of answers bring it
 * what a few take back, so that processes that are all at work hardly leave their shares (`bench/pacing.ts`).
 */
const FASTER = 1.02;
const SLOWER = 0.5;

/** How many times its share a pace may use: over 1 while others leave their part unused. */
export class Boost {
  readonly #most: number;
  #times = 1;

  constructor(most: number) {
    this.#most = most;
  }

  get times(): number {
    return this.#times;
  }

  end(): void {
    this.#times = 1;
  }

  /** Where a call of `tokens` has found the provider's bucket full, and `remaining` are left after it, others leave room. */
  listen(limit: number, remaining: number, tokens: number): void {
    const others = limit - remaining - tokens;
    if (remaining < limit / 2) this.#times = 1;
    else if (others > tokens / 4) this.#times = Math.max(1, this.#times * SLOWER);
    else this.#times = Math.min(this.#most, this.#times * FASTER);
  }
}
