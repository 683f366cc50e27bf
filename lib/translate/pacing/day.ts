import type { RateLimits } from '../model.ts';

/** What the answers say of the requests that are left of a day. */
export class RequestsLeft {
  #left = Number.POSITIVE_INFINITY;
  #resetAt = 0;
  readonly #ceiling: number;

  /** `ceiling` is the part of the limit that may be used. */
  constructor(ceiling: number) {
    this.#ceiling = ceiling;
  }

  /** How long until the day's requests are back; 0 while some are left. */
  waitMs(now: number): number {
    return this.#left >= 1 ? 0 : Math.max(0, this.#resetAt - now);
  }

  take(): void {
    this.#left--;
  }

  /** `sentSince` are the calls that the answer cannot have counted. */
  told({ limitRequests, remainingRequests, resetRequestsMs }: RateLimits, sentSince: number, now: number): void {
    // Without a time to come back at there is nothing to wait for: the refusal will say when.
    if (remainingRequests === null || resetRequestsMs === null) {
      this.#left = Number.POSITIVE_INFINITY;
      return;
    }
    this.#left = remainingRequests - (1 - this.#ceiling) * (limitRequests ?? 0) - sentSince;
    this.#resetAt = now + resetRequestsMs;
  }
}
