import { parseJson, StringEnd } from './json-text.ts';

/** A key on the way to the list stands a second time, after the list: the file has two lists, or none that is the one. */
export class ListTwice extends Error {}

const EVENT = /["[\]{},:]/g;

/**
 * Goes over what stands around the list of products and finds where the list begins: at `path`, whatever the keys before it hold.
 * It only counts brackets and remembers keys. What it has gone over is given to `JSON.parse` in the end, so it need not notice what is not JSON.
 */
export class JsonFrame {
  readonly #path: readonly string[];
  /** Brackets that are open. */
  #depth = 0;
  /** Keys of the path whose objects are open. */
  #matched = 0;
  /** Whether the value that comes next belongs to the path's next key. */
  #due = false;
  #found = false;
  #inString = false;
  readonly #string = new StringEnd();
  /** The last string on the path's own level, as it stands in the text: a key if a colon follows. */
  #key = '';

  /** @param path the keys that lead to the list; none where the list is the whole text */
  constructor(path: readonly string[]) {
    this.#path = path;
    this.#due = path.length === 0;
  }

  /** Whether the text's one value has ended. */
  ended = false;

  get found(): boolean {
    return this.#found;
  }

  /**
   * Goes on from `from`; returns the place behind what stopped it: the list's opening bracket (then `found` turns true), the end of the whole value
   * (`ended`), or the end of the chunk. After the list `from` is the place of its closing bracket.
   *
   * @throws ListTwice
   */
  push(chunk: string, from: number): number {
    let at = from;
    while (at < chunk.length) {
      if (this.#inString) {
        const end = this.#string.find(chunk, at);
        if (this.#onPath) this.#key += chunk.slice(at, end === -1 ? chunk.length : end);
        if (end === -1) return chunk.length;
        this.#inString = false;
        at = end;
        continue;
      }
      EVENT.lastIndex = at;
      const event = EVENT.exec(chunk);
      if (event === null) return chunk.length;
      at = event.index + 1;
      if (this.#stopsAt(event[0])) return at;
    }
    return at;
  }

  /** Whether the level of the path's next key is the one that is gone over. */
  get #onPath(): boolean {
    return this.#depth === this.#matched + 1;
  }

  #stopsAt(token: string): boolean {
    switch (token) {
      case '"':
        this.#inString = true;
        if (this.#onPath) this.#key = token;
        return false;
      case ':':
        if (this.#onPath) this.#expectValue();
        return false;
      case ',':
        this.#due = false;
        return false;
      case '{':
        if (this.#due && this.#onPath && this.#matched + 1 < this.#path.length) this.#matched++;
        return this.#open();
      case '[': {
        const here =
          this.#path.length === 0 ? this.#depth === 0 : this.#onPath && this.#matched + 1 === this.#path.length;
        const begins = this.#due && here;
        this.#open();
        if (begins) this.#found = true;
        return begins;
      }
      default:
        return this.#close();
    }
  }

  #expectValue(): void {
    const key = parseJson(this.#key);
    this.#due = key.ok && key.value === this.#path[this.#matched];
    if (this.#due && this.#found) throw new ListTwice();
  }

  #open(): false {
    this.#due = false;
    this.#depth++;
    return false;
  }

  #close(): boolean {
    this.#depth--;
    if (this.#depth === this.#matched && this.#matched > 0) this.#matched--;
    this.ended = this.#depth <= 0;
    return this.ended;
  }
}
