import { describe, expect, it } from 'vitest';
import { StoreRefused, StoreUnavailable } from '../../lib/run/contract/errors.ts';
import { planFileSchema } from '../../lib/run/contract/internal.ts';
import { keys } from '../../lib/run/contract/keys.ts';
import type { Summary } from '../../lib/run/contract/results.ts';
import { planRecordingRefusal } from '../../lib/run/steps/refusal.ts';
import { readJson } from '../../lib/run/store.ts';
import { documents, product, products, world } from '../fakes/run.ts';

const summaryOf = (w: ReturnType<typeof world>) =>
  readJson(w.store, keys.summary('r')) as Promise<(Summary & { faults: string[] }) | null>;

describe('planRecordingRefusal', () => {
  it('leaves a summary that says all that is wrong, with what the trigger found', async () => {
    const w = world({ documents: documents({ 'c.json': '{"a": 1}' }) });
    const request = { catalog: 'c.json', locales: ['fr', 'klingonese'], maxConcurrency: 0 };
    const input = { runId: 'r', request, faults: ['c.request.json: not JSON'] };
    await expect(planRecordingRefusal(input, w.deps)).rejects.toMatchObject({ name: 'RequestInvalid' });
    const summary = await summaryOf(w);
    expect(summary).toMatchObject({ runId: 'r', status: 'FAILED', source: 'en', locales: ['fr'], stats: { calls: 0 } });
    expect(summary?.faults).toEqual([
      'c.request.json: not JSON',
      expect.stringContaining('max-concurrency'),
      expect.stringContaining('"klingonese"'),
      expect.stringMatching(/^catalog c\.json: /),
    ]);
    expect(summary?.stoppedBy).toEqual({ error: 'RequestInvalid', cause: summary?.faults.join('\n') });
    expect(await w.store.list('r/')).toEqual([keys.summary('r')]);
  });

  it.each([
    ['a refusal of the store', new StoreRefused('cannot read s3://b/memory/x: access denied')],
    ['an error of no name that anybody foresaw', new RangeError('Maximum call stack size exceeded')],
  ])('leaves one for %s too, which is thrown on', async (_, error) => {
    const { memory } = world().deps;
    const w = world({ memory: { ...memory, holds: () => Promise.reject(error) } });
    const input = { runId: 'r', request: { catalog: products(1), locales: ['fr', 'de'] } };
    await expect(planRecordingRefusal(input, w.deps)).rejects.toBe(error);
    const { name, message } = error;
    expect(await summaryOf(w)).toMatchObject({
      status: 'FAILED',
      locales: ['fr', 'de'],
      stoppedBy: { error: name, cause: message },
      faults: [`${name}: ${message}`],
    });
  });

  it('throws what Plan ended with where the summary is refused, and what a retry may mend where it cannot be written just now', async () => {
    const input = { runId: 'r', request: { catalog: 'none.json', locales: ['fr'] } };
    const writing = (error: Error) => ({ ...world().store, write: () => Promise.reject(error) });
    const refused = world({ store: writing(new StoreRefused('no right to write')) });
    await expect(planRecordingRefusal(input, refused.deps)).rejects.toMatchObject({ name: 'RequestInvalid' });
    const busy = world({ store: writing(new StoreUnavailable('slow down')) });
    await expect(planRecordingRefusal(input, busy.deps)).rejects.toThrow('slow down');
  });

  it('throws for a state that has no run id, and writes nothing', async () => {
    const w = world();
    await expect(planRecordingRefusal({ request: {} }, w.deps)).rejects.toMatchObject({ name: 'ZodError' });
    expect(await w.store.list('')).toEqual([]);
  });

  it('lets a run go on without a product that is nested too deeply, and refuses one that has no other', async () => {
    const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
    const withField = `[${JSON.stringify(product(1))},{"product_id":2,"extracted_data":{},"extra":${deep(20_000)}}]`;
    const w = world({ documents: documents({ 'c.json': withField, 'deep.json': deep(20_000) }) });
    const request = { catalog: 'c.json', locales: ['fr'] };
    expect(await planRecordingRefusal({ runId: 'r', request }, w.deps)).toMatchObject({ mode: 'oneBatch' });
    const plan = planFileSchema.parse(await readJson(w.store, keys.plan('r')));
    expect(plan.invalid).toBe(1);
    expect(await readJson(w.store, keys.invalid(plan))).toEqual({
      id: 2,
      faults: ['products[1]: nested deeper than 100 levels'],
    });
    const whole = { runId: 'r', request: { ...request, catalog: 'deep.json' } };
    await expect(planRecordingRefusal(whole, w.deps)).rejects.toMatchObject({ name: 'RequestInvalid' });
    expect((await summaryOf(w))?.faults).toContain('products[0]: nested deeper than 100 levels');
  });

  it('leaves none where Plan goes through, or where the store is in trouble', async () => {
    const w = world();
    await planRecordingRefusal({ runId: 'r', request: { catalog: products(1), locales: ['fr'] } }, w.deps);
    expect(await summaryOf(w)).toBeNull();
    const broken = world({ documents: { ...documents(), open: () => Promise.reject(new StoreUnavailable('503')) } });
    const input = { runId: 'r', request: { catalog: 'c.json', locales: ['fr'] } };
    await expect(planRecordingRefusal(input, broken.deps)).rejects.toThrow(StoreUnavailable);
    expect(await summaryOf(broken)).toBeNull();
  });
});
