import type { TranslationMemory } from '../translate/memory.ts';
import { MemoryCache } from './memory-cache.ts';
import { compactMemory } from './memory-compaction.ts';
import { asidePath, fileNames, folderOf } from './memory-files.ts';
import { filesInFolder } from './memory-folder.ts';
import { memoryHolder } from './memory-holds.ts';
import { Journals } from './memory-journal.ts';
import { memoryLines } from './memory-lines.ts';
import { memoryReader } from './memory-recall.ts';
import { countShards, fixShards } from './memory-shards.ts';

/**
 * Translation memory in a folder: JSONL files under `<catalog>/<locale>/<shard>/`. What `save` has returned from is on the disk, in a file that this process alone appends
 * to and that `flush` closes: runs side by side lose nothing, and a kill loses at most the line it cuts.
 */
export function folderMemory(
  folder: string,
  { now = Date.now }: { readonly now?: () => number } = {},
): TranslationMemory {
  const files = filesInFolder(folder);
  const cache = new MemoryCache();
  const journals = new Journals(folder, now, fileNames(now));
  return {
    recall: memoryReader(files, cache),
    holds: memoryHolder(files, cache),
    async save(scope, entries) {
      if (entries.length > 0) await journals.append(folderOf(scope), memoryLines(entries));
    },
    flush: (scope) => journals.close(scope && folderOf(scope)),
    async setAside(damaged) {
      for (const path of damaged) await files.move(path, asidePath(path));
    },
    shards: (catalog, products) => fixShards(files, catalog, products),
    countShards: (catalog, products) => countShards(files, catalog, products),
    compact: (scope) => compactMemory(files, scope, now()),
  };
}
