import type { Dirent } from 'node:fs';
import { type FileHandle, lstat, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { diskError, makeFolder } from './disk.ts';
import { folderStore } from './folder-store.ts';
import { isTemporary, type MemoryFile, type MemoryFiles } from './memory-files.ts';

/** How often a folder is read until two readings agree. */
const READINGS = 10;

/** The files of memory in a folder. */
export function filesInFolder(root: string): MemoryFiles {
  const store = folderStore(root);
  return {
    async list(folder) {
      const path = join(root, folder);
      try {
        const entries = await settledEntries(path);
        const files = await Promise.all(entries.map((entry) => fileOf(path, entry)));
        return files.filter((file) => file !== null);
      } catch (error) {
        if (isMissing(error)) return [];
        throw diskError('list', path, error);
      }
    },
    async read(file) {
      const path = join(root, file);
      try {
        return chunksOf(await open(path), path);
      } catch (error) {
        if (isMissing(error)) return null;
        throw diskError('read', path, error);
      }
    },
    write: (path, pieces) => store.writePieces(path, pieces),
    async move(from, to) {
      try {
        await makeFolder(dirname(join(root, to)));
        await rename(join(root, from), join(root, to));
      } catch (error) {
        if (!isMissing(error)) throw diskError('write', join(root, to), error);
      }
    },
    async remove(file) {
      const path = join(root, file);
      await rm(path, { force: true }).catch((error: unknown) => {
        throw diskError('write', path, error);
      });
    },
    async removeLeftovers(folder, before) {
      const path = join(root, folder);
      try {
        const names = (await readdir(path)).filter(isTemporary);
        for (const name of names) await removeIfOlder(join(path, name), before);
      } catch (error) {
        if (!isMissing(error)) throw diskError('write', path, error);
      }
    },
  };
}

/** Removes a file that nobody has written to since `before`. Its name is never used again: what is removed is what was looked at. */
async function removeIfOlder(path: string, before: number): Promise<void> {
  try {
    const found = await lstat(path);
    if (found.isFile() && found.mtimeMs < before) await rm(path, { force: true });
  } catch (error) {
    // Written whole, or removed by another compaction.
    if (!isMissing(error)) throw diskError('write', path, error);
  }
}

/**
 * What stands in a folder and is, or leads to, a file. One that is renamed, or compacted, while the system reads them may be in what it gives under neither name: but not in two
 * readings that agree.
 */
async function settledEntries(path: string): Promise<Dirent[]> {
  let settled: Dirent[] = [];
  for (let reading = 0; reading < READINGS; reading++) {
    const entries = await readdir(path, { withFileTypes: true });
    const found = entries.filter((entry) => entry.isFile() || entry.isSymbolicLink());
    found.sort((a, b) => (a.name < b.name ? -1 : 1));
    if (reading > 0 && namesOf(found) === namesOf(settled)) break;
    settled = found;
  }
  return settled;
}

const namesOf = (entries: readonly Dirent[]): string => entries.map(({ name }) => name).join('/');

const isMissing = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** Null for a link that leads to no file: it would vanish each time it is read. */
async function fileOf(folder: string, entry: Dirent): Promise<MemoryFile | null> {
  const { name } = entry;
  const path = join(folder, name);
  try {
    const found = await stat(path);
    return found.isFile() ? { name, bytes: found.size } : null;
  } catch (error) {
    if (entry.isSymbolicLink() && LEADS_NOWHERE.has((error as NodeJS.ErrnoException).code ?? '')) return null;
    // What has vanished meanwhile is listed all the same: whoever reads it learns that he is to list again.
    if (isMissing(error)) return { name, bytes: 0 };
    throw diskError('read', path, error);
  }
}

/** A link to nothing, to itself, or through a file. */
const LEADS_NOWHERE = new Set(['ENOENT', 'ELOOP', 'ENOTDIR']);

async function* chunksOf(file: FileHandle, path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* file.createReadStream();
  } catch (error) {
    throw diskError('read', path, error);
  }
}
