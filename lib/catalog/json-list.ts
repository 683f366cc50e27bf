import { isSpace, MAX_CHARACTERS, StringEnd } from './json-text.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** One element's own text and where it begins in the file; the text is null where it is too long to be held. */
export interface ElementText {
  readonly text: string | null;
  readonly position: number;
}

/** What should not stand where it stands. */
export class UnexpectedToken extends Error {
  readonly position: number;

  constructor(token: string, position: number) {
    super(`Unexpected token '${token}' at position ${position}`);
    this.position = position;
  }
}

/**
 * Splits a JSON list into its elements' texts without looking into them: it knows where strings end and how many brackets are open, no more.
 * Whether an element is JSON is for `JSON.parse` to say, which gets each text whole: so an element is read exactly as in a list that is read at once.
 */
export class JsonList {
  /** What may come next between elements, or that an element is open. */
  #state: 'first' | 'value' | 'inside' | 'after' = 'first';
  #depth = 0;
  #inString = false;
  readonly #string = new StringEnd();
  #held = '';
  #tooLong = false;
  /** Where the open element began in the file. */
  #position = 0;
  /** Elements that have begun. */
  count = 0;

  /** Whether the file may not end here without having cut an element in two. */
  get inside(): boolean {
    return this.#state === 'inside';
  }

  /**
   * The elements that end in `chunk` from `from` on; returns the place behind the list's end, or -1 where the list goes on.
   *
   * @param offset where `chunk` begins in the file
   * @throws UnexpectedToken
   */
  *push(chunk: string, from: number, offset: number): Generator<ElementText, number> {
    let at = from;
    while (at < chunk.length) {
      if (this.#state !== 'inside') {
        const code = chunk.charCodeAt(at);
        if (isSpace(code)) at++;
        else if (this.#closes(code)) return at + 1;
        else if (this.#separates(code)) at++;
        else this.#begin(code, chunk, at, offset);
        continue;
      }
      const end = this.#end(chunk, at);
      this.#hold(chunk.slice(at, end === -1 ? chunk.length : end));
      if (end === -1) return -1;
      yield this.#take();
      at = end;
    }
    return -1;
  }

  #closes(code: number): boolean {
    return code === CLOSE_LIST && this.#state !== 'value';
  }

  #separates(code: number): boolean {
    if (code !== COMMA || this.#state !== 'after') return false;
    this.#state = 'value';
    return true;
  }

  #begin(code: number, chunk: string, at: number, offset: number): void {
    if (this.#state === 'after' || code === COMMA || code === CLOSE_LIST) {
      throw new UnexpectedToken(String.fromCodePoint(chunk.codePointAt(at) ?? code), offset + at);
    }
    this.#state = 'inside';
    this.#position = offset + at;
    this.count++;
  }

  /** Just behind the open element, or -1 where it goes on in the next chunk. */
  #end(chunk: string, from: number): number {
    let at = from;
    while (at < chunk.length) {
      if (this.#inString) {
        at = this.#string.find(chunk, at);
        if (at === -1) return -1;
        this.#inString = false;
        if (this.#depth === 0) return at;
        continue;
      }
      const code = chunk.charCodeAt(at);
      // A number or a word has no end of its own: it ends before what follows it.
      if (this.#depth === 0 && (code === COMMA || code === CLOSE_LIST || isSpace(code))) return at;
      at++;
      if (code === QUOTE) this.#inString = true;
      else if (code === OPEN_LIST || code === OPEN_OBJECT) this.#depth++;
      else if ((code === CLOSE_LIST || code === CLOSE_OBJECT) && this.#depth > 0 && --this.#depth === 0) return at;
    }
    return -1;
  }

  #hold(text: string): void {
    if (this.#held.length + text.length > MAX_CHARACTERS) this.#tooLong = true;
    this.#held = this.#tooLong ? '' : this.#held + text;
  }

  #take(): ElementText {
    const taken = { text: this.#tooLong ? null : this.#held, position: this.#position };
    this.#state = 'after';
    this.#held = '';
    this.#tooLong = false;
    return taken;
  }
}
