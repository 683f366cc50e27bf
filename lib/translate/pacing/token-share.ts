import { type Bucket, fitted } from './bucket.ts';

const MINUTE_MS = 60_000;

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
 * What it borrows so is never owed: it is there only as long as nobody else takes it.
 */
export class TokenShare {
  readonly #share: number;
  readonly #ceiling: number;
  #limit: number | null = null;
  #own: Bucket | null = null;
  /** What all jobs of the run may take: one of them never borrows beyond that. */
  #all: Bucket | null = null;

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

  /** How long until it holds a call, or the provider's bucket holds so much that it may be borrowed. */
  waitMs(tokens: number, provider: Bucket | null, now: number): number {
    const ownMs = this.#own?.waitMs(tokens, now) ?? 0;
    if (ownMs === 0 || provider === null || this.#all === null || this.#share >= this.#ceiling) return ownMs;
    const lentMs = Math.max(this.#all.waitMs(tokens, now), provider.waitMs(tokens + this.#kept(tokens), now));
    return Math.min(ownMs, lentMs);
  }

  take(tokens: number, now: number): Taken {
    const level = this.#own?.level(now) ?? tokens;
    // A call that is larger than the whole share goes when that is full, and leaves it overdrawn.
    const own = this.#own === null || this.#own.waitMs(tokens, now) === 0 ? tokens : Math.max(0, level);
    this.#own?.take(own, now);
    this.#all?.take(tokens, now);
    return { tokens, own };
  }

  /** So many of the tokens that a call has taken were not used. */
  give(unused: number, { own }: Taken, now: number): void {
    this.#own?.give(Math.min(unused, own), now);
    this.#all?.give(unused, now);
  }

  cut(level: number, now: number): void {
    this.#own?.set(Math.min(this.#own.level(now), level), now);
  }

  /** What stays in the provider's bucket when something is borrowed: the floor, and a call of each job that may see the same room at the same moment. */
  #kept(tokens: number): number {
    return (this.#limit ?? 0) * (1 - this.#ceiling) + (this.#ceiling / this.#share) * tokens;
  }
}
