import type { LimitHit } from '../errors.ts';
import type { RateLimits } from '../model.ts';
import { type Bucket, fitted } from './bucket.ts';
import { RequestsLeft } from './day.ts';
import type { Limits } from './limits.ts';

const DAY_MS = 24 * 3_600_000;

/**
 * What is left of a model's limits a day. Each pace knows its own use alone, and what the answers say of requests; where all of them use a day up, the provider's
 * refusal says when to come back.
 */
export class DayRoom {
  readonly #ceiling: number;
  readonly #left: RequestsLeft;
  #tokens: Bucket | null = null;
  #requests: Bucket | null = null;

  /** `ceiling` is the part of the limits that may be used. */
  constructor(ceiling: number) {
    this.#ceiling = ceiling;
    this.#left = new RequestsLeft(ceiling);
  }

  waitMs(tokens: number, now: number): number {
    return Math.max(
      this.#left.waitMs(now),
      this.#tokens?.waitMs(tokens, now) ?? 0,
      this.#requests?.waitMs(1, now) ?? 0,
    );
  }

  take(tokens: number, now: number): void {
    this.#tokens?.take(tokens, now);
    this.#requests?.take(1, now);
    this.#left.take();
  }

  /** Tokens that an answer did not use. */
  unused(tokens: number, now: number): void {
    this.#tokens?.give(tokens, now);
  }

  /** A call that was turned away has cost nothing. */
  give(tokens: number, now: number): void {
    this.#tokens?.give(tokens, now);
    this.#requests?.give(1, now);
    this.#left.give();
  }

  /** `sentSince` are the calls that the answer cannot have counted. */
  told(told: RateLimits, sentSince: number, now: number): void {
    this.#left.told(told, sentSince, now);
  }

  refused(told: RateLimits): void {
    this.#left.refused(told);
  }

  /** What a refusal says is used is not there, whatever was thought. */
  use({ which, limit, used }: LimitHit, now: number): void {
    const bucket = which === 'tokensPerDay' ? this.#tokens : which === 'requestsPerDay' ? this.#requests : null;
    bucket?.set(Math.min(bucket.level(now), limit - used), now);
  }

  fit({ tokensPerDay, requestsPerDay }: Limits, now: number): void {
    const part = (limit: number | null) => (limit === null ? null : limit * this.#ceiling);
    this.#tokens = fitted(this.#tokens, part(tokensPerDay), DAY_MS, now);
    this.#requests = fitted(this.#requests, part(requestsPerDay), DAY_MS, now);
  }
}
