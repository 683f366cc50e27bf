import { mkdir, readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { StoreUnavailable } from '../run/contract/errors.ts';
import type { Store } from '../run/store.ts';

/** A store in a folder. Files are written beside their place and renamed into it: a kill leaves the old file or the new one. */
export function folderStore(folder: string): Store {
  const root = resolve(folder);
  const pathOf = (key: string) => {
    const path = resolve(root, key);
    if (path !== root && !path.startsWith(root + sep)) throw new StoreUnavailable(`${key} leads out of ${folder}`);
    return path;
  };
  return {
    async read(key) {
      try {
        return await readFile(pathOf(key), 'utf8');
      } catch (error) {
        if (isMissing(error)) return null;
        throw unavailable('read', join(folder, key), error);
      }
    },
    async write(key, text) {
      try {
        const path = pathOf(key);
        await mkdir(dirname(path), { recursive: true });
        await writeFileAtomic(path, text);
      } catch (error) {
        throw unavailable('write', join(folder, key), error);
      }
    },
    async list(prefix) {
      try {
        const start = prefix.endsWith('/') ? pathOf(prefix) : dirname(pathOf(prefix));
        const entries = await readdir(start, { recursive: true, withFileTypes: true });
        const keys = entries
          .filter((entry) => entry.isFile())
          .map((entry) => relative(root, join(entry.parentPath, entry.name)));
        return keys
          .map((key) => key.split(sep).join('/'))
          .filter((key) => key.startsWith(prefix))
          .sort();
      } catch (error) {
        if (isMissing(error)) return [];
        throw unavailable('list', join(folder, prefix), error);
      }
    },
  };
}

const isMissing = (error: unknown) => ['ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '');

function unavailable(doing: string, path: string, error: unknown): Error {
  if (error instanceof StoreUnavailable) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  return new StoreUnavailable(`cannot ${doing} ${path}: ${code ?? message}`, { cause: error });
}
