import type { Pieces } from '../run/store.ts';

/** What is read as a document: anything but UTF-8 is refused, and the mark that some editors put first is left out. */
export const STRICT = { fatal: true } as const;
/** What is read back as it was written, to the letter. */
export const VERBATIM = { ignoreBOM: true } as const;

/**
 * Bytes as text, in pieces, with letters that lie across two chunks whole.
 *
 * @throws TypeError with `STRICT`, where the bytes are not UTF-8
 */
export async function* decoded(
  chunks: AsyncIterable<Uint8Array>,
  options: typeof STRICT | typeof VERBATIM,
): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', options);
  for await (const chunk of chunks) {
    const text = decoder.decode(chunk, { stream: true });
    if (text !== '') yield text;
  }
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}

/**
 * Text as bytes, gathered into buffers of at least `bytes(n)` for the n-th of them, from 0; the last may be smaller, and there is none for an empty
 * text. Pieces may be cut anywhere, also between the two halves of a letter.
 */
export async function* encoded(pieces: Pieces, bytes: (index: number) => number): AsyncGenerator<Buffer> {
  let index = 0;
  let gathered: Buffer[] = [];
  let size = 0;
  let half = '';
  const take = () => {
    const whole = Buffer.concat(gathered, size);
    gathered = [];
    size = 0;
    index++;
    return whole;
  };
  for await (const piece of pieces) {
    const text = half + piece;
    half = /[\ud800-\udbff]$/.exec(text)?.[0] ?? '';
    const chunk = Buffer.from(half === '' ? text : text.slice(0, -1), 'utf8');
    gathered.push(chunk);
    size += chunk.length;
    if (size >= bytes(index)) yield take();
  }
  const last = Buffer.from(half, 'utf8');
  gathered.push(last);
  size += last.length;
  if (size > 0) yield take();
}
