import { appendFile, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { MemoryEntry, MemoryScope, TranslationMemory } from '../translate/memory.ts';
import { diskError, makeFolder } from './disk.ts';
import { memoryEntries, memoryLines } from './memory-lines.ts';

/**
 * Translation memory as one JSONL file for each catalog and locale. Entries are only ever appended, in one write a call, so that runs side by side lose nothing and a kill
 * loses at most the line it cuts; a line that does not read is passed over, never trusted.
 */
export function folderMemory(folder: string): TranslationMemory {
  const fileOf = ({ catalog, locale }: MemoryScope) => join(folder, catalog, `${locale}.jsonl`);
  return {
    async recall(scope, keys) {
      const found = new Map<string, MemoryEntry>();
      for (const entry of memoryEntries((await readText(fileOf(scope))) ?? '')) {
        if (keys.has(entry.key)) found.set(entry.key, entry);
      }
      return found;
    },
    async save(scope, entries) {
      if (entries.length === 0) return;
      const file = fileOf(scope);
      // A line break first: where a kill cut the last line short, the first entry must not grow onto it.
      const text = `\n${memoryLines(entries)}`;
      try {
        await makeFolder(dirname(file));
        await appendFile(file, text);
      } catch (error) {
        throw diskError('write', file, error);
      }
    },
    // Nothing is held back.
    flush: async () => {},
  };
}

async function readText(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw diskError('read', file, error);
  }
}
