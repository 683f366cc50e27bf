import { describe, expect, it } from 'vitest';
import { BoughtTexts } from '../../lib/run/bought-texts.ts';
import type { SizedSegment } from '../../lib/translate/sized-segments.ts';

const sized = (text: string): SizedSegment => ({
  segment: { id: 's1', text, units: [] } as unknown as SizedSegment['segment'],
  text: { json: JSON.stringify(text), tokens: 1, terms: [] },
  weight: 1,
});

const lookIn = (bought: BoughtTexts) => (shard: number, batch: number, texts: readonly string[]) =>
  [...bought.boughtBefore(shard, batch, texts.map(sized))].map(({ json }) => JSON.parse(json) as string);

describe('what earlier batches buy', () => {
  it('is in memory for a batch that begins when the first one with the text has ended', () => {
    const before = lookIn(new BoughtTexts(2));
    expect(before(0, 0, ['Sage', 'Cloud'])).toEqual([]);
    expect(before(0, 1, ['Sage', 'Moss'])).toEqual([]);
    expect(before(0, 2, ['Sage', 'Moss', 'Rust'])).toEqual(['Sage']);
    expect(before(0, 3, ['Moss', 'Cloud', 'Rust'])).toEqual(['Moss', 'Cloud']);
  });

  it('is there for batches of the same shard alone', () => {
    const before = lookIn(new BoughtTexts(1));
    before(0, 0, ['Sage']);
    expect(before(1, 1, ['Sage'])).toEqual([]);
    expect(before(0, 2, ['Sage'])).toEqual(['Sage']);
  });

  it('comes to the same when a batch is looked at again', () => {
    const before = lookIn(new BoughtTexts(1));
    before(0, 0, ['Sage']);
    before(0, 1, ['Sage', 'Moss']);
    expect([before(0, 0, ['Sage']), before(0, 1, ['Sage', 'Moss'])]).toEqual([[], ['Sage']]);
  });

  it('is remembered of so many texts and no more, until their shard is forgotten', () => {
    const bought = new BoughtTexts(1, 2);
    const before = lookIn(bought);
    before(0, 0, ['Sage', 'Cloud', 'Moss']);
    expect(before(0, 1, ['Sage', 'Cloud', 'Moss'])).toEqual(['Sage', 'Cloud']);
    bought.forget(0);
    before(1, 2, ['Moss']);
    expect(before(1, 3, ['Moss'])).toEqual(['Moss']);
    expect(before(0, 4, ['Sage'])).toEqual([]);
  });
});
