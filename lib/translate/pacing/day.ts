import type { RateLimits } from '../model.ts';

const DAY_MS = 24 * 3_600_000;

/**
 * What the answers say of the requests that are left of a day. They come back continuously, a day's limit in a day: Groq's own example is full again after
 * 2m59.56s with 30 of 14,400 used. So the reset header, which is the time until all of them are back, is no time to wait for one.
 */
export class RequestsLeft {
  #left = Number.POSITIVE_INFINITY;
  #perMs = 0;
  #toldAt = 0;
  /** By then all are back, also at a provider whose day ends at a fixed hour. */
  #fullAt = Number.POSITIVE_INFINITY;
  readonly #ceiling: number;

  /** `ceiling` is the part of the limit that may be used. */
  constructor(ceiling: number) {
    this.#ceiling = ceiling;
  }

  /** How long until a request may go; 0 while some are left. */
  waitMs(now: number): number {
    const lacking = 1 - this.#left;
    if (lacking <= 0) return 0;
    const backAt = this.#perMs > 0 ? this.#toldAt + lacking / this.#perMs : Number.POSITIVE_INFINITY;
    const at = Math.min(backAt, this.#fullAt);
    // Without a time to come back at there is nothing to wait for: the refusal will say when.
    return Number.isFinite(at) ? Math.max(0, Math.ceil(at - now)) : 0;
  }

  take(): void {
    this.#left--;
  }

  /** A request that was turned away is not counted. */
  give(): void {
    this.#left++;
  }

  /** `sentSince` are the calls that the answer cannot have counted. An answer that says nothing changes nothing. */
  told({ limitRequests, remainingRequests, resetRequestsMs }: RateLimits, sentSince: number, now: number): void {
    if (remainingRequests === null) return;
    this.#left = remainingRequests - (1 - this.#ceiling) * (limitRequests ?? 0) - sentSince;
    this.#perMs = (limitRequests ?? 0) / DAY_MS;
    this.#toldAt = now;
    this.#fullAt = resetRequestsMs === null ? Number.POSITIVE_INFINITY : now + resetRequestsMs;
  }

  /** Refused for the day: the refusal itself says when to come back, and the next answer how many are left then. */
  refused({ remainingRequests }: RateLimits): void {
    if (remainingRequests !== null && remainingRequests < 1) this.#left = Number.POSITIVE_INFINITY;
  }
}
