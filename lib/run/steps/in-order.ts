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

/** Batches that are read ahead at once, of all shards: a round trip is hidden, and memory holds only so many more. */
const AHEAD = 16;

/** The batches of one shard, the next product of the first that is open. */
interface Cursor {
  readonly batches: readonly number[];
  next: number;
  open: OpenBatch | null;
  index: number;
  /** The next batch, where it is being read. */
  ahead: Promise<OpenBatch> | null;
}

/**
 * The products of a run in their own order, which batches of several shards do not keep: each shard's are in order, and of their next ones the first comes
 * first. Of each shard one batch is open at a time, and at most one is read ahead.
 */
export async function* inOrder(
  plan: Pick<PlanFile, 'shards'>,
  read: (batch: number) => Promise<OpenBatch>,
): AsyncGenerator<PlacedProduct> {
  const byShard = new Map<number, number[]>();
  for (const [batch, shard] of plan.shards.entries()) byShard.set(shard, [...(byShard.get(shard) ?? []), batch]);
  const cursors = [...byShard.values()].map(
    (batches): Cursor => ({ batches, next: 0, open: null, index: 0, ahead: null }),
  );
  await Promise.all(cursors.map((cursor) => advance(cursor, read)));
  for (const cursor of cursors) readAhead(cursor, cursors, read);
  for (;;) {
    const first = firstOf(cursors);
    if (first?.open == null) return;
    const { open: batch, index } = first;
    const product = batch.file.products[index];
    if (product) yield { product, index, batch };
    first.index++;
    await advance(first, read);
    readAhead(first, cursors, read);
  }
}

/** Opens the shard's next batch where the open one is at its end. */
async function advance(cursor: Cursor, read: (batch: number) => Promise<OpenBatch>): Promise<void> {
  while (cursor.open === null || cursor.index >= cursor.open.file.products.length) {
    cursor.open = null;
    const batch = cursor.batches[cursor.next];
    if (batch === undefined) return;
    cursor.next++;
    const { ahead } = cursor;
    cursor.ahead = null;
    cursor.open = await (ahead ?? read(batch));
    cursor.index = 0;
  }
}

/** Begins to read the next batch. Where there are more shards than places, those that are near the end of their batch come first: all get there at about the same time. */
function readAhead(cursor: Cursor, cursors: readonly Cursor[], read: (batch: number) => Promise<OpenBatch>): void {
  const batch = cursor.batches[cursor.next];
  if (cursor.ahead !== null || cursor.open === null || batch === undefined) return;
  const { length } = cursor.open.file.products;
  if (length - cursor.index > (length * AHEAD) / cursors.length) return;
  if (cursors.length > AHEAD && cursors.filter(({ ahead }) => ahead !== null).length >= AHEAD) return;
  cursor.ahead = read(batch);
  // Whoever comes to it learns of its error; nobody may.
  cursor.ahead.catch(() => undefined);
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
