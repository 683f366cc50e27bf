import { describe, expect, it } from 'vitest';
import { StoreUnavailable } from '../../lib/run/contract/errors.ts';
import { keys } from '../../lib/run/contract/keys.ts';
import type { Summary } from '../../lib/run/contract/results.ts';
import { planRecordingRefusal } from '../../lib/run/steps/refusal.ts';
import { readJson } from '../../lib/run/store.ts';
import { documents, products, world } from '../fakes/run.ts';

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
