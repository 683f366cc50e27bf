/**
 * Hits that are examined for a locale at most. An examination takes the better part of a millisecond (`npm run bench`: cost per unit): for each hit of
 * 100,000 products in ten languages that would be three quarters of an hour, which is more than Plan has; for so many it is 20 s. They tell a share of 5% to
 * within a hundredth.
 */
export const MOST_EXAMINED = 2_000;

/** Of them, what may be used up at once: the first batches are judged by what is known then. */
const AT_ONCE = 0.1;

/** Multiples of it fall evenly into [0, 1), and never in step with fields that come again after every few hits. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** What the checks refuse of one locale's hits: each is looked at where there are few, and otherwise a sample, spread over all of the run. */
export class HitSample {
  readonly #products: number;
  readonly #most: number;
  #seen = 0;
  #draws = 0;
  #examined = 0;
  #refused = 0;

  /** `products` are those of the run. */
  constructor(products: number, most = MOST_EXAMINED) {
    this.#products = products;
    this.#most = most;
  }

  /** The hits of the next batch, of so many products, that are refused. What is not examined is taken to be refused as often as what was. */
  refusedOf<T>(hits: readonly T[], products: number, isRefused: (hit: T) => boolean): ReadonlySet<T> {
    this.#seen += products;
    const done = Math.min(1, this.#seen / this.#products);
    const room = Math.ceil(this.#most * (AT_ONCE + (1 - AT_ONCE) * done)) - this.#examined;
    const share = room / hits.length;
    const refused = new Set<T>();
    const unexamined = new Map<T, number>();
    let left = room;
    for (const hit of hits) {
      const drawn = (++this.#draws * GOLDEN) % 1;
      if (left <= 0 || drawn >= share) {
        // Even in [0, 1) again, on either side of the share.
        unexamined.set(hit, drawn < share ? drawn / share : (drawn - share) / (1 - share));
        continue;
      }
      left--;
      this.#examined++;
      if (!isRefused(hit)) continue;
      this.#refused++;
      refused.add(hit);
    }
    const rate = this.#examined === 0 ? 0 : this.#refused / this.#examined;
    for (const [hit, drawn] of unexamined) if (drawn < rate) refused.add(hit);
    return refused;
  }
}
