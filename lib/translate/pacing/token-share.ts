import { type Bucket, fitted } from './bucket.ts';

const MINUTE_MS = 60_000;
/** Of the limit, what is left at least where the run's jobs have only just begun. */
const UNTOUCHED = 0.5;
/** Of the limit, what a job that begins beside others leaves them at most, at first. */
const LEFT_AT_MOST = 0.15;

export interface TokenShareOptions {
  /** The part of the limit that is this pace's own, in (0, 1]. */
  readonly share: number;
  /** What all jobs of the run may take of it together. */
  readonly ceiling: number;
}

/** What a call has taken of it. */
export interface Taken {
  readonly tokens: number;
  /** Those of them that its own share held. */
  readonly own: number;
}

/**
 * What a pace may use of a limit of tokens a minute: its own share at any time, and more where the provider's bucket shows that the run's other jobs leave theirs.
 * What it borrows so is never owed: it is there only as long as nobody else takes it. In the provider's bucket stays what stays there when the run takes all that it
 * may and nobody else takes anything: the floor at first, and a floor more each minute.
 */
export class TokenShare {
  readonly #share: number;
  readonly #ceiling: number;
  #limit: number | null = null;
  #own: Bucket | null = null;
  /** What all jobs of the run may take: one of them never borrows beyond that. */
  #all: Bucket | null = null;
  /** What stays in the provider's bucket, and since when it grows; null until an answer has told what is left. */
  #kept: { readonly tokens: number; readonly since: number } | null = null;
  /** Of what answered calls have taken, what they did not use and no answer has shown yet; and what of it was the share's own. */
  #unused = 0;
  #unusedOwn = 0;

  constructor({ share, ceiling }: TokenShareOptions) {
    this.#share = share;
    this.#ceiling = ceiling;
  }

  /** `times` is how many times as fast as its share says it comes back. */
  fit(limit: number | null, times: number, now: number): void {
    this.#limit = limit;
    const part = (of: number) => (limit === null ? null : limit * of);
    this.#own = fitted(this.#own, part(this.#share), MINUTE_MS, now, times);
    this.#all = fitted(this.#all, part(this.#ceiling), MINUTE_MS, now);
  }

  /** How long until it holds a call; none where the provider's bucket holds so much that it may be borrowed. */
  waitMs(tokens: number, provider: Bucket | null, now: number): number {
    const ownMs = this.#own?.waitMs(tokens, now) ?? 0;
    if (ownMs === 0 || provider === null || this.#share >= this.#ceiling) return ownMs;
    const isThere = provider.level(now) >= tokens + this.#keptFor(tokens, now) && this.#all?.waitMs(tokens, now) === 0;
    return isThere ? 0 : ownMs;
  }

  take(tokens: number, now: number): Taken {
    const level = this.#own?.level(now) ?? tokens;
    // A call that is larger than the whole share goes when that is full, and leaves it overdrawn.
    const own = this.#own === null || this.#own.waitMs(tokens, now) === 0 ? tokens : Math.max(0, level);
    this.#own?.take(own, now);
    this.#all?.take(tokens, now);
    return { tokens, own };
  }

  /** A call that was turned away has taken nothing. */
  give({ tokens, own }: Taken, now: number): void {
    this.#own?.give(own, now);
    this.#all?.give(tokens, now);
  }

  /** So much of what a call has taken it did not use: it comes back when the provider shows that it has given it back. */
  unused(tokens: number, { own }: Taken): void {
    this.#unused += tokens;
    this.#unusedOwn += Math.min(tokens, own);
  }

  /** The provider has so much more than was thought. */
  found(tokens: number, now: number): void {
    const unused = Math.min(this.#unused, Math.max(0, tokens));
    const own = Math.min(this.#unusedOwn, unused);
    this.#unused -= unused;
    this.#unusedOwn -= own;
    this.#own?.give(own, now);
    this.#all?.give(unused, now);
  }

  /** The first answer under a limit has told what is left, and the call itself aside: its part of that is all that the pace may use at once. */
  begin(remaining: number, { tokens }: Taken, now: number): void {
    const limit = this.#limit ?? 0;
    this.#own?.set(Math.min(this.#own.level(now), remaining * this.#share), now);
    const isUntouched = remaining + tokens >= limit * UNTOUCHED;
    const floor = limit * (1 - this.#ceiling);
    const kept = isUntouched ? floor : Math.max(floor, Math.min(remaining, limit * LEFT_AT_MOST));
    this.#kept = { tokens: kept, since: now };
  }

  /** Beside it half a call of each job, and a call of each in all at least: they may see the same room at the same moment. */
  #keptFor(tokens: number, now: number): number {
    if (this.#kept === null) return Number.POSITIVE_INFINITY;
    const minutes = (now - this.#kept.since) / MINUTE_MS;
    const grown = minutes * (this.#limit ?? 0) * (1 - this.#ceiling);
    const calls = (this.#ceiling / this.#share) * tokens;
    return Math.max(this.#kept.tokens + grown + calls / 2, calls);
  }
}
