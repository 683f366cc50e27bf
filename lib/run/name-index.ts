const WORD = /[\p{L}\p{N}]+/gu;
/** No product is longer than 16 million characters. */
const LONGEST_NAME = 2 ** 24;

/**
 * A catalog's product names, found in a text in a time that does not grow with their number: at each word of the text only those lengths are tried that names
 * with this first word have. Finds every name that stands there as whole words; masking sees to it that no part of a word is taken for a name.
 */
export class NameIndex {
  readonly #names: ReadonlySet<string>;
  /** First word of names -> where such names begin before it and how long they are, in one number; mostly there is one. */
  readonly #shapes = new Map<string, number | number[]>();
  readonly #wordless: string[] = [];

  constructor(names: ReadonlySet<string>) {
    this.#names = names;
    for (const name of names) {
      const first = name.match(/[\p{L}\p{N}]+/u);
      if (first?.index === undefined) this.#wordless.push(name);
      else this.#addShape(first[0], first.index * LONGEST_NAME + name.length);
    }
  }

  get size(): number {
    return this.#names.size;
  }

  /** The names that occur in these texts. */
  in(texts: Iterable<string>): string[] {
    const found = new Set<string>();
    for (const text of texts) {
      for (const { 0: word, index } of text.matchAll(WORD)) {
        const shapes = this.#shapes.get(word);
        if (shapes === undefined) continue;
        for (const shape of typeof shapes === 'number' ? [shapes] : shapes) {
          const from = index - Math.floor(shape / LONGEST_NAME);
          const name = from < 0 ? '' : text.slice(from, from + (shape % LONGEST_NAME));
          if (this.#names.has(name)) found.add(name);
        }
      }
      for (const name of this.#wordless) if (text.includes(name)) found.add(name);
    }
    return [...found];
  }

  #addShape(word: string, shape: number): void {
    const known = this.#shapes.get(word);
    if (known === undefined) this.#shapes.set(word, shape);
    else if (typeof known === 'number') {
      if (known !== shape) this.#shapes.set(word, [known, shape]);
    } else if (!known.includes(shape)) known.push(shape);
  }
}
