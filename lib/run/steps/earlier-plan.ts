import { planFileSchema } from '../contract/internal.ts';
import { keys } from '../contract/keys.ts';
import { readJson, type Store } from '../store.ts';
import { readTraceparent, type TraceContext } from '../trace/context.ts';

/** What a run has from an earlier planning of it. */
export interface EarlierPlan {
  /** Whether there is one: jobs begin when their plan stands, so that a run without has bought nothing. */
  readonly stands: boolean;
  /**
   * The trace of one that was cut off before Merge had exported its spans: what its invocations have exported stands under them, and the run goes on in
   * the same trace. Null where there is none; a run that had ended and is taken up again begins another.
   */
  readonly trace: TraceContext | null;
}

/** Looks whether a run is taken up again. A plan that cannot be read counts: its jobs may have bought something. */
export async function earlierPlan(store: Pick<Store, 'read'>, runId: string): Promise<EarlierPlan> {
  const file = await readJson(store, keys.plan(runId)).catch(() => 'unreadable');
  if (file === null) return { stands: false, trace: null };
  return { stands: true, trace: await openTrace(store, file) };
}

async function openTrace(store: Pick<Store, 'read'>, file: unknown): Promise<TraceContext | null> {
  const plan = planFileSchema.safeParse(file);
  if (!plan.success) return null;
  const context = readTraceparent(plan.data.trace.traceparent);
  if (context === null || (await store.read(keys.traced(plan.data, null))) !== null) return null;
  const since = plan.data.trace.since ?? Date.parse(plan.data.startedAt);
  return { traceId: context.traceId, rootSpanId: context.spanId, since };
}
