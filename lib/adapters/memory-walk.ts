import pLimit from 'p-limit';
import { StoreUnavailable } from '../run/contract/errors.ts';
import type { MemoryScope } from '../translate/memory.ts';
import { folderOf, isMemoryFile, type MemoryFiles } from './memory-files.ts';
import { lineageOf } from './memory-shards.ts';

/**
 * Files that are read at once, for all that one walker does together: enough to hide a round trip of some 20 ms, and, also for a plan's two, far from the S3
 * client's 50 connections. Whoever waits for one of those longer than the client waits for a connection fails.
 */
const READS_IN_FLIGHT = 16;

/** How often a folder is listed whose files vanish while they are read: each time somebody has closed a journal or ended a compaction in between, and only what is new is read. */
const LISTINGS = 100;

/** Reads one file. `beside` are the paths of all that stands in its folder, with their sizes; null where the file does not any more. */
export type ReadFile<T> = (path: string, beside: ReadonlyMap<string, number>) => Promise<T | null>;

/** Reads each file of a scope's shard and of those that it was split from: what was saved later comes later. */
export function shardWalker(files: MemoryFiles) {
  const limit = pLimit(READS_IN_FLIGHT);

  async function readFolder<T>(folder: string, readFile: ReadFile<T>): Promise<[string, T][]> {
    const read = new Map<string, T>();
    for (let listing = 0; listing < LISTINGS; listing++) {
      const listed = new Map((await files.list(folder)).map(({ name, bytes }) => [`${folder}/${name}`, bytes]));
      const unread = [...listed.keys()].filter((path) => isMemoryFile(path) && !read.has(path));
      const results = await readAll(unread, (path) => readFile(path, listed));
      for (const [index, path] of unread.entries()) {
        const result = results[index] ?? null;
        if (result !== null) read.set(path, result);
      }
      // What has vanished since it was listed stands in another file now, under another name or compacted.
      if (results.every((result) => result !== null)) return [...read].sort(([a], [b]) => (a < b ? -1 : 1));
    }
    throw new StoreUnavailable(`cannot read memory/${folder}: its files change faster than they can be read`);
  }

  async function readAll<T>(paths: readonly string[], readFile: (path: string) => Promise<T | null>) {
    let failed = false;
    // The walk fails with the first error: what is still in the queue need not be read.
    const read = async (path: string) => (failed ? null : readFile(path));
    try {
      return await Promise.all(paths.map((path) => limit(() => read(path))));
    } catch (error) {
      failed = true;
      throw error;
    }
  }

  return async <T>(scope: MemoryScope, readFile: ReadFile<T>): Promise<[string, T][]> => {
    // The oldest shard first: what a younger one holds was saved later.
    const shards = await lineageOf(files, scope);
    const folders = await Promise.all(shards.map((shard) => readFolder(folderOf({ ...scope, shard }), readFile)));
    return folders.flat();
  };
}
