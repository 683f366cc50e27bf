import { describe, expect, it } from 'vitest';
import { inMemoryTranslationMemory } from '../../lib/adapters/memory-store.ts';
import { keys } from '../../lib/run/contract/keys.ts';
import { planStep } from '../../lib/run/steps/plan.ts';
import { ProviderUnavailable } from '../../lib/translate/errors.ts';
import type { TranslationMemory } from '../../lib/translate/memory.ts';
import { products, run, world } from '../fakes/run.ts';

const REQUEST = { catalog: products(3), locales: ['fr', 'de'] as [string, string] };
const FORCED = { ...REQUEST, force: true };

/** A world whose memory counts how often it is read, and whose provider fails at what it is told to. */
function counted() {
  const inner = inMemoryTranslationMemory();
  let reads = 0;
  const failing = new Set<string>();
  const memory: TranslationMemory = {
    ...inner,
    holds: (...asked) => {
      reads++;
      return inner.holds(...asked);
    },
    recall: (...asked) => {
      reads++;
      return inner.recall(...asked);
    },
  };
  const fail = ({ locale }: { locale: string }) => {
    if (failing.has(locale)) throw new ProviderUnavailable('503');
  };
  const w = world({ memory, answers: { fail } });
  /** How often a plan reads memory, and what it says. */
  const plan = async (runId: string, request: object) => {
    const before = reads;
    const state = await planStep({ runId, request }, w.deps);
    return { ...state, reads: reads - before };
  };
  return { w, plan, failing };
}

describe('the plan of a forced run', () => {
  it('reads memory not once where the run is new, be it a run, one with a budget or a dry run', async () => {
    const { w, plan } = counted();
    await run(w, REQUEST, { runId: 'first' });
    expect(await plan('dry', { ...FORCED, dryRun: true })).toMatchObject({
      reads: 0,
      estimate: { total: { memoryHits: 0 } },
    });
    expect((await plan('budget', { ...FORCED, maxUsd: 1 })).reads).toBe(0);
    expect((await plan('plain', FORCED)).reads).toBe(0);
    // It is the first plan of its run that knows nothing was bought.
    expect((await plan('plain', FORCED)).reads).toBeGreaterThan(0);
    expect((await plan('unforced', { ...REQUEST, dryRun: true })).reads).toBeGreaterThan(0);
  });

  it('counts what the run has bought itself where it is taken up again', async () => {
    const { w, plan, failing } = counted();
    await run(w, REQUEST, { runId: 'first' });
    failing.add('de');
    expect((await run(w, FORCED, { runId: 'r' })).summary.status).toBe('PARTIAL');
    const again = await plan('r', { ...FORCED, dryRun: true });
    expect(again.reads).toBeGreaterThan(0);
    expect(again.estimate?.locales).toMatchObject([
      { locale: 'fr', calls: 0, memoryHits: again.estimate?.locales[0]?.units },
      { locale: 'de', calls: 1, memoryHits: 0 },
    ]);
    failing.clear();
    const asked = w.model.asked.length;
    await run(w, FORCED, { runId: 'r' });
    expect(new Set(w.model.asked.slice(asked).map(({ locale }) => locale))).toEqual(new Set(['de']));
  });

  it('counts it also where the plan before cannot be read', async () => {
    const { w, plan } = counted();
    await run(w, FORCED, { runId: 'r' });
    await w.store.write(keys.plan('r'), '{"half');
    const again = await plan('r', { ...FORCED, dryRun: true });
    expect(again.estimate?.total).toMatchObject({ calls: 0, memoryHits: again.estimate?.total.units });
  });
});
