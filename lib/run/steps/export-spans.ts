import type { Locale } from '../../catalog/locale.ts';
import type { PlanFile } from '../contract/internal.ts';
import { keys } from '../contract/keys.ts';
import type { Span } from '../contract/span.ts';
import { exportSpans } from '../trace/export.ts';
import type { MergeDeps } from './merge-deps.ts';

/**
 * Exports what stands for the run, or for one of its locales, as a whole. Once: a Merge that is called again, since its first answer was lost, leaves the trace as it is.
 * A trace is no result: trouble with the store here is nobody's.
 */
export async function exportOnce(
  plan: PlanFile,
  locale: Locale | null,
  spans: () => readonly Span[],
  { spans: sink, store, log }: Pick<MergeDeps, 'spans' | 'store' | 'log'>,
): Promise<void> {
  if (sink === null) return;
  const key = keys.traced(plan, locale);
  try {
    if ((await store.read(key)) !== null) return;
    await store.write(key, `${plan.trace.traceparent}\n`);
  } catch (error) {
    log('trace.dropped', { runId: plan.runId, spans: spans().length, cause: (error as Error).message });
    return;
  }
  await exportSpans(sink, spans());
}
