import type { MergedProduct } from '../contract/results.ts';

/** What a page holds at most: more products would make a file that no browser opens at once. */
export const MAX_REPORT_PRODUCTS = 1_000;
/** Characters of JSON: 1,000 products of the sample shop's size in ten locales have two thirds of that. */
export const MAX_REPORT_CHARACTERS = 15_000_000;

export interface SampleLimits {
  readonly products: number;
  readonly characters: number;
}

/** A product as it was merged, with what else is needed of it. */
export interface Held<T> {
  readonly product: MergedProduct;
  readonly more: T;
}

interface Placed<T> extends Held<T> {
  readonly place: number;
  readonly characters: number;
}

/** Keeps the products of a run that the page shows: all, or those with failures first and then as many others as have room. Never holds more than that. */
export class ProductSample<T> {
  readonly #limits: SampleLimits;
  readonly #failuresFirst: boolean;
  readonly #failed: Placed<T>[] = [];
  readonly #others: Placed<T>[] = [];
  #characters = 0;
  #seen = 0;
  #othersFull = false;

  /** `failuresFirst`: otherwise the first ones of the run are kept, whatever became of them. */
  constructor(limits: SampleLimits, { failuresFirst }: { readonly failuresFirst: boolean }) {
    this.#limits = limits;
    this.#failuresFirst = failuresFirst;
  }

  add(product: MergedProduct, more: T): void {
    const place = this.#seen++;
    const isFailed = this.#failuresFirst && product.failures.length > 0;
    if (!isFailed && this.#othersFull) return;
    const held = { product, more, place, characters: JSON.stringify(product).length };
    if (isFailed) this.#makeRoom(held.characters);
    if (!this.#hasRoom(held.characters)) {
      // A smaller one that comes later must not stand before this one.
      if (!isFailed) this.#othersFull = true;
      return;
    }
    (isFailed ? this.#failed : this.#others).push(held);
    this.#characters += held.characters;
  }

  /** What is kept: in the run's order where that is all of it. */
  end(): { readonly held: readonly Held<T>[]; readonly leftOut: number } {
    const held = [...this.#failed, ...this.#others];
    const leftOut = this.#seen - held.length;
    return { held: leftOut === 0 ? held.sort((a, b) => a.place - b.place) : held, leftOut };
  }

  #hasRoom(characters: number): boolean {
    const products = this.#failed.length + this.#others.length;
    return products < this.#limits.products && this.#characters + characters <= this.#limits.characters;
  }

  #makeRoom(characters: number): void {
    while (!this.#hasRoom(characters)) {
      const last = this.#others.pop();
      if (last === undefined) return;
      this.#characters -= last.characters;
      this.#othersFull = true;
    }
  }
}
