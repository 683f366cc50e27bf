import type { InvalidProduct } from '../../catalog/entries.ts';
import { type Product, type ProductId, productId } from '../../catalog/product.ts';
import type { BatchFile, InvalidLine, PlanFile } from '../contract/internal.ts';
import { keys } from '../contract/keys.ts';
import { spanNames } from '../contract/span-names.ts';
import type { PlanState } from '../contract/state.ts';
import { InFlight } from '../in-flight.ts';
import { jsonList } from '../json-list.ts';
import { type Output, openOutput } from '../output.ts';
import type { PlannedBatch } from '../plan.ts';
import type { StepDeps } from '../ports.ts';
import { writeJson } from '../store.ts';
import { traceparentOf } from '../trace/context.ts';
import { batchesOf } from './batches.ts';
import { type DraftDeps, workflowOf } from './draft.ts';
import { estimateBatches } from './estimate-batches.ts';
import { estimateWritten } from './estimate-written.ts';
import { heldFor, type ReadyRun } from './ready-run.ts';
import { spentBefore } from './spent-before.ts';

/** Batches that are written at once: enough to hide a round trip of some 40 ms. */
const WRITES_IN_FLIGHT = 8;

/** Writes a run's batches as they fill, then the items of the workflow, and last the plan: where that stands, all does. */
export async function writePlan(
  run: ReadyRun,
  how: {
    readonly startedAt: string;
    readonly shardCount: number;
    /** What the same batches were estimated at before; null where they were not. */
    readonly estimated: readonly PlannedBatch[] | null;
    readonly rawRequest: unknown;
  },
  deps: DraftDeps & Pick<StepDeps, 'store' | 'engine'>,
): Promise<PlanState> {
  const { store, engine } = deps;
  const before = await spentBefore(store, run.runId);
  const { runId, planId, request, settings, survey } = run;
  const { shardCount } = how;
  const shards: number[] = [];
  const groups: PlannedBatch[] = [];
  // Of a catalog that is held, each shard comes once.
  const estimatesGroups = how.estimated === null && survey.selection.held !== null;
  const writes = new InFlight(WRITES_IN_FLIGHT);
  /** The product of a run of one. */
  let only: ProductId | null = null;
  const leftOut = invalidOutput(run, store);
  const batching = { heldCharacters: heldFor(shardCount), ...deps, shardCount, leaveOut: leftOut.push };
  for await (const group of batchesOf(run, batching)) {
    const numbered = group.map((file, index) => ({ batch: shards.length + index, file }));
    const estimates = estimatesGroups ? await estimateBatches(run, numbered, deps) : [];
    for (const [index, file] of group.entries()) {
      const batch = shards.push(file.shard.index) - 1;
      await writes.add(() => writeBatch(run, batch, file, store));
      if (survey.selection.products === 1) only = productId(file.products[0] as Product, settings.profile);
      if (estimatesGroups) groups.push({ batch, estimates: estimates[index] ?? [] });
    }
  }
  await writes.end();
  await leftOut.end();
  const batches = how.estimated ?? (estimatesGroups ? groups : await estimateWritten(run, shards, deps));
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
    shards,
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

/** In one line: of 100,000 products the indentation alone would be 30 MB. */
function writeBatch(run: ReadyRun, batch: number, file: BatchFile, store: StepDeps['store']): Promise<void> {
  return store.write(keys.batch(run, batch), `${JSON.stringify(file)}\n`);
}

/** `invalid.jsonl`, which stands only where a product is left out. */
function invalidOutput(run: ReadyRun, store: StepDeps['store']) {
  let output: Output<InvalidLine> | null = null;
  return {
    push: ({ id, faults }: InvalidProduct): Promise<void> => {
      output ??= openOutput<InvalidLine>(store, keys.invalid(run), lines);
      return output.push({ id, faults: [...faults] });
    },
    end: async (): Promise<void> => output?.end(),
  };
}

async function* lines(rows: AsyncIterable<InvalidLine>): AsyncGenerator<string> {
  for await (const row of rows) yield `${JSON.stringify(row)}\n`;
}
