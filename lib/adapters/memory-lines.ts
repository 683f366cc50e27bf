import * as z from 'zod';
import type { MemoryEntry } from '../translate/memory.ts';

const entrySchema = z.object({
  key: z.string(),
  target: z.string(),
  model: z.string(),
  run: z.string(),
  pseudo: z.boolean(),
});

/** Entries as JSONL: a line each. */
export const memoryLines = (entries: readonly MemoryEntry[]): string =>
  entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');

/** The entries of a JSONL text in their order. A line that does not read is passed over, never trusted: a kill may have cut it. */
export function* memoryEntries(text: string): Generator<MemoryEntry> {
  for (const line of text.split('\n')) {
    const entry = readEntry(line);
    if (entry) yield entry;
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
