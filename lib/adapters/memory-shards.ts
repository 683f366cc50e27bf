import { type MemoryScope, type Shard, shardsFor } from '../translate/memory.ts';
import type { MemoryFiles } from './memory-files.ts';

/** Where a catalog's shard counts stand, a file for each that it has had; the greatest counts. */
const countsFolder = (catalog: string) => `${catalog}/shards`;

/** The counts that a catalog has had, the first one first. What no run of ours would write is none: shards split in two, so that counts are powers of two. */
async function countsOf(files: MemoryFiles, catalog: string): Promise<readonly number[]> {
  const listed = await files.list(countsFolder(catalog));
  return listed.flatMap(({ name }) => (isCount(name) ? [Number(name)] : [])).sort((a, b) => a - b);
}

function isCount(name: string): boolean {
  const count = Number(name);
  return /^[1-9]\d*$/.test(name) && Number.isSafeInteger(count) && 2 ** Math.round(Math.log2(count)) === count;
}

/**
 * Fixes the count of a catalog's shards: what it was, or more where it has grown. No run overwrites what another has fixed, on any store: each count is a file of its own, so
 * that of two runs that grow it at once both end with the greater.
 */
export async function fixShards(files: MemoryFiles, catalog: string, products: number): Promise<number> {
  const current = (await countsOf(files, catalog)).at(-1) ?? 0;
  const needed = shardsFor(products);
  if (needed <= current) return current;
  await files.write(`${countsFolder(catalog)}/${needed}`, [`${needed}\n`]);
  return Math.max(needed, ...(await countsOf(files, catalog)));
}

/** What `fixShards` would give. */
export async function countShards(files: MemoryFiles, catalog: string, products: number): Promise<number> {
  return Math.max(shardsFor(products), ...(await countsOf(files, catalog)));
}

/** A scope's shard and those that it was split from, the oldest first. Where no count was ever fixed, all that there can have been. */
export async function lineageOf(files: MemoryFiles, { catalog, shard }: MemoryScope): Promise<readonly Shard[]> {
  if (shard.of === 1) return [shard];
  const first = (await countsOf(files, catalog))[0] ?? 1;
  const lineage = [shard];
  for (let of = shard.of / 2; of >= first; of /= 2) lineage.unshift({ index: shard.index % of, of });
  return lineage;
}
