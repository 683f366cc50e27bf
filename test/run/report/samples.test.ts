import { describe, expect, it } from 'vitest';
import { ProductSample } from '../../../lib/run/report/product-sample.ts';
import { TimelineSample } from '../../../lib/run/report/timeline-sample.ts';
import { BEGAN, failure, invocation, reportProduct } from './sample.ts';

const fine = (id: number) => reportProduct(id, ['es']);
const failed = (id: number) => reportProduct(id, ['es'], { failures: [failure('es')] });
const ONE = JSON.stringify(fine(1)).length;

function sampled(limits: { products: number; characters: number }, failuresFirst: boolean, ids: readonly number[]) {
  const sample = new ProductSample<number>(limits, { failuresFirst });
  // Even numbers fail.
  for (const id of ids) sample.add(id % 2 === 0 ? failed(id) : fine(id), id);
  const { held, leftOut } = sample.end();
  return { ids: held.map(({ more }) => more), leftOut };
}
const to = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

describe('the products of a page', () => {
  it('are all of a run that fits, in its order', () => {
    expect(sampled({ products: 6, characters: 1e6 }, true, to(6))).toEqual({ ids: to(6), leftOut: 0 });
  });

  it('are those with failures first, then the first of the others', () => {
    expect(sampled({ products: 5, characters: 1e6 }, true, to(7))).toEqual({ ids: [2, 4, 6, 1, 3], leftOut: 2 });
    expect(sampled({ products: 2, characters: 1e6 }, true, to(7))).toEqual({ ids: [2, 4], leftOut: 5 });
  });

  it('are the first ones of the run where each locale keeps them by itself', () => {
    expect(sampled({ products: 3, characters: 1e6 }, false, to(7))).toEqual({ ids: [1, 2, 3], leftOut: 4 });
  });

  it('take no more characters than a page has', () => {
    expect(sampled({ products: 9, characters: ONE * 3.5 }, false, [1, 3, 5, 7])).toEqual({
      ids: [1, 3, 5],
      leftOut: 1,
    });
    // One too many goes, and no later one comes in its place.
    const { ids, leftOut } = sampled({ products: 9, characters: ONE * 3.5 }, true, [1, 3, 5, 2, 7]);
    expect([ids[0], ids.length + leftOut, ids.includes(7)]).toEqual([2, 5, false]);
    expect(ids.length).toBeLessThan(4);
  });
});

describe('the timeline of a page', () => {
  const of = (limit: number, count: number) => {
    const sample = new TimelineSample(limit);
    for (let batch = 0; batch < count; batch++) sample.add(invocation('es', { batch, startedAt: BEGAN + batch * 100 }));
    return sample.end();
  };

  it('has every call, then whole jobs, then the span of each locale', () => {
    expect(of(21, 3)).toMatchObject({ detail: 'calls', invocations: { length: 3 } });
    const jobs = of(20, 3);
    expect(jobs.detail === 'jobs' && jobs.invocations.map(({ trail }) => trail)).toEqual([[], [], []]);
    expect(of(20, 21)).toEqual({
      detail: 'locales',
      spans: [{ locale: 'es', startedAt: BEGAN, endedAt: BEGAN + 3_400, invocations: 21, ms: 21 * 1_400 }],
    });
  });

  it('joins what locales have kept by themselves, at the coarsest of them', () => {
    const joined = (...parts: [number, number][]) => {
      const sample = new TimelineSample(100);
      for (const [limit, count] of parts) sample.addAll(of(limit, count));
      return sample.end();
    };
    expect(joined([100, 2], [100, 1])).toMatchObject({ detail: 'calls', invocations: { length: 3 } });
    expect(joined([100, 2], [10, 4], [100, 1])).toMatchObject({ detail: 'jobs', invocations: { length: 7 } });
    expect(joined([100, 2], [3, 4], [100, 1])).toMatchObject({ detail: 'locales', spans: [{ invocations: 7 }] });
  });
});
