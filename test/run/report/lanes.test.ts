import { describe, expect, it } from 'vitest';
import { duration } from '../../../lib/run/report/client/format.ts';
import { lanes, ticks } from '../../../lib/run/report/client/lanes.ts';
import { BEGAN, invocation, reportLocale } from './sample.ts';

const LOCALES = ['es', 'ar'].map(reportLocale);
const drawn = (...invocations: ReturnType<typeof invocation>[]) => lanes(invocations, LOCALES, duration);

describe('lanes', () => {
  it('have one for each locale, in the order of the run', () => {
    expect(drawn(invocation('ar')).map(({ locale, tracks, bars }) => [locale, tracks, bars.length])).toEqual([
      ['es', 0, 0],
      ['ar', 1, 7],
    ]);
  });

  it('show calls at the same time below each other, and later ones beside them', () => {
    const [, , call] = invocation('es').trail;
    const at = (offset: number) => ({ ...(call as NonNullable<typeof call>), at: BEGAN + offset, ms: 100 });
    const trail = [at(0), at(50), at(100), at(120), at(200)];
    const [es] = drawn(invocation('es', { startedAt: BEGAN, ms: 300, trail }));
    expect(es?.tracks).toBe(3);
    expect(es?.bars.map(({ kind, track, tracks }) => [kind, track, tracks])).toEqual([
      ['job', 0, 3],
      ['failed', 0, 1],
      ['failed', 1, 1],
      ['failed', 0, 1],
      ['failed', 2, 1],
      ['failed', 0, 1],
    ]);
  });

  it('show jobs at the same time below each other', () => {
    const job = (batch: number, startedAt: number) => invocation('es', { batch, startedAt, ms: 100, trail: [] });
    const [es] = drawn(job(2, BEGAN + 100), job(1, BEGAN + 50), job(0, BEGAN));
    expect(es?.bars.map(({ title, track }) => [title, track])).toEqual([
      ['Job of batch 0: 100 ms', 0],
      ['Job of batch 1: 100 ms', 1],
      ['Job of batch 2: 100 ms', 0],
    ]);
  });

  it('show the pause between two invocations of a job', () => {
    const first = invocation('es', { startedAt: BEGAN, ms: 100, error: 'Paused', trail: [] });
    const second = invocation('es', { startedAt: BEGAN + 60_100, ms: 100, trail: [] });
    const [es] = drawn(second, first);
    expect(es?.bars.map(({ kind, at, ms, title }) => [kind, at - BEGAN, ms, title])).toEqual([
      ['job', 0, 100, 'Job of batch 0: 100 ms, ended by Paused'],
      ['job', 60_100, 100, 'Job of batch 0: 100 ms'],
      ['pause', 100, 60_000, 'Job of batch 0 paused for 1 min'],
    ]);
  });

  it('say what each step was', () => {
    const [es] = drawn(invocation('es'));
    expect(es?.bars.map(({ kind, title }) => [kind, title])).toEqual([
      ['job', 'Job of batch 0: 1.4 s'],
      ['recall', 'Memory: 3 found, 20 ms'],
      ['wait', 'Waited 80 ms for openai/gpt-oss-20b'],
      ['failed', 'call to openai/gpt-oss-20b: 250 ms, 4 segments, RateLimited'],
      ['again', 'repeated call to openai/gpt-oss-20b: 250 ms, 4 segments'],
      ['check', 'Checked: 3 accepted, 1 refused'],
      ['again', 'corrective call to openai/gpt-oss-20b: 250 ms, 4 segments'],
    ]);
  });
});

describe('the marks of the axis', () => {
  it.each([1, 7, 90, 2_100, 59_000, 61_000, 1_000_000, 86_400_000, 5 * 86_400_000, 90 * 86_400_000])(
    'are few and round for %d ms',
    (ms) => {
      const marks = ticks(ms);
      expect(marks[0]).toBe(0);
      expect(marks.length).toBeGreaterThanOrEqual(2);
      expect(marks.length).toBeLessThanOrEqual(8);
      expect(marks.at(-1)).toBeLessThanOrEqual(ms);
    },
  );
});
