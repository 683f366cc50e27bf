import { CatalogInvalid, noList } from './invalid.ts';
import { JsonFrame, ListTwice } from './json-frame.ts';
import { type ElementText, JsonList, UnexpectedToken } from './json-list.ts';
import { isSpace, MAX_CHARACTERS, parseJson, TOO_LONG } from './json-text.ts';
import type { Path } from './paths.ts';

const OPEN_LIST = 0x5b;
const OPEN_OBJECT = 0x7b;
const LINE_END = 0x0a;

/**
 * Goes over a JSON text chunk by chunk: gives the texts of the elements of the list at `path` and keeps what stands around the list.
 * One element, what stands around, and the chunk are all that it holds.
 */
export class JsonDocument {
  readonly #path: Path | undefined;
  readonly #listPath: Path;
  readonly #frame: JsonFrame;
  readonly #list = new JsonList();
  #part: 'before' | 'line' | 'frame' | 'list' | 'behind' = 'before';
  /** All but the list's elements: a text that is JSON if the whole is. */
  #around = '';
  /** Characters of the file before this chunk. */
  #offset = 0;
  /** Where the list's elements would stand in `around`, and where they end in the file. */
  #elements = { at: Number.POSITIVE_INFINITY, end: 0 };
  #lineEnded = false;

  /**
   * @param path where in the text the list stands; undefined where the list is the whole text
   * @param listPath how faults call the list
   */
  constructor(path: Path | undefined, listPath: Path) {
    this.#path = path;
    this.#listPath = listPath;
    this.#frame = new JsonFrame(path?.split('.') ?? []);
  }

  /**
   * Where a second line begins in the chunk that was pushed last, behind a first line that is a value of its own without the list: the text is JSONL.
   * Nothing more is to be pushed then.
   */
  secondLine: number | null = null;

  /** Whether the list of products has begun. */
  get found(): boolean {
    return this.#frame.found;
  }

  /**
   * The elements that end in `chunk`.
   *
   * @throws CatalogInvalid
   */
  *push(chunk: string): Generator<ElementText> {
    let at = 0;
    while (at < chunk.length && this.secondLine === null) {
      if (this.#part === 'list') {
        const end = yield* this.#inList(chunk, at);
        // The frame goes on with the bracket that closes the list.
        at = end === -1 ? chunk.length : end - 1;
      } else {
        const end = this.#goOn(chunk, at);
        this.#keep(chunk.slice(at, end));
        if (this.found) this.#elements.at = Math.min(this.#elements.at, this.#around.length);
        at = end;
      }
    }
    this.#offset += chunk.length;
  }

  /**
   * What stands around the list, or the whole value where there is none; undefined for an empty text.
   *
   * @throws CatalogInvalid when it is not JSON
   */
  end(): unknown {
    if (this.#around.trim() === '') return undefined;
    if (this.#part === 'list') this.#notJson(`Unexpected end of JSON input (${this.#where()})`);
    const { at, end } = this.#elements;
    const parsed = parseJson(this.#around, (position) => (position < at ? position : position - at + end));
    if (!parsed.ok) this.#notJson(parsed.message);
    return parsed.value;
  }

  /** Where what is around the list goes on to, from `from`. */
  #goOn(chunk: string, from: number): number {
    switch (this.#part) {
      case 'line':
        return this.#endOfLine(chunk, from);
      case 'frame':
        return this.#inFrame(chunk, from);
      default:
        return this.#betweenValues(chunk, from);
    }
  }

  #betweenValues(chunk: string, from: number): number {
    let at = from;
    while (at < chunk.length && isSpace(chunk.charCodeAt(at))) {
      if (chunk.charCodeAt(at) === LINE_END) this.#lineEnded = true;
      at++;
    }
    if (at === chunk.length) return at;
    if (this.#part === 'behind') this.#afterValue(at);
    else {
      const code = chunk.charCodeAt(at);
      this.#part = code === OPEN_LIST || code === OPEN_OBJECT ? 'frame' : 'line';
    }
    return at;
  }

  #afterValue(at: number): void {
    // A list that was read is no first line of JSONL, and the first value being JSON is what makes the rest lines of it.
    this.end();
    const oneLine = this.#lineEnded && !this.#around.trim().includes('\n');
    if (this.found || !oneLine) {
      this.#notJson(`Unexpected non-whitespace character after JSON at position ${this.#offset + at}`);
    }
    this.secondLine = at;
  }

  /** A text, a number or a word, or no JSON at all: none is longer than its line. */
  #endOfLine(chunk: string, from: number): number {
    const end = chunk.indexOf('\n', from);
    if (end === -1) return chunk.length;
    this.#part = 'behind';
    return end;
  }

  #inFrame(chunk: string, from: number): number {
    try {
      const foundBefore = this.found;
      const end = this.#frame.push(chunk, from);
      if (this.#frame.ended) {
        this.#part = 'behind';
        this.#lineEnded = false;
      } else if (this.found && !foundBefore) this.#part = 'list';
      return end;
    } catch (error) {
      if (!(error instanceof ListTwice)) throw error;
      throw new CatalogInvalid([`not a catalog: the list of products at ${this.#listPath} stands twice`]);
    }
  }

  *#inList(chunk: string, from: number): Generator<ElementText, number> {
    try {
      const end = yield* this.#list.push(chunk, from, this.#offset);
      if (end !== -1) {
        this.#part = 'frame';
        this.#elements.end = this.#offset + end - 1;
      }
      return end;
    } catch (error) {
      if (!(error instanceof UnexpectedToken)) throw error;
      return this.#notJson(`${error.message} (${this.#where()})`);
    }
  }

  #keep(text: string): void {
    if (this.#around.length + text.length > MAX_CHARACTERS) this.#refuseLength();
    this.#around += text;
  }

  /** A text of this length is not held to see how it ends; most often the profile does not fit the catalog. */
  #refuseLength(): never {
    const start = this.#around.trimStart()[0];
    if (this.#part === 'line') {
      const parsed = parseJson(this.#around);
      this.#notJson(parsed.ok ? `a first line ${TOO_LONG}` : parsed.message);
    }
    if (start === '{' && this.#path === undefined) throw noList({}, {}, this.#path);
    if (start === '[' && this.#path !== undefined) throw noList([], undefined, this.#path);
    throw new CatalogInvalid([`what stands around the list of products is ${TOO_LONG}`]);
  }

  #where(): string {
    const { inside, count } = this.#list;
    if (inside) return `in ${this.#listPath}[${count - 1}]`;
    return count === 0 ? `in ${this.#listPath}` : `after ${this.#listPath}[${count - 1}]`;
  }

  #notJson(message: string): never {
    throw new CatalogInvalid([`not JSON: ${message}`]);
  }
}
