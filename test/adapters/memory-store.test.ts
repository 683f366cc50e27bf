import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inMemoryStore } from '../../lib/adapters/memory-store.ts';
import { cutText } from './utf8-texts.ts';

async function streamed(store: ReturnType<typeof inMemoryStore>, key: string): Promise<string | null> {
  const pieces = await store.open(key);
  if (pieces === null) return null;
  let text = '';
  for await (const piece of pieces) text += piece;
  return text;
}

describe('a store in memory', () => {
  it('gives back any text as it was written, whole or in pieces', async () => {
    const store = inMemoryStore();
    await fc.assert(
      fc.asyncProperty(cutText, async ({ text, pieces }) => {
        await store.writePieces('any.txt', pieces);
        expect([await store.read('any.txt'), await streamed(store, 'any.txt')]).toEqual([text, text]);
      }),
    );
  });

  it('opens nothing where nothing stands, and what is empty as empty', async () => {
    const store = inMemoryStore();
    expect(await store.open('x')).toBeNull();
    await store.writePieces('x', []);
    expect(await streamed(store, 'x')).toBe('');
  });

  it('leaves what stood there where pieces fail', async () => {
    const store = inMemoryStore();
    await store.write('x', 'before');
    const broken = new RangeError('the pieces are broken');
    const pieces = async function* () {
      yield 'half';
      throw broken;
    };
    await expect(store.writePieces('x', pieces())).rejects.toBe(broken);
    expect(await store.read('x')).toBe('before');
  });
});
