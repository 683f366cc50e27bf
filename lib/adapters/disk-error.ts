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
