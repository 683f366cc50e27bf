import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { StoreRefused } from '../run/contract/errors.ts';
import type { Store } from '../run/store.ts';
import { diskError, makeFolder } from './disk.ts';

/** What a write of write-file-atomic stands under until it is whole, and what a kill leaves of it: `merged.json.3482934`. */
const TEMPORARY = /\.\d+$/;

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
