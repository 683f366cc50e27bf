import type { MemoryEntry, MemoryScope, Recalled, Recalling } from '../translate/memory.ts';
import type { Gathering, Lines, MemoryCache } from './memory-cache.ts';
import { isJournal, type MemoryFiles } from './memory-files.ts';
import { entryOf, readMemoryLines } from './memory-lines.ts';
import { shardWalker } from './memory-walk.ts';

type Entries = ReadonlyMap<string, MemoryEntry>;

/** Reads what memory holds for some keys: file by file, parsing no line that is not wanted, and writing nothing. `cache` is for processes that read a shard many times. */
export function memoryReader(files: MemoryFiles, cache: MemoryCache | null = null) {
  const walk = shardWalker(files);
  const readEntries = entriesReader(files, cache);
  return async (scope: MemoryScope, keys: ReadonlySet<string>, { once = false }: Recalling = {}): Promise<Recalled> => {
    const entries = new Map<string, MemoryEntry>();
    const damaged: string[] = [];
    for (const [path, file] of await walk(scope, (path) => readEntries(path, keys, once))) {
      if (file === 'damaged') damaged.push(path);
      else for (const [key, entry] of file) entries.set(key, entry);
    }
    return { entries, damaged };
  };
}

/** Reads the wanted entries of a file: 'damaged', or null where nothing stands any more. What is read `once` is not kept in the cache. */
export function entriesReader(files: MemoryFiles, cache: MemoryCache | null) {
  async function load(path: string, keys: ReadonlySet<string>, once: boolean): Promise<Lines | 'damaged' | null> {
    const chunks = await files.read(path);
    if (chunks === null) return null;
    // What grows is not what it was.
    const gathering = (once || isJournal(path) ? null : cache?.gather(path, keys)) ?? onlyThose(keys);
    const isWhole = await readMemoryLines(chunks, gathering.take, { isJournal: isJournal(path) });
    return isWhole ? gathering.done() : 'damaged';
  }

  return async (path: string, keys: ReadonlySet<string>, once = false): Promise<Entries | 'damaged' | null> => {
    const known = cache?.get(path);
    // What is in the cache may have been cleared away by now; it was written, and that is what counts.
    const lines = known ?? (await load(path, keys, once));
    return lines === null || lines === 'damaged' ? lines : entriesOf(lines, keys);
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
