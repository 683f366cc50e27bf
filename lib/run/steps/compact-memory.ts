import pLimit from 'p-limit';
import type { Locale } from '../../catalog/locale.ts';
import type { PlanFile } from '../contract/internal.ts';
import type { MergeDeps } from './merge-deps.ts';

/** Shards that are compacted at once: each holds the memory of some thousand products meanwhile. */
const SHARDS_IN_FLIGHT = 4;

/** With less time left no shard is begun: one takes some seconds, and the run's results are not to fail for it. */
const RESERVE_MS = 120_000;

/**
 * Puts together what the run's jobs have written to a locale's memory, file by file. The results stand already: trouble here costs the next run some
 * reading, and this one nothing. What the invocation has no time for any more the next run does.
 */
export async function compactMemory(
  plan: PlanFile,
  locale: Locale,
  { memory, log, remainingMs }: Pick<MergeDeps, 'memory' | 'log' | 'remainingMs'>,
): Promise<void> {
  const { runId, shards, shardCount, settings } = plan;
  const limit = pLimit(SHARDS_IN_FLIGHT);
  let failed = false;
  let left = 0;
  const compact = async (index: number): Promise<void> => {
    if (remainingMs() < RESERVE_MS) {
      left++;
      return;
    }
    // Where one fails the store is in trouble: the others can wait for the next run.
    if (failed) return;
    try {
      await memory.compact({ catalog: settings.catalog, locale, shard: { index, of: shardCount } });
    } catch (error) {
      failed = true;
      const { name, message } = error as Error;
      log('memory.not_compacted', { runId, target: locale, shard: index, error: name, message });
    }
  };
  await Promise.all([...new Set(shards)].map((index) => limit(() => compact(index))));
  if (left > 0) log('memory.compaction_put_off', { runId, target: locale, shards: left });
}
