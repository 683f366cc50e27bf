import type { Product } from '../catalog/product.ts';

/** A product that waits for its batch to fill. */
export interface WaitingProduct {
  readonly product: Product;
  /** Its place in the order of the run. */
  readonly position: number;
}

interface Waiting extends WaitingProduct {
  readonly characters: number;
}

/** Products of one shard, batch by batch. */
export interface ShardBatches {
  readonly shard: number;
  readonly batches: readonly (readonly WaitingProduct[])[];
}

/** Gathers products by their shard into batches, in order, and holds no more than `heldCharacters` of them (as JSON). */
export class ShardBuffers {
  readonly #batchProducts: number;
  readonly #heldCharacters: number;
  readonly #waiting = new Map<number, Waiting[]>();
  #characters = 0;

  constructor(batchProducts: number, heldCharacters: number) {
    this.#batchProducts = batchProducts;
    this.#heldCharacters = heldCharacters;
  }

  /** Gives batches whenever too much is held: of the shard that has most, so that they are full, and as many of one shard as may be. */
  *add(shard: number, product: Product, position: number): Generator<ShardBatches> {
    const characters = JSON.stringify(product).length;
    const own = this.#waiting.get(shard) ?? [];
    own.push({ product, position, characters });
    this.#waiting.set(shard, own);
    this.#characters += characters;
    while (this.#characters > this.#heldCharacters) yield this.#takeFull(this.#fullest());
  }

  /** Gives what is left. */
  *end(): Generator<ShardBatches> {
    for (const shard of [...this.#waiting.keys()].sort((a, b) => a - b)) yield this.#take(shard, Infinity);
  }

  #fullest(): number {
    let fullest: readonly [number, number] = [0, -1];
    for (const [shard, { length }] of this.#waiting) if (length > fullest[1]) fullest = [shard, length];
    return fullest[0];
  }

  /** A shard's full batches. What is left over stays, unless that is all there is: a few products may be as large as many. */
  #takeFull(shard: number): ShardBatches {
    const { length } = this.#waiting.get(shard) ?? [];
    return this.#take(shard, length - (length % this.#batchProducts) || length);
  }

  #take(shard: number, count: number): ShardBatches {
    const own = this.#waiting.get(shard) ?? [];
    const taken = own.slice(0, count);
    const left = own.slice(count);
    if (left.length === 0) this.#waiting.delete(shard);
    else this.#waiting.set(shard, left);
    for (const { characters } of taken) this.#characters -= characters;
    return { shard, batches: inBatches(taken, this.#batchProducts) };
  }
}

function inBatches<T>(products: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(products.length / size) }, (_, index) =>
    products.slice(index * size, (index + 1) * size),
  );
}
