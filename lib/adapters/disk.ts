import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StoreRefused, StoreUnavailable } from '../run/contract/errors.ts';

/** Codes of the moment: too many files open, a busy device. Any other will be the same next time. */
const PASSING = new Set(['EMFILE', 'ENFILE', 'EAGAIN', 'EBUSY', 'EIO', 'ETIMEDOUT']);

/** A file system's error under the name that the workflow knows. */
export function diskError(doing: 'read' | 'write' | 'list', path: string, error: unknown): Error {
  if (error instanceof StoreRefused || error instanceof StoreUnavailable) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  const Named = PASSING.has(code ?? '') ? StoreUnavailable : StoreRefused;
  return new Named(`cannot ${doing} ${path}: ${code ?? message}`, { cause: error });
}

/** Makes a folder and those above it. Node's own recursive mkdir never ends where the system says ENOENT to every name, as /proc does. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    await mkdir(path).catch((second: NodeJS.ErrnoException) => {
      if (second.code !== 'EEXIST') throw second;
    });
  }
}
