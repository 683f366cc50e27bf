import { describe, expect, it } from 'vitest';
import { StoreUnavailable } from '../../lib/run/contract/errors.ts';
import type { BatchFile } from '../../lib/run/contract/internal.ts';
import { inOrder } from '../../lib/run/steps/in-order.ts';
import type { OpenBatch } from '../../lib/run/steps/job-reader.ts';

const SIZE = 10;

/** Products 0 and on, in batches of ten, the n-th in shard n modulo the count. */
function runOf(shardCount: number, batchesEach: number, latencyMs = 0) {
  const shards = Array.from({ length: shardCount * batchesEach }, (_, batch) => batch % shardCount);
  const read: number[] = [];
  const readBatch = async (batch: number): Promise<OpenBatch> => {
    read.push(batch);
    await new Promise((resolve) => setTimeout(resolve, latencyMs));
    const shard = batch % shardCount;
    const first = Math.floor(batch / shardCount) * SIZE * shardCount + shard;
    const positions = Array.from({ length: SIZE }, (_, index) => first + index * shardCount);
    const file = { positions, products: positions.map((product_id) => ({ product_id })) } as Partial<BatchFile>;
    return { batch, file: file as BatchFile, jobs: new Map() };
  };
  return { shards, read, readBatch };
}

async function ids(products: ReturnType<typeof inOrder>): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const { product } of products) found.push(product['product_id']);
  return found;
}

describe('the products of a run', () => {
  it.each([
    [1, 5],
    [4, 3],
    [40, 4],
  ])('come in their order from %i shards of %i batches, each read once', async (shardCount, each) => {
    const { shards, read, readBatch } = runOf(shardCount, each);
    const count = shardCount * each * SIZE;
    expect(await ids(inOrder({ shards }, readBatch))).toEqual(Array.from({ length: count }, (_, id) => id));
    expect([...read].sort((a, b) => a - b)).toEqual(shards.map((_, batch) => batch));
  });

  it('come from batches that are read ahead: one of each shard, and 16 in all where there are more', async () => {
    for (const [shardCount, most] of [
      [1, 1],
      [4, 4],
      [40, 16],
    ] as const) {
      const { shards, read, readBatch } = runOf(shardCount, 4);
      let ahead = 0;
      for await (const { product } of inOrder({ shards }, readBatch)) {
        const id = product['product_id'] as number;
        // Of each shard the batch of its next product is open.
        const open = Array.from({ length: shardCount }, (_, next) => Math.floor((id + next) / (SIZE * shardCount)) + 1);
        const all = open.reduce((sum, batches) => sum + Math.min(4, batches), 0);
        ahead = Math.max(ahead, read.length - all);
      }
      expect(ahead).toBe(most);
    }
  });

  it('do not wait for a batch that could be read meanwhile', async () => {
    const { shards, readBatch } = runOf(1, 4, 40);
    let waits = 0;
    let before = performance.now();
    for await (const _ of inOrder({ shards }, readBatch)) {
      if (performance.now() - before > 25) waits++;
      await new Promise((resolve) => setTimeout(resolve, 8));
      before = performance.now();
    }
    // For the first one alone.
    expect(waits).toBe(1);
  });

  it('end with the error of a batch at its place, not before, and with none that nobody came to', async () => {
    const { shards, readBatch } = runOf(1, 3);
    const failing = async (batch: number) => {
      if (batch === 1) throw new StoreUnavailable('gone');
      return readBatch(batch);
    };
    const found: unknown[] = [];
    const all = async () => {
      for await (const { product } of inOrder({ shards }, failing)) found.push(product['product_id']);
    };
    await expect(all()).rejects.toThrow('gone');
    expect(found).toHaveLength(SIZE);
    const products = inOrder({ shards }, failing);
    await products.next();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await products.return(undefined);
  });
});
