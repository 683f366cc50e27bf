import type { SizedSegment, SizedText } from '../translate/sized-segments.ts';

/** Texts of a run that are remembered at most, some 50 bytes each: what products have in common comes up early in a catalog. */
const MOST_TEXTS = 250_000;

/**
 * What a run's batches buy for those that come after them: a text that several of them have is bought by the first, and stands in its shard's memory for each that begins
 * once that one has ended. The same for all locales.
 */
export class BoughtTexts {
  readonly #batchesAtOnce: number;
  readonly #most: number;
  /** By shard: the first batch that has a text, by the text's hash. Of a quarter of a million one in 17,000 is taken for another. */
  readonly #firsts = new Map<number, Map<number, number>>();
  #texts = 0;

  constructor(batchesAtOnce: number, most = MOST_TEXTS) {
    this.#batchesAtOnce = batchesAtOnce;
    this.#most = most;
  }

  /** Takes note of what a batch has, and gives the texts of it that an earlier one has bought by then. A shard's batches are to come in their order. */
  boughtBefore(shard: number, batch: number, segments: Iterable<SizedSegment>): ReadonlySet<SizedText> {
    const firsts = this.#firsts.get(shard) ?? new Map<number, number>();
    this.#firsts.set(shard, firsts);
    const bought = new Set<SizedText>();
    for (const { text } of segments) {
      const hash = hashOf(text.json);
      const first = firsts.get(hash);
      // Batches begin in their order, so many at once: whichever is that far behind begins when this one has ended.
      if (first !== undefined && batch - first >= this.#batchesAtOnce) bought.add(text);
      if (first !== undefined || this.#texts >= this.#most) continue;
      firsts.set(hash, batch);
      this.#texts++;
    }
    return bought;
  }

  /** No batch of this shard is still to come. */
  forget(shard: number): void {
    this.#texts -= this.#firsts.get(shard)?.size ?? 0;
    this.#firsts.delete(shard);
  }
}

/** FNV-1a over UTF-16 units, as a whole number that takes no object. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5 | 0;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash;
}
