import type { PlanFile } from '../contract/internal.ts';
import { keys } from '../contract/keys.ts';
import { spanNames } from '../contract/span-names.ts';
import type { PlanState } from '../contract/state.ts';
import { jsonList } from '../json-list.ts';
import type { PlannedBatch } from '../plan.ts';
import { writeJson } from '../store.ts';
import { traceparentOf } from '../trace/context.ts';
import { type DraftDeps, workflowOf } from './draft.ts';
import { estimateWritten } from './estimate-written.ts';
import { copied, filled } from './place-batches.ts';
import type { ReadyRun } from './ready-run.ts';
import { spentBefore } from './spent-before.ts';
import type { BatchesAside } from './write-batches.ts';

/** What the draft of a run with a budget has worked out. */
export interface Drafted {
  readonly shardCount: number;
  readonly batches: readonly PlannedBatch[];
  readonly aside: BatchesAside | null;
}

/** Writes a run's batches, then the items of the workflow, and last the plan: where that stands, all does. */
export async function writePlan(
  run: ReadyRun,
  how: {
    readonly startedAt: string;
    readonly shardCount: number;
    /** The draft of the same batches; null where there was none. */
    readonly drafted: Drafted | null;
    readonly rawRequest: unknown;
  },
  deps: DraftDeps,
): Promise<PlanState> {
  const { store, engine } = deps;
  const before = await spentBefore(store, run.runId);
  const { runId, planId, request, settings, survey } = run;
  const { shardCount, drafted } = how;
  const { shards, only, estimated } =
    (await copied(run, drafted?.aside ?? null, store)) ??
    (await filled(run, { shardCount, isEstimated: drafted !== null }, deps));
  const batches = drafted?.batches ?? estimated ?? (await estimateWritten(run, shards, deps));
  const root = only === null ? spanNames.catalog : spanNames.product(only);
  const { state, items } = workflowOf(withBudgetLeft(run, before), batches, deps);
  const plan: PlanFile = {
    runId,
    planId,
    startedAt: how.startedAt,
    trace: { traceparent: traceparentOf(run.trace.traceId, run.trace.rootSpanId), root, since: run.trace.since },
    engine,
    settings,
    locales: [...request.locales],
    batches: shards.length,
    publishes: run.publishes,
    wrapper: survey.wrapper,
    shardCount,
    shards: [...shards],
    products: survey.selection.products,
    invalid: survey.selection.invalid,
    mergesByLocale: state.merges.length > 0,
    unusedOverrides: [...survey.unusedOverrides],
    spentBefore: before,
  };
  await writeJson(store, keys.request(runId), how.rawRequest);
  await store.writePieces(keys.batches(run), jsonList(items));
  await writeJson(store, keys.plan(runId), plan);
  return state;
}

/** A run that is taken up again has what is left of its budget. */
function withBudgetLeft(run: ReadyRun, before: PlanFile['spentBefore']): ReadyRun {
  const { maxUsd } = run.request;
  if (maxUsd === null) return run;
  const left = Math.max(0, maxUsd - before.reduce((sum, { usd }) => sum + usd, 0));
  return { ...run, request: { ...run.request, maxUsd: left } };
}
