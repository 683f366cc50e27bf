import { MAX_CHARACTERS } from './json-text.ts';

/** The lines of a text that are not blank, in order, without holding more than one; null for one that is too long to be held. */
export class Lines {
  #held = '';
  #tooLong = false;

  *push(chunk: string): Generator<string | null> {
    let from = 0;
    for (;;) {
      const end = chunk.indexOf('\n', from);
      this.#hold(chunk.slice(from, end === -1 ? chunk.length : end));
      if (end === -1) return;
      yield* this.end();
      from = end + 1;
    }
  }

  /** The line that is open: the text's end ends it too. */
  *end(): Generator<string | null> {
    const line = this.#tooLong ? null : this.#held;
    this.#held = '';
    this.#tooLong = false;
    if (line === null || line.trim() !== '') yield line;
  }

  #hold(text: string): void {
    if (this.#held.length + text.length > MAX_CHARACTERS) this.#tooLong = true;
    this.#held = this.#tooLong ? '' : this.#held + text;
  }
}
