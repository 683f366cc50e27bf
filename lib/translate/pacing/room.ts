import type { LimitHit, RateLimited } from '../errors.ts';
import type { RateLimits } from '../model.ts';
import { type Bucket, fitted } from './bucket.ts';
import { Crowd } from './crowd.ts';
import { RequestsLeft } from './day.ts';
import { type Limits, toldLimits } from './limits.ts';
import { ceilingOf } from './share.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/**
 * How much faster a pace goes after an answer that found the limit unused by others, and how much slower after one that did not: dozens of answers bring it
 * what a few take back, so that processes that are all at work hardly leave their shares (`bench/pacing.ts`).
 */
const FASTER = 1.02;
const SLOWER = 0.5;
/** What others may have used of the limit since the last answer. */
const UNSEEN = 0.05;

export interface RoomOptions {
  /** What is assumed until an answer tells of others. */
  readonly limits: Limits;
  /** The plans that the provider may have the account on. */
  readonly plans: readonly Limits[];
  /** The part of each limit a minute that is this pace's own, in (0, 1]. */
  readonly share: number;
}

/** A call that has gone out. */
export interface Sent {
  readonly number: number;
  readonly tokens: number;
  /** What was thought to be left of the provider's tokens after it. */
  readonly left: number;
}

/**
 * How much room there is under one model's limits. Of what a minute allows, a pace has two accounts: its own share, which says what it may use, and the
 * provider's, as the last answer told it, which says what is there at all. A call needs room in both.
 */
export class Room {
  readonly #plans: readonly Limits[];
  readonly #share: number;
  readonly #ceiling: number;
  #limits: Limits;
  #requests: Bucket | null = null;
  #tokens: Bucket | null = null;
  #provider: Bucket | null = null;
  #tokensOfDay: Bucket | null = null;
  #requestsOfDay: Bucket | null = null;
  readonly #day: RequestsLeft;
  readonly #crowd = new Crowd();
  #learned: Partial<Limits> = {};
  /** Over 1 while others leave their part unused. */
  #boost = 1;
  #sent = 0;
  #newestTold = 0;
  readonly #open = new Map<number, Sent>();

  constructor({ limits, plans, share }: RoomOptions, now: number) {
    this.#plans = plans;
    this.#share = share;
    this.#ceiling = ceilingOf(share);
    this.#limits = limits;
    this.#day = new RequestsLeft(this.#ceiling);
    this.#fit(now);
  }

  /** How long until a call may go for what it takes of a minute. */
  minuteWaitMs(tokens: number, now: number): number {
    return Math.max(
      this.#requests?.waitMs(1, now) ?? 0,
      this.#tokens?.waitMs(tokens, now) ?? 0,
      this.#provider?.waitMs(tokens + this.#margin(tokens), now) ?? 0,
    );
  }

  /** How long until a call may go for what it takes of a day. */
  dayWaitMs(tokens: number, now: number): number {
    return Math.max(
      this.#day.waitMs(now),
      this.#tokensOfDay?.waitMs(tokens, now) ?? 0,
      this.#requestsOfDay?.waitMs(1, now) ?? 0,
    );
  }

