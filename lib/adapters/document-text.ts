import { DocumentUnreadable } from '../run/ports.ts';
import { decoded, STRICT } from './utf8.ts';

/** A document's bytes as text, in pieces. */
export async function* documentText(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  try {
    yield* decoded(chunks, STRICT);
  } catch (error) {
    if (error instanceof TypeError) throw new DocumentUnreadable('is not UTF-8 text', { cause: error });
    throw error;
  }
}
