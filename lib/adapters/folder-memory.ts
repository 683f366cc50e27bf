import { appendFile, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import type { MemoryEntry, MemoryScope, TranslationMemory } from '../translate/memory.ts';
import { diskError, makeFolder } from './disk.ts';

const entrySchema = z.object({
  key: z.string(),
  target: z.string(),
  model: z.string(),
  run: z.string(),
  pseudo: z.boolean(),
});

/**
 * Translation memory as one JSONL file for each catalog and locale. Entries are only ever appended, in one write a call, so that runs side by side lose nothing and a kill
 * loses at most the line it cuts; a line that does not read is passed over, never trusted.
 */
export function folderMemory(folder: string): TranslationMemory {
  const fileOf = ({ catalog, locale }: MemoryScope) => join(folder, catalog, `${locale}.jsonl`);
  return {
    async recall(scope, keys) {
      const found = new Map<string, MemoryEntry>();
      for (const line of (await readLines(fileOf(scope))) ?? []) {
        const entry = readEntry(line);
        if (entry && keys.has(entry.key)) found.set(entry.key, entry);
      }
      return found;
    },
    async save(scope, entries) {
      if (entries.length === 0) return;
      const file = fileOf(scope);
      // A line break first: where a kill cut the last line short, the first entry must not grow onto it.
      const text = `\n${entries.map((entry) => JSON.stringify(entry)).join('\n')}\n`;
      try {
        await makeFolder(dirname(file));
        await appendFile(file, text);
      } catch (error) {
        throw diskError('write', file, error);
      }
    },
  };
}

async function readLines(file: string): Promise<string[] | null> {
  try {
    return (await readFile(file, 'utf8')).split('\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw diskError('read', file, error);
  }
}

function readEntry(line: string): MemoryEntry | null {
  if (line === '') return null;
  try {
    return entrySchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}
