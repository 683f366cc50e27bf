import type { InvalidProduct } from '../../catalog/entries.ts';
import { type Product, type ProductId, productId } from '../../catalog/product.ts';
import type { InvalidLine } from '../contract/internal.ts';
import { keys } from '../contract/keys.ts';
import { type Output, openOutput } from '../output.ts';
import type { PlannedBatch } from '../plan.ts';
import type { Store } from '../store.ts';
import type { DraftDeps } from './draft.ts';
import { estimateBatches } from './estimate-batches.ts';
import { heldFor, type ReadyRun } from './ready-run.ts';
import { type BatchesAside, copyBatches, writtenBatches } from './write-batches.ts';

/** The batches of a run, in its store. */
export interface PlacedBatches {
  readonly shards: readonly number[];
  /** The product of a run of one. */
  readonly only: ProductId | null;
  /** Null where they are to be estimated when all of them stand. */
  readonly estimated: readonly PlannedBatch[] | null;
}

/** Copies the batches that a draft has set aside; null where there are none, or where not all that is to be written stands with them. */
export async function copied(run: ReadyRun, aside: BatchesAside | null, store: Store): Promise<PlacedBatches | null> {
  if (aside === null || aside.leftOut === null || run.survey.selection.products === 1) return null;
  await copyBatches(run, aside, store);
  const output = invalidOutput(run, store);
  for (const invalid of aside.leftOut) await output.push(invalid);
  await output.end();
  return { shards: aside.shards, only: null, estimated: null };
}

/** Writes them as they fill. `isEstimated` says that a draft has estimated them. */
export async function filled(
  run: ReadyRun,
  { shardCount, isEstimated }: { readonly shardCount: number; readonly isEstimated: boolean },
  deps: DraftDeps,
): Promise<PlacedBatches> {
  const { survey, settings } = run;
  const shards: number[] = [];
  // Of a catalog that is held, each shard comes once.
  const estimated: PlannedBatch[] | null = isEstimated || survey.selection.held === null ? null : [];
  let only: ProductId | null = null;
  const leftOut = invalidOutput(run, deps.store);
  const batching = { heldCharacters: heldFor(shardCount), ...deps, shardCount, leaveOut: leftOut.push };
  for await (const group of writtenBatches(run, batching, deps.store)) {
    estimated?.push(...(await estimateBatches(run, group, deps)));
    for (const { file } of group) {
      shards.push(file.shard.index);
      if (survey.selection.products === 1) only = productId(file.products[0] as Product, settings.profile);
    }
  }
  await leftOut.end();
  return { shards, only, estimated };
}

/** `invalid.jsonl`, which stands only where a product is left out. */
function invalidOutput(run: ReadyRun, store: Store) {
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
