import { describe, expect, it } from 'vitest';
import type { Locale } from '../../lib/catalog/locale.ts';
import { StoreUnavailable } from '../../lib/run/contract/errors.ts';
import type { PlanFile } from '../../lib/run/contract/internal.ts';
import { compactMemory } from '../../lib/run/steps/compact-memory.ts';
import type { TranslationMemory } from '../../lib/translate/memory.ts';
import { world } from '../fakes/run.ts';

/** Compacts the memory of a run of `shardCount` shards, where the shard `fails` cannot be compacted. */
async function compacted(shardCount: number, fails: number | null = null, remainingMs: () => number = () => 900_000) {
  const { deps } = world();
  const shards: number[] = [];
  const logged: object[] = [];
  let [now, most] = [0, 0];
  const compact: TranslationMemory['compact'] = async ({ shard }) => {
    shards.push(shard.index);
    most = Math.max(most, ++now);
    await new Promise((resolve) => setTimeout(resolve, 2));
    now--;
    if (shard.index === fails) throw new StoreUnavailable('slow down');
    return { damaged: [] };
  };
  const batches = Array.from({ length: shardCount * 2 }, (_, batch) => batch % shardCount);
  const plan = { runId: 'r', shards: batches, shardCount, settings: { catalog: 'shop' } } as unknown as PlanFile;
  const log = (event: string, data: object) => void logged.push({ event, ...data });
  await compactMemory(plan, 'fr' as Locale, { ...deps, memory: { ...deps.memory, compact }, log, remainingMs });
  return { shards, most, running: now, logged };
}

describe('the memory of a run', () => {
  it('is compacted shard by shard, each once, four at a time', async () => {
    const { shards, most } = await compacted(16);
    expect(shards).toEqual(Array.from({ length: 16 }, (_, index) => index));
    expect(most).toBe(4);
  });

  it('is left alone after trouble, which fails nothing and is logged', async () => {
    const { shards, running, logged } = await compacted(16, 1);
    expect(shards.length).toBeLessThan(8);
    expect(running).toBe(0);
    const trouble = { target: 'fr', shard: 1, error: 'StoreUnavailable', message: 'slow down' };
    expect(logged).toMatchObject([{ event: 'memory.not_compacted', runId: 'r', ...trouble }]);
  });

  it('is left to the next run where the invocation has less than two minutes left', async () => {
    let left = 150_000;
    const { shards, logged } = await compacted(16, null, () => (left -= 5_000));
    expect(shards).toEqual([0, 1, 2, 3, 4, 5]);
    expect(logged).toEqual([{ event: 'memory.compaction_put_off', runId: 'r', target: 'fr', shards: 10 }]);
  });
});
