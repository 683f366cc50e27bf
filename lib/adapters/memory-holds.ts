import type { Held, MemoryScope } from '../translate/memory.ts';
import type { MemoryCache } from './memory-cache.ts';
import { digestPath, readDigest } from './memory-digest.ts';
import type { MemoryFiles } from './memory-files.ts';
import { entriesReader } from './memory-recall.ts';
import { shardWalker } from './memory-walk.ts';

type HeldKeys = ReadonlyMap<string, Held>;

/** Looks up what memory holds: in the digest of each file that has one, and otherwise in the file itself. */
export function memoryHolder(files: MemoryFiles, cache: MemoryCache | null = null) {
  const walk = shardWalker(files);
  const readEntries = entriesReader(files, cache);

  async function heldIn(
    path: string,
    beside: ReadonlyMap<string, number>,
    keys: ReadonlySet<string>,
  ): Promise<HeldKeys | null> {
    const digest = digestPath(path, beside.get(path) ?? 0);
    const chunks = beside.has(digest) ? await files.read(digest) : null;
    const held = chunks && (await readDigest(chunks, keys));
    if (held) return held;
    const entries = await readEntries(path, keys);
    return entries === 'damaged' ? new Map() : entries;
  }

  return async (scope: MemoryScope, keys: () => ReadonlySet<string>): Promise<HeldKeys> => {
    let wanted: ReadonlySet<string> | null = null;
    const held = new Map<string, Held>();
    const found = await walk(scope, (path, beside) => {
      wanted ??= keys();
      return heldIn(path, beside, wanted);
    });
    for (const [, file] of found) for (const [key, entry] of file) held.set(key, entry);
    return held;
  };
}
