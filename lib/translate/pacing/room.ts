import type { LimitHit, RateLimited } from '../errors.ts';
import type { RateLimits } from '../model.ts';
import { Boost } from './boost.ts';
import { type Bucket, fitted } from './bucket.ts';
import { Crowd } from './crowd.ts';
import { DayRoom } from './day-room.ts';
import { type Limits, toldLimits } from './limits.ts';
import { ceilingOf } from './share.ts';
import { type Taken, TokenShare } from './token-share.ts';

const MINUTE_MS = 60_000;

/** What others may have used of the limit since the last answer. */
const UNSEEN = 0.05;
/** Where a minute holds so many calls, answers come all the time, and what others take shows at once. */
const MANY_CALLS = 200;

export interface RoomOptions {
  /** What is assumed until an answer tells of others. */
  readonly limits: Limits;
  /** The plans that the provider may have the account on. */
  readonly plans: readonly Limits[];
  /** The part of each limit a minute that is this pace's own, in (0, 1]. */
  readonly share: number;
}

/** A call that has gone out. */
export interface Sent extends Taken {
  readonly number: number;
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
  readonly #tokens: TokenShare;
  #provider: Bucket | null = null;
  readonly #day: DayRoom;
  readonly #crowd = new Crowd();
  #learned: Partial<Limits> = {};
  readonly #boost: Boost;
  #sent = 0;
  /** What the last call took: the next ones are like it. */
  #callTokens = Number.POSITIVE_INFINITY;
  #newestTold = 0;
  readonly #open = new Map<number, Sent>();

  constructor({ limits, plans, share }: RoomOptions, now: number) {
    this.#plans = plans;
    this.#share = share;
    this.#ceiling = ceilingOf(share);
    this.#limits = limits;
    this.#day = new DayRoom(this.#ceiling);
    this.#tokens = new TokenShare({ share, ceiling: this.#ceiling });
    this.#boost = new Boost(this.#ceiling / share);
    this.#fit(now);
  }

  /** How long until a call may go for what it takes of a minute. */
  minuteWaitMs(tokens: number, now: number): number {
    return Math.max(
      this.#requests?.waitMs(1, now) ?? 0,
      this.#tokens.waitMs(tokens, this.#provider, now),
      this.#provider?.waitMs(tokens + this.#margin(tokens), now) ?? 0,
    );
  }

  /** How long until a call may go for what it takes of a day. */
  dayWaitMs(tokens: number, now: number): number {
    return this.#day.waitMs(tokens, now);
  }

