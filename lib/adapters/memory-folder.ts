import { type FileHandle, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { diskError, makeFolder } from './disk.ts';
import { folderStore } from './folder-store.ts';
import type { MemoryFiles } from './memory-files.ts';

/** How often a folder is read until two readings agree. */
const READINGS = 10;

/** The files of memory in a folder. */
export function filesInFolder(root: string): MemoryFiles {
  const store = folderStore(root);
  return {
    async list(folder) {
      const path = join(root, folder);
      try {
        const names = await settledNames(path);
        return await Promise.all(names.map(async (name) => ({ name, bytes: await sizeOf(join(path, name)) })));
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
  };
}

/**
 * The names of the files in a folder. One that is renamed, or compacted, while the system reads them may be in what it gives under neither name: but not in two
 * readings that agree.
 */
async function settledNames(path: string): Promise<string[]> {
  let names: string[] = [];
  for (let reading = 0; reading < READINGS; reading++) {
    const entries = await readdir(path, { withFileTypes: true });
    const found = entries.flatMap((entry) => (entry.isDirectory() ? [] : [entry.name])).sort();
    if (reading > 0 && found.join('/') === names.join('/')) break;
    names = found;
  }
  return names;
}

const isMissing = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** What has vanished meanwhile is listed all the same: whoever reads it learns that he is to list again. */
const sizeOf = async (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    (error: unknown) => {
      if (isMissing(error)) return 0;
      throw error;
    },
  );

async function* chunksOf(file: FileHandle, path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* file.createReadStream();
  } catch (error) {
    throw diskError('read', path, error);
  }
}
