/**
 * Hits that are examined for a locale at most. An examination takes the better part of a millisecond (`npm run bench`: cost per unit): for each hit of
 * 100,000 products in ten languages that would be three quarters of an hour, which is more than Plan has. So many tell a share of 5% to within a hundredth.
 */
export const MOST_EXAMINED = 2_000;
/** In all locales together: of thirty each share is told to within two hundredths, and the sum to within one in four hundred. */
const MOST_OF_ALL = 10_000;

export const mostExamined = (locales: number): number => Math.min(MOST_EXAMINED, Math.ceil(MOST_OF_ALL / locales));

/** Multiples of it fall evenly into [0, 1), and never in step with fields that come again after every few hits. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * What the checks refuse of one locale's hits: each is looked at where there are few. Of many it is a sample, spread over the first that come: those of a shard, into
 * which products fall by chance. For them alone memory is read in full.
 */
export class HitSample {
  readonly #most: number;
  #draws = 0;
  #examined = 0;
  #refused = 0;

  constructor(most = MOST_EXAMINED) {
    this.#most = most;
  }

  /** Whether it looks at more, or has found what is refused. */
  get hasSay(): boolean {
    return this.#examined < this.#most || this.#refused > 0;
  }

  /** Of these hits those that are refused; `examine` tells it of some. What is not examined is taken to be refused as often as what was. */
  async refusedOf<T>(
    hits: readonly T[],
    examine: (drawn: readonly T[]) => Promise<ReadonlySet<T>>,
  ): Promise<ReadonlySet<T>> {
    const { drawn, left } = this.#drawnOf(hits);
    const refused = new Set<T>(drawn.length === 0 ? [] : await examine(drawn));
    this.#examined += drawn.length;
    this.#refused += refused.size;
    const rate = this.#examined === 0 ? 0 : this.#refused / this.#examined;
    if (rate > 0) for (const [hit, chance] of left) if (chance < rate) refused.add(hit);
    return refused;
  }

  #drawnOf<T>(hits: readonly T[]) {
    const room = this.#most - this.#examined;
    const share = room / hits.length;
    const drawn: T[] = [];
    const left = new Map<T, number>();
    for (const hit of hits) {
      const chance = (++this.#draws * GOLDEN) % 1;
      if (drawn.length < room && chance < share) drawn.push(hit);
      // Even in [0, 1) again, on either side of the share.
      else left.set(hit, chance < share ? chance / share : (chance - share) / (1 - share));
    }
    return { drawn, left };
  }
}