  take(tokens: number, now: number): Sent {
    this.#requests?.take(1, now);
    this.#tokens?.take(tokens, now);
    this.#provider?.take(tokens, now);
    this.#tokensOfDay?.take(tokens, now);
    this.#requestsOfDay?.take(1, now);
    this.#day.take();
    const sent = { number: ++this.#sent, tokens, left: this.#provider?.level(now) ?? 0 };
    this.#open.set(sent.number, sent);
    return sent;
  }

  /** `counted` are the tokens that the call came to, those from the provider's cache aside. */
  answered(sent: Sent, counted: number, told: RateLimits, now: number): void {
    this.#open.delete(sent.number);
    const unused = Math.max(0, sent.tokens - counted);
    this.#tokensOfDay?.give(unused, now);
    // Answers come in another order than their calls went out: an older one knows less.
    if (sent.number < this.#newestTold) return;
    this.#newestTold = sent.number;
    this.#limits = this.#told(told);
    this.#fit(now);
    this.#day.told(told, this.#sentSince(sent).length, now);
    const { tokensPerMinute: limit } = this.#limits;
    if (limit === null || told.remainingTokens === null) return;
    // A provider that gives back what an answer did not use says so by what is left. One that does not has counted all that was reserved.
    this.#tokens?.give(Math.min(unused, Math.max(0, told.remainingTokens - sent.left)), now);
    this.#listen(limit, told.remainingTokens, sent);
    this.#fit(now);
    this.#believe(told.remainingTokens, sent, now);
  }

  /** A call that was turned away has cost nothing. */
  returned(sent: Sent, now: number): void {
    this.#open.delete(sent.number);
    this.#requests?.give(1, now);
    this.#tokens?.give(sent.tokens, now);
    this.#provider?.give(sent.tokens, now);
    this.#tokensOfDay?.give(sent.tokens, now);
    this.#requestsOfDay?.give(1, now);
    this.#day.give();
  }

  /** Turned away for the rate: there is less than was thought. */
  refused(sent: Sent, { limits: told, hit }: RateLimited, now: number): void {
    const thought = this.#provider?.level(now) ?? 0;
    this.returned(sent, now);
    this.#provider?.set(thought, now);
    this.#boost = 1;
    // A limit that has changed is no crowd: what was under way went out under the old one.
    const isNews = told?.limitTokens != null && told.limitTokens !== this.#limits.tokensPerMinute;
    if (isNews) this.#crowd.pardon(this.#sent);
    else this.#crowd.refused(sent.number, this.#sent, now);
    if (hit !== null) this.#learned = { ...this.#learned, [hit.which]: hit.limit };
    if (told !== null) {
      this.#limits = this.#told(told);
      this.#day.refused(told);
    } else this.#limits = { ...this.#limits, ...this.#learned };
    this.#fit(now);
    if (hit !== null) this.#use(hit, now);
    if (told !== null && told.remainingTokens !== null) this.#believe(told.remainingTokens, sent, now);
  }

  /** Whether any limit a minute is known, so that refusals are the exception. */
  get isKnown(): boolean {
    return this.#limits.tokensPerMinute !== null || this.#limits.requestsPerMinute !== null;
  }

  /** No answer: it may have been counted all the same. */
  lost(sent: Sent): void {
    this.#open.delete(sent.number);
  }

  /**
   * What a batch run leaves in the provider's bucket: room for calls of somebody else's that no answer has told of yet. One call, or a twentieth of the
   * limit where that is more; of a limit that is hardly more than one call, a quarter.
   */
  #margin(tokens: number): number {
    const limit = this.#limits.tokensPerMinute;
    if (limit === null || this.#ceiling === 1) return 0;
    return Math.max(limit * UNSEEN, Math.min(tokens, limit / 4));
  }

  /** Where a call has found the provider's bucket full, others leave room, and this pace may go faster than its share. */
  #listen(limit: number, remaining: number, sent: Sent): void {
    const others = limit - remaining - sent.tokens;
    const most = this.#ceiling / this.#share;
    if (remaining < limit / 2) this.#boost = 1;
    else if (others > sent.tokens / 4) this.#boost = Math.max(1, this.#boost * SLOWER);
    else this.#boost = Math.min(most, this.#boost * FASTER);
  }

  /** Sets the provider's account to what an answer says, less what has gone out since. */
  #believe(remaining: number, sent: Sent, now: number): void {
    const since = this.#sentSince(sent).reduce((sum, { tokens }) => sum + tokens, 0);
    this.#provider?.set(remaining - since, now);
  }

  #told(told: RateLimits): Limits {
    return toldLimits(told, { plans: this.#plans, before: this.#limits, learned: this.#learned });
  }

  /** What a refusal says is used is not there, whatever was thought. */
  #use({ which, limit, used }: LimitHit, now: number): void {
    const buckets = {
      requestsPerMinute: this.#requests,
      requestsPerDay: this.#requestsOfDay,
      tokensPerMinute: this.#provider,
      tokensPerDay: this.#tokensOfDay,
    };
    const bucket = buckets[which];
    bucket?.set(Math.min(bucket.level(now), limit - used), now);
  }

  #sentSince(sent: Sent): Sent[] {
    return [...this.#open.values()].filter(({ number }) => number > sent.number);
  }

  #fit(now: number): void {
    const { requestsPerMinute, tokensPerMinute, tokensPerDay, requestsPerDay } = this.#limits;
    const part = (limit: number | null, of: number) => (limit === null ? null : limit * of);
    const times = this.#boost * this.#crowd.part(now);
    this.#requests = fitted(this.#requests, part(requestsPerMinute, this.#share), MINUTE_MS, now, times);
    this.#tokens = fitted(this.#tokens, part(tokensPerMinute, this.#share), MINUTE_MS, now, times);
    // Of what comes back until the next answer, others take their part.
    this.#provider = fitted(this.#provider, tokensPerMinute, MINUTE_MS, now, Math.min(1, this.#share * times));
    // Of a day each pace knows its own use alone; where all of them use it up, the provider's refusal says when to come back.
    this.#tokensOfDay = fitted(this.#tokensOfDay, part(tokensPerDay, this.#ceiling), DAY_MS, now);
    this.#requestsOfDay = fitted(this.#requestsOfDay, part(requestsPerDay, this.#ceiling), DAY_MS, now);
  }
}
