import type { Product } from '../../catalog/product.ts';
import type { PlanFile } from '../contract/internal.ts';
import type { OpenBatch } from './job-reader.ts';

/** A product in its batch. */
export interface PlacedProduct {
  readonly product: Product;
  /** Its place in the batch. */
  readonly index: number;
  readonly batch: OpenBatch;
}

/** The batches of one shard, the next product of the first that is open. */
interface Cursor {
  readonly batches: readonly number[];
  next: number;
  open: OpenBatch | null;
  index: number;
}

/**
 * The products of a run in their own order, which batches of several shards do not keep: each shard's are in order, and of their next ones the first comes
 * first. Of each shard one batch is open at a time.
 */
export async function* inOrder(
  plan: Pick<PlanFile, 'shards'>,
  read: (batch: number) => Promise<OpenBatch>,
): AsyncGenerator<PlacedProduct> {
  const byShard = new Map<number, number[]>();
  for (const [batch, shard] of plan.shards.entries()) byShard.set(shard, [...(byShard.get(shard) ?? []), batch]);
  const cursors = [...byShard.values()].map((batches): Cursor => ({ batches, next: 0, open: null, index: 0 }));
  for (const cursor of cursors) await advance(cursor, read);
  for (;;) {
    const first = firstOf(cursors);
    if (first?.open == null) return;
    const { open: batch, index } = first;
    const product = batch.file.products[index];
    if (product) yield { product, index, batch };
    first.index++;
    await advance(first, read);
  }
}

/** Opens the shard's next batch where the open one is at its end. */
async function advance(cursor: Cursor, read: (batch: number) => Promise<OpenBatch>): Promise<void> {
  while (cursor.open === null || cursor.index >= cursor.open.file.products.length) {
    const batch = cursor.batches[cursor.next++];
    cursor.open = batch === undefined ? null : await read(batch);
    cursor.index = 0;
    if (batch === undefined) return;
  }
}

function firstOf(cursors: readonly Cursor[]): Cursor | null {
  let first: Cursor | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const cursor of cursors) {
    const position = cursor.open?.file.positions[cursor.index];
    if (position !== undefined && position < least) {
      first = cursor;
      least = position;
    }
  }
  return first;
}
