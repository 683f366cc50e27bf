import { planFileSchema } from '../contract/internal.ts';
import { keys } from '../contract/keys.ts';
import { readJson, type Store } from '../store.ts';
import { readTraceparent, type TraceContext } from '../trace/context.ts';

/**
 * The trace of an earlier planning of this run that was cut off before Merge had exported its spans: what its invocations have exported stands under them, and the run goes on in
 * the same trace. Null where there is none; a run that had ended and is taken up again begins another.
 */
export async function earlierTrace(store: Store, runId: string): Promise<TraceContext | null> {
  const plan = planFileSchema.safeParse(await readJson(store, keys.plan(runId)).catch(() => null));
  if (!plan.success) return null;
  const context = readTraceparent(plan.data.trace.traceparent);
  if (context === null || (await store.read(keys.traced(plan.data, null))) !== null) return null;
  const since = plan.data.trace.since ?? Date.parse(plan.data.startedAt);
  return { traceId: context.traceId, rootSpanId: context.spanId, since };
}
