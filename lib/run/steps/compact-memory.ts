import type { Locale } from '../../catalog/locale.ts';
import type { PlanFile } from '../contract/internal.ts';
import type { MergeDeps } from './merge-deps.ts';

/**
 * Puts together what the run's jobs have written to a locale's memory, file by file. The results stand already: trouble here costs the next run some
 * reading, and this one nothing.
 */
export async function compactMemory(plan: PlanFile, locale: Locale, { memory, log }: MergeDeps): Promise<void> {
  const { runId, shards, shardCount, settings } = plan;
  for (const index of new Set(shards)) {
    try {
      await memory.compact({ catalog: settings.catalog, locale, shard: { index, of: shardCount } });
    } catch (error) {
      const { name, message } = error as Error;
      log('memory.not_compacted', { runId, target: locale, shard: index, error: name, message });
      return;
    }
  }
}