  take(tokens: number, now: number): Sent {
    this.#requests?.take(1, now);
    this.#provider?.take(tokens, now);
    this.#day.take(tokens, now);
    this.#callTokens = tokens;
    const sent = { number: ++this.#sent, ...this.#tokens.take(tokens, now) };
    this.#open.set(sent.number, sent);
    return sent;
  }

  /** `counted` are the tokens that the call came to, those from the provider's cache aside. */
  answered(sent: Sent, counted: number, told: RateLimits, now: number): void {
    this.#open.delete(sent.number);
    this.#crowd.answered();
    const unused = Math.max(0, sent.tokens - counted);
    this.#day.unused(unused, now);
    this.#tokens.unused(unused, sent);
    // Answers come in another order than their calls went out: an older one knows less.
    if (sent.number < this.#newestTold) return;
    const isNews = this.#newestTold === 0 || this.#isNews(told);
    this.#newestTold = sent.number;
    this.#limits = this.#told(told);
    this.#fit(now);
    this.#day.told(told, this.#sentSince(sent).length, now);
    const { tokensPerMinute: limit } = this.#limits;
    if (limit === null || told.remainingTokens === null) return;
    // A provider that gives back what an answer did not use says so by what is left. One that does not has counted all that was reserved.
    const thought = this.#provider?.level(now) ?? 0;
    this.#boost.listen(limit, told.remainingTokens, sent.tokens);
    this.#fit(now);
    this.#believe(told.remainingTokens, sent, now);
    const found = (this.#provider?.level(now) ?? 0) - thought;
    this.#tokens.found(found, now);
    if (isNews) this.#start(told.remainingTokens, sent, now);
  }

  /** A call that was turned away has cost nothing. */
  returned(sent: Sent, now: number): void {
    this.#open.delete(sent.number);
    this.#requests?.give(1, now);
    this.#tokens.give(sent, now);
    this.#provider?.give(sent.tokens, now);
    this.#day.give(sent.tokens, now);
  }

  /** Turned away for the rate: there is less than was thought. */
  refused(sent: Sent, { limits: told, hit }: RateLimited, now: number): void {
    const thought = this.#provider?.level(now) ?? 0;
    this.returned(sent, now);
    this.#provider?.set(thought, now);
    this.#boost.end();
    // A limit that has changed is no crowd: what was under way went out under the old one.
    const isNews = told !== null && this.#isNews(told);
    if (isNews) this.#crowd.pardon(this.#sent);
    else this.#crowd.refused(sent.number, this.#sent, now);
    if (hit !== null) this.#learned = { ...this.#learned, [hit.which]: hit.limit };
    if (told !== null) {
      this.#limits = this.#told(told);
      this.#day.refused(told);
    } else this.#limits = { ...this.#limits, ...this.#learned };
    this.#fit(now);
    if (hit !== null) this.#use(hit, now);
    if (told === null || told.remainingTokens === null) return;
    this.#believe(told.remainingTokens, sent, now);
    if (isNews) this.#start(told.remainingTokens, sent, now);
  }

  /** Whether it leaves the floor to others. */
  get isOfBatchRun(): boolean {
    return this.#ceiling < 1;
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
   * What a batch run leaves in the provider's bucket: room for calls of somebody else's that no answer has told of yet. One call, and half of another the less
   * of the run's calls are this pace's own, or a twentieth of the limit where that is more; of a limit that is hardly more than one call, a quarter.
   */
  #margin(tokens: number): number {
    const limit = this.#limits.tokensPerMinute;
    if (limit === null || !this.isOfBatchRun) return 0;
    const unseenCalls = 1.5 - this.#share / this.#ceiling / 2;
    return Math.max(limit * UNSEEN, Math.min(tokens * unseenCalls, limit / 4));
  }

  #isNews({ limitTokens }: RateLimits): boolean {
    return limitTokens !== null && limitTokens !== this.#limits.tokensPerMinute;
  }

  /** Where a batch run's job begins while others are at work, or a limit is cut, its part of what is left is all that it may use at once. */
  #start(remaining: number, sent: Sent, now: number): void {
    if (this.isOfBatchRun) this.#tokens.begin(remaining, sent, now);
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
  #use(hit: LimitHit, now: number): void {
    this.#day.use(hit, now);
    const { which, limit, used } = hit;
    const bucket = which === 'requestsPerMinute' ? this.#requests : which === 'tokensPerMinute' ? this.#provider : null;
    bucket?.set(Math.min(bucket.level(now), limit - used), now);
  }

  /** The part of what comes back that may be counted on because the next answer is near. */
  #seenAtOnce(): number {
    const calls = (this.#limits.tokensPerMinute ?? 0) / this.#callTokens;
    return Math.min(this.#ceiling / 2, calls / MANY_CALLS);
  }

  #sentSince(sent: Sent): Sent[] {
    return [...this.#open.values()].filter(({ number }) => number > sent.number);
  }

  #fit(now: number): void {
    const { requestsPerMinute, tokensPerMinute } = this.#limits;
    const part = (limit: number | null, of: number) => (limit === null ? null : limit * of);
    const times = this.#boost.times * this.#crowd.part(now);
    this.#requests = fitted(this.#requests, part(requestsPerMinute, this.#share), MINUTE_MS, now, times);
    this.#tokens.fit(tokensPerMinute, times, now);
    // Of what comes back until the next answer, others take their part.
    const back = Math.min(1, Math.max(this.#share * times, this.#seenAtOnce()));
    this.#provider = fitted(this.#provider, tokensPerMinute, MINUTE_MS, now, back);
    this.#day.fit(this.#limits, now);
  }
}
