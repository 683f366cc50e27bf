import pLimit from 'p-limit';
import { StoreUnavailable } from '../run/contract/errors.ts';
import type { MemoryEntry, MemoryScope, Recalled } from '../translate/memory.ts';
import type { Gathering, Lines, MemoryCache } from './memory-cache.ts';
import { folderOf, isJournal, isMemoryFile, type MemoryFiles } from './memory-files.ts';
import { entryOf, readMemoryLines } from './memory-lines.ts';
import { lineageOf } from './memory-shards.ts';

/**
 * Files that are read at once, for all recalls together: enough to hide a round trip of some 20 ms, and far from the S3 client's 50 connections. Whoever waits
 * for one of those longer than the client waits for a connection fails.
 */
const READS_IN_FLIGHT = 16;

/** How often a folder is listed whose files vanish while they are read: each time somebody has closed a journal or ended a compaction in between, and only what is new is read. */
const LISTINGS = 100;

type Entries = ReadonlyMap<string, MemoryEntry>;

/** Reads what memory holds for some keys: file by file, parsing no line that is not wanted, and writing nothing. `cache` is for processes that read a shard many times. */
export function memoryReader(files: MemoryFiles, cache: MemoryCache | null = null) {
  const limit = pLimit(READS_IN_FLIGHT);

  /** The wanted entries of a file; 'damaged', or null where nothing stands any more. */
  async function readFile(path: string, keys: ReadonlySet<string>): Promise<Entries | 'damaged' | null> {
    const known = cache?.get(path);
    // What is in the cache may have been cleared away by now; it was written, and that is what counts.
    const lines = known ?? (await load(path, keys));
    return lines === null || lines === 'damaged' ? lines : entriesOf(lines, keys);
  }

  async function load(path: string, keys: ReadonlySet<string>): Promise<Lines | 'damaged' | null> {
    const chunks = await files.read(path);
    if (chunks === null) return null;
    // What grows is not what it was.
    const gathering = (isJournal(path) ? null : cache?.gather(path, keys)) ?? onlyThose(keys);
    const isWhole = await readMemoryLines(chunks, gathering.take, { isJournal: isJournal(path) });
    return isWhole ? gathering.done() : 'damaged';
  }

  async function readFolder(folder: string, keys: ReadonlySet<string>): Promise<[string, Entries | 'damaged'][]> {
    const read = new Map<string, Entries | 'damaged'>();
    for (let listing = 0; listing < LISTINGS; listing++) {
      const listed = (await files.list(folder)).map(({ name }) => `${folder}/${name}`);
      const unread = listed.filter((path) => isMemoryFile(path) && !read.has(path));
      const results = await readAll(unread, keys);
      for (const [index, path] of unread.entries()) {
        const result = results[index];
        if (result) read.set(path, result);
      }
      // What has vanished since it was listed stands in another file now, under another name or compacted.
      if (results.every((result) => result !== null)) return [...read].sort(([a], [b]) => (a < b ? -1 : 1));
    }
    throw new StoreUnavailable(`cannot read memory/${folder}: its files change faster than they can be read`);
  }

  async function readAll(paths: readonly string[], keys: ReadonlySet<string>) {
    let failed = false;
    // The recall fails with the first error: what is still in the queue need not be read.
    const read = async (path: string) => (failed ? null : readFile(path, keys));
    try {
      return await Promise.all(paths.map((path) => limit(() => read(path))));
    } catch (error) {
      failed = true;
      throw error;
    }
  }

  return async (scope: MemoryScope, keys: ReadonlySet<string>): Promise<Recalled> => {
    const entries = new Map<string, MemoryEntry>();
    const damaged: string[] = [];
    // The oldest shard first: what a younger one holds was saved later.
    const shards = await lineageOf(files, scope);
    const folders = await Promise.all(shards.map((shard) => readFolder(folderOf({ ...scope, shard }), keys)));
    for (const [path, file] of folders.flat()) {
      if (file === 'damaged') damaged.push(path);
      else for (const [key, entry] of file) entries.set(key, entry);
    }
    return { entries, damaged };
  };
}

function onlyThose(keys: ReadonlySet<string>): Gathering {
  const lines = new Map<string, Buffer>();
  return {
    take(key, line) {
      // A copy: the line is a part of a larger buffer.
      if (keys.has(key)) lines.set(key, Buffer.from(line));
    },
    done: () => lines,
  };
}

function entriesOf(lines: Lines, keys: ReadonlySet<string>): Entries | 'damaged' {
  const entries = new Map<string, MemoryEntry>();
  try {
    for (const key of keys) {
      const line = lines.get(key);
      if (line) entries.set(key, entryOf(line));
    }
    return entries;
  } catch {
    return 'damaged';
  }
}
