import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decoded, encoded, STRICT, VERBATIM } from '../../lib/adapters/utf8.ts';
import { cutText } from './utf8-texts.ts';

async function* asChunks(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const collect = async <T>(items: AsyncIterable<T>) => {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
};

describe('text as bytes', () => {
  it('is the same however it was cut on its way out and in', async () => {
    await fc.assert(
      fc.asyncProperty(cutText, fc.integer({ min: 1, max: 7 }), fc.nat(20), async ({ text, pieces }, size, least) => {
        const bytes = Buffer.concat(await collect(encoded(pieces, () => least)));
        expect(bytes.equals(Buffer.from(text, 'utf8'))).toBe(true);
        expect((await collect(decoded(asChunks(bytes, size), VERBATIM))).join('')).toBe(text);
      }),
    );
  });

  it('comes in buffers of the sizes that are asked for, but the last', async () => {
    const pieces = Array.from({ length: 100 }, () => 'é'.repeat(7));
    const sizes = (await collect(encoded(pieces, (index) => 100 * (index + 1)))).map(({ length }) => length);
    expect(sizes).toEqual([112, 210, 308, 406, 364]);
  });

  it('is no buffer at all where there is no text', async () => {
    expect(await collect(encoded([], () => 1))).toEqual([]);
    expect(await collect(encoded(['', ''], () => 1))).toEqual([]);
  });

  it('stops making pieces when nobody takes more of them', async () => {
    let ended = false;
    function* pieces() {
      try {
        for (;;) yield 'endless';
      } finally {
        ended = true;
      }
    }
    for await (const bytes of encoded(pieces(), () => 10)) {
      expect(bytes.length).toBe(14);
      break;
    }
    expect(ended).toBe(true);
  });

  it('keeps a first byte order mark verbatim, and leaves it out of a document', async () => {
    const bytes = Buffer.from('\ufeff[1]');
    expect((await collect(decoded(asChunks(bytes, 2), VERBATIM))).join('')).toBe('\ufeff[1]');
    expect((await collect(decoded(asChunks(bytes, 2), STRICT))).join('')).toBe('[1]');
    await expect(collect(decoded(asChunks(Buffer.from([0xff]), 1), STRICT))).rejects.toThrow(TypeError);
  });
});
