export type Parsed = { ok: true; value: unknown } | { ok: false; message: string };

/**
 * Characters that one product, or all that stands around the list of products, may take. Shops' largest products take a thousandth of it; without an
 * end, one quote that nobody closed would make the rest of a file of any size one product, which has to be held until it ends.
 */
export const MAX_CHARACTERS = 16 * 2 ** 20;

/** Counted in characters and not in bytes: what a reader of text can count. */
export const TOO_LONG = `longer than ${MAX_CHARACTERS / 2 ** 20} million characters`;

/** Where a piece of text stands in its file: what `JSON.parse` says about the piece has to be true of the file. */
export type PositionInFile = (position: number) => number;

/** `JSON.parse` that says what is wrong instead of throwing it. A place it names is that in the file. */
export function parseJson(text: string, inFile: PositionInFile = (position) => position): Parsed {
  try {
    // A byte order mark is no part of JSON, but editors on Windows write one.
    return { ok: true, value: JSON.parse(text.replace(/^\uFEFF/, '')) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const placed = message.replace(
      /at position (\d+)( \(line.*\))?$/,
      (_all, at) => `at position ${inFile(Number(at))}`,
    );
    return { ok: false, message: placed.replace(/ is not valid JSON$/, '') };
  }
}

/** Space between the tokens of JSON. */
export function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/** Goes over a string whose opening quote is behind, through as many chunks as it takes. */
export class StringEnd {
  #escaped = false;

  /** Just behind the closing quote, or -1 where the string goes on in the next chunk. */
  find(chunk: string, from: number): number {
    let start = from;
    for (;;) {
      // `indexOf` is many times faster than a look at each character, and texts are most of a catalog.
      const quote = chunk.indexOf('"', start);
      const end = quote === -1 ? chunk.length : quote;
      const escaped = this.#escapedAt(chunk, start, end);
      this.#escaped = quote === -1 && escaped;
      if (quote === -1) return -1;
      if (!escaped) return quote + 1;
      start = quote + 1;
    }
  }

  /** Whether a backslash takes away the meaning of the character at `end`: an odd number of them stands before it. */
  #escapedAt(chunk: string, start: number, end: number): boolean {
    let at = end;
    while (at > start && chunk.charCodeAt(at - 1) === BACKSLASH) at--;
    const odd = (end - at) % 2 === 1;
    return at === start && this.#escaped ? !odd : odd;
  }
}

const BACKSLASH = 0x5c;
