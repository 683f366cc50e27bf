import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HitSample } from '../../lib/run/hit-sample.ts';

/** Numbers whose kind comes again after every seven, as fields do. */
const isBad = (hit: number) => hit % 7 === 3;

/** Batches of hits, several of each product, through one sample. */
function sampled(batches: number, hitsOfBatch: number, most: number, isRefused = isBad) {
  const sample = new HitSample(batches * 10, most);
  let examined = 0;
  const refused = Array.from({ length: batches }, (_, batch) => {
    const hits = Array.from({ length: hitsOfBatch }, (_, index) => batch * hitsOfBatch + index);
    const found = sample.refusedOf(hits, 10, (hit) => {
      examined++;
      return isRefused(hit);
    });
    return { hits, found };
  });
  return { examined, refused, share: refused.flatMap(({ found }) => [...found]).length / (batches * hitsOfBatch) };
}

describe('a sample of hits', () => {
  it('examines each where there are few, and refuses those alone that are refused', () => {
    const { examined, refused } = sampled(5, 40, 200);
    expect(examined).toBe(200);
    for (const { hits, found } of refused) expect([...found]).toEqual(hits.filter(isBad));
  });

  it('never examines more than it may, and tells how many are refused of all', () => {
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 1_500 }), fc.integer({ min: 30, max: 700 }), (batches, hits) => {
        fc.pre(batches * hits > 5_000 && batches * hits < 60_000);
        const { examined, share } = sampled(batches, hits, 2_000);
        expect(examined).toBeLessThanOrEqual(2_000);
        expect(examined).toBeGreaterThan(1_800);
        expect(Math.abs(share - 1 / 7)).toBeLessThan(0.03);
      }),
      { numRuns: 25 },
    );
  });

  it('refuses nothing where nothing that was examined is refused, and all where all is', () => {
    expect(sampled(50, 200, 300, () => false).share).toBe(0);
    expect(sampled(50, 200, 300, () => true).share).toBe(1);
  });

  it('has no say where there are no hits', () => {
    expect(new HitSample(0).refusedOf([], 0, () => true).size).toBe(0);
  });
});
