import { randomInt } from 'node:crypto';
import { type FileHandle, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { StoreRefused } from '../run/contract/errors.ts';
import type { Pieces, Store } from '../run/store.ts';
import { diskError, makeFolder } from './disk.ts';
import { decoded, encoded, VERBATIM } from './utf8.ts';

/** What a write stands under until it is whole, and what a kill leaves of it: `merged.json.3482934`, as write-file-atomic names it. */
const TEMPORARY = /\.\d+$/;
const temporaryBeside = (path: string) => `${path}.${randomInt(2 ** 47)}`;

/** How much text goes to the disk in one write. */
const WRITE_BYTES = 256 * 1024;

/** A store in a folder. Files are written beside their place and renamed into it: a kill leaves the old file or the new one. */
export function folderStore(folder: string): Store {
  const root = resolve(folder);
  const pathOf = (key: string) => {
    const path = resolve(root, key);
    if (path !== root && !path.startsWith(root + sep)) throw new StoreRefused(`${key} leads out of ${folder}`);
    return path;
  };
  return {
    async read(key) {
      try {
        return await readFile(pathOf(key), 'utf8');
      } catch (error) {
        if (isMissing(error)) return null;
        throw diskError('read', join(folder, key), error);
      }
    },
    async write(key, text) {
      try {
        const path = pathOf(key);
        await makeFolder(dirname(path));
        await writeFileAtomic(path, text);
      } catch (error) {
        throw diskError('write', join(folder, key), error);
      }
    },
    async open(key) {
      try {
        const file = await open(pathOf(key));
        return decoded(chunksOf(file, join(folder, key)), VERBATIM);
      } catch (error) {
        if (isMissing(error)) return null;
        throw diskError('read', join(folder, key), error);
      }
    },
    writePieces: async (key, pieces) => writeWhole(pathOf(key), pieces, join(folder, key)),
    async list(prefix) {
      try {
        const start = prefix === '' || prefix.endsWith('/') ? pathOf(prefix) : dirname(pathOf(prefix));
        const entries = await readdir(start, { recursive: true, withFileTypes: true });
        const keys = entries
          .filter((entry) => entry.isFile() && !TEMPORARY.test(entry.name))
          .map((entry) => relative(root, join(entry.parentPath, entry.name)));
        return keys
          .map((key) => key.split(sep).join('/'))
          .filter((key) => key.startsWith(prefix))
          .sort();
      } catch (error) {
        if (isMissing(error)) return [];
        throw diskError('list', join(folder, prefix), error);
      }
    },
  };
}

const isMissing = (error: unknown) => ['ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '');

async function* chunksOf(file: FileHandle, name: string): AsyncGenerator<Uint8Array> {
  try {
    yield* file.createReadStream();
  } catch (error) {
    throw diskError('read', name, error);
  }
}

/** Writes beside `path` and renames into it. What `pieces` throws is thrown on as it is; the disk's errors are renamed. */
async function writeWhole(path: string, pieces: Pieces, name: string): Promise<void> {
  const renamed = (error: unknown) => {
    throw diskError('write', name, error);
  };
  const temporary = temporaryBeside(path);
  const file = await makeFolder(dirname(path))
    .then(() => open(temporary, 'wx'))
    .catch(renamed);
  try {
    try {
      for await (const bytes of encoded(pieces, () => WRITE_BYTES)) await file.writeFile(bytes).catch(renamed);
      await file.sync().catch(renamed);
    } finally {
      await file.close();
    }
    await rename(temporary, path).catch(renamed);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
