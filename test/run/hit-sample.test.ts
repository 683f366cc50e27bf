import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HitSample } from '../../lib/run/hit-sample.ts';

/** Numbers whose kind comes again after every seven, as fields do. */
const isBad = (hit: number) => hit % 7 === 3;

/** Batches of hits, several of each product, through one sample. */
async function sampled(batches: number, hitsOfBatch: number, most: number, isRefused = isBad) {
  const sample = new HitSample(most);
  let [examined, examinations] = [0, 0];
  const refused: { hits: number[]; found: ReadonlySet<number> }[] = [];
  for (let batch = 0; batch < batches; batch++) {
    const hits = Array.from({ length: hitsOfBatch }, (_, index) => batch * hitsOfBatch + index);
    const found = await sample.refusedOf(hits, async (drawn) => {
      examined += drawn.length;
      examinations++;
      return new Set(drawn.filter(isRefused));
    });
    refused.push({ hits, found });
  }
  return {
    examined,
    examinations,
    refused,
    share: refused.flatMap(({ found }) => [...found]).length / (batches * hitsOfBatch),
  };
}

describe('a sample of hits', () => {
  it('examines each where there are few, and refuses those alone that are refused', async () => {
    const { examined, refused } = await sampled(5, 40, 200);
    expect(examined).toBe(200);
    for (const { hits, found } of refused) expect([...found]).toEqual(hits.filter(isBad));
  });

  it('never examines more than it may, and tells how many are refused of all', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 8, max: 1_500 }), fc.integer({ min: 30, max: 700 }), async (batches, hits) => {
        fc.pre(batches * hits > 5_000 && batches * hits < 60_000);
        const { examined, share } = await sampled(batches, hits, 2_000);
        expect(examined).toBeLessThanOrEqual(2_000);
        expect(examined).toBeGreaterThan(1_800);
        expect(Math.abs(share - 1 / 7)).toBeLessThan(0.03);
      }),
      { numRuns: 25 },
    );
  });

  it('refuses nothing where nothing that was examined is refused, and all where all is', async () => {
    expect((await sampled(50, 200, 300, () => false)).share).toBe(0);
    expect((await sampled(50, 200, 300, () => true)).share).toBe(1);
  });

  it('has no say where there are no hits', async () => {
    expect((await new HitSample().refusedOf([], async (drawn) => new Set(drawn))).size).toBe(0);
  });

  it('is complete after the first hits, so many: nothing more is read for it', async () => {
    const { examined, examinations, refused } = await sampled(40, 500, 400);
    expect(examined).toBe(400);
    expect(examinations).toBe(1);
    const firsts = [...(refused[0]?.found ?? [])];
    expect(firsts.some((hit) => hit < 100) && firsts.some((hit) => hit >= 400)).toBe(true);
  });
});
