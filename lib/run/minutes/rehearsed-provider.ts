import type { Clock } from '../../translate/clock.ts';
import { RateLimited } from '../../translate/errors.ts';
import type { RateLimits } from '../../translate/model.ts';
import { type Bucket, fitted } from '../../translate/pacing/bucket.ts';
import type { Limits } from '../../translate/pacing/limits.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

export interface RehearsedCall {
  /** Tokens that the provider sets aside: the prompt's, and all the room that is asked for the answer. */
  readonly reservedTokens: number;
  /** Those that it comes to. */
  readonly usedTokens: number;
}

/** One model's limits at a provider whom nobody else asks: it lets in what they hold, tells what is left of them, and gives back what an answer did not use. */
export class RehearsedProvider {
  readonly #clock: Clock;
  readonly #limits: Limits;
  readonly #requestsMinute: Bucket | null;
  readonly #requestsDay: Bucket | null;
  readonly #tokensMinute: Bucket | null;
  readonly #tokensDay: Bucket | null;

  constructor(clock: Clock, limits: Limits) {
    this.#clock = clock;
    this.#limits = limits;
    const now = clock.now();
    this.#requestsMinute = fitted(null, limits.requestsPerMinute, MINUTE_MS, now);
    this.#requestsDay = fitted(null, limits.requestsPerDay, DAY_MS, now);
    this.#tokensMinute = fitted(null, limits.tokensPerMinute, MINUTE_MS, now);
    this.#tokensDay = fitted(null, limits.tokensPerDay, DAY_MS, now);
  }

  /** What is left when the answer has come, after so many ms. @throws RateLimited */
  async call({ reservedTokens, usedTokens }: RehearsedCall, answersAfterMs: number): Promise<RateLimits> {
    const now = this.#clock.now();
    const takes = [
      [this.#requestsMinute, 1],
      [this.#requestsDay, 1],
      [this.#tokensMinute, reservedTokens],
      [this.#tokensDay, reservedTokens],
    ] as const;
    const waitMs = Math.max(...takes.map(([bucket, amount]) => bucket?.waitMs(amount, now) ?? 0));
    if (waitMs > 0) throw new RateLimited('refused in rehearsal', waitMs, { limits: this.#left(now) });
    for (const [bucket, amount] of takes) bucket?.take(amount, now);
    await this.#clock.sleep(answersAfterMs);
    const then = this.#clock.now();
    for (const bucket of [this.#tokensMinute, this.#tokensDay]) bucket?.give(reservedTokens - usedTokens, then);
    return this.#left(then);
  }

  #left(now: number): RateLimits {
    const { tokensPerMinute, requestsPerDay } = this.#limits;
    const remainingTokens = this.#tokensMinute?.level(now) ?? null;
    const remainingRequests = this.#requestsDay?.level(now) ?? null;
    return {
      limitTokens: tokensPerMinute,
      remainingTokens: whole(remainingTokens),
      resetTokensMs: fullIn(tokensPerMinute, remainingTokens, MINUTE_MS),
      limitRequests: requestsPerDay,
      remainingRequests: whole(remainingRequests),
      resetRequestsMs: fullIn(requestsPerDay, remainingRequests, DAY_MS),
    };
  }
}

const whole = (left: number | null) => (left === null ? null : Math.max(0, Math.floor(left)));

const fullIn = (limit: number | null, left: number | null, windowMs: number) =>
  limit === null || left === null ? null : (1 - left / limit) * windowMs;
