import type { InvalidProduct } from '../../catalog/entries.ts';
import type { PlannedBatch } from '../plan.ts';
import type { StepDeps } from '../ports.ts';
import type { Store } from '../store.ts';
import { type Batching, batchesOf } from './batches.ts';
import { type EstimateDeps, estimateBatches } from './estimate-batches.ts';
import { estimateWritten } from './estimate-written.ts';
import { heldFor, type ReadyRun } from './ready-run.ts';
import { type BatchesAside, writtenBatches } from './write-batches.ts';

export type UnwrittenDeps = EstimateDeps &
  Pick<StepDeps, 'batchProducts' | 'scratch'> & { readonly heldCharacters?: number };

/** Products left out that are held, with their faults: some 5 MB. */
const MOST_LEFT_OUT = 10_000;

/** Estimates the batches that a run would have, and leaves nothing behind, in its store or elsewhere. Those of a catalog that is not held stand aside until `use` has ended. */
export async function estimateUnwritten<T>(
  run: ReadyRun,
  shardCount: number,
  deps: UnwrittenDeps,
  use: (batches: readonly PlannedBatch[], aside: BatchesAside | null) => Promise<T>,
): Promise<T> {
  const batching = { heldCharacters: heldFor(shardCount), ...deps, shardCount };
  // Of a catalog that is held, each shard comes once.
  if (run.survey.selection.held !== null) return use(await estimateAsTheyFill(run, batching, deps), null);
  const { store, remove } = await deps.scratch();
  try {
    const aside = { store, ...(await writeAside(run, batching, store)) };
    return await use(await estimateWritten(run, aside.shards, { ...deps, store }), aside);
  } finally {
    await remove();
  }
}

async function writeAside(
  run: ReadyRun,
  batching: Batching,
  store: Pick<Store, 'write'>,
): Promise<Omit<BatchesAside, 'store'>> {
  const shards: number[] = [];
  const leftOut: InvalidProduct[] = [];
  let count = 0;
  const leaveOut = async (invalid: InvalidProduct) => {
    if (++count <= MOST_LEFT_OUT) leftOut.push(invalid);
  };
  for await (const group of writtenBatches(run, { ...batching, leaveOut }, store))
    for (const { file } of group) shards.push(file.shard.index);
  return { shards, leftOut: count <= MOST_LEFT_OUT ? leftOut : null };
}

async function estimateAsTheyFill(run: ReadyRun, batching: Batching, deps: UnwrittenDeps): Promise<PlannedBatch[]> {
  const batches: PlannedBatch[] = [];
  for await (const group of batchesOf(run, batching)) {
    const numbered = group.map((file, index) => ({ batch: batches.length + index, file }));
    batches.push(...(await estimateBatches(run, numbered, deps)));
  }
  return batches;
}
