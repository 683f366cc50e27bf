import { StoreUnavailable } from '../contract/errors.ts';
import type { BatchFile } from '../contract/internal.ts';
import { keys } from '../contract/keys.ts';
import type { PlannedBatch } from '../plan.ts';
import type { Store } from '../store.ts';
import { type EstimateDeps, estimateBatches, forgetBought, type NumberedBatch } from './estimate-batches.ts';
import { HELD_CHARACTERS, type ReadyRun } from './ready-run.ts';

/** Batches that are read at once: enough to hide a round trip of some 20 ms. */
const READS_IN_FLIGHT = 8;

/** Where batches stand, and how much of them is held at a time. */
export interface WrittenBatches {
  readonly store: Pick<Store, 'read'>;
  /** @default HELD_CHARACTERS */
  readonly heldCharacters?: number;
}

/**
 * Estimates batches that stand in a store, shard by shard: in the order in which a catalog fills them a shard comes round a hundred times, and each time its memory
 * would be listed and looked up anew. `shards` has the shard of each batch, by the batch's number.
 */
export async function estimateWritten(
  run: ReadyRun,
  shards: readonly number[],
  deps: EstimateDeps & WrittenBatches,
): Promise<PlannedBatch[]> {
  const planned: PlannedBatch[] = [];
  for (const [shard, own] of batchesByShard(shards)) {
    for await (const group of groupsOf(run, own, deps)) {
      for (const one of await estimateBatches(run, group, deps)) planned[one.batch] = one;
    }
    forgetBought(run, shard);
  }
  return planned;
}

function batchesByShard(shards: readonly number[]): ReadonlyMap<number, readonly number[]> {
  const byShard = new Map<number, number[]>();
  for (const [batch, shard] of shards.entries()) {
    const own = byShard.get(shard) ?? [];
    own.push(batch);
    byShard.set(shard, own);
  }
  return byShard;
}

/** A shard's batches, as many at a time as may be held. */
async function* groupsOf(
  run: ReadyRun,
  batches: readonly number[],
  { store, heldCharacters = HELD_CHARACTERS }: WrittenBatches,
): AsyncGenerator<readonly NumberedBatch[]> {
  let group: NumberedBatch[] = [];
  let characters = 0;
  for (let from = 0; from < batches.length; from += READS_IN_FLIGHT) {
    const next = batches.slice(from, from + READS_IN_FLIGHT);
    const texts = await Promise.all(next.map((batch) => store.read(keys.batch(run, batch))));
    for (const [index, batch] of next.entries()) {
      const text = texts[index] ?? null;
      if (text === null) throw new StoreUnavailable(`${keys.batch(run, batch)} is missing`);
      // This very invocation has written it.
      group.push({ batch, file: JSON.parse(text) as BatchFile });
      characters += text.length;
    }
    if (characters < heldCharacters) continue;
    yield group;
    group = [];
    characters = 0;
  }
  if (group.length > 0) yield group;
}
