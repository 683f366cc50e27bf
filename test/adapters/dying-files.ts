import type { MemoryFiles } from '../../lib/adapters/memory-files.ts';
import { StoreUnavailable } from '../../lib/run/contract/errors.ts';

/** Files whose process is killed at the call after the `last` one. */
export function dyingAfter(last: number, files: MemoryFiles): MemoryFiles {
  let calls = 0;
  const dies = <Given extends unknown[], Result>(call: (...given: Given) => Promise<Result>) => {
    return async (...given: Given) => {
      if (++calls > last) throw new StoreUnavailable('killed');
      return call(...given);
    };
  };
  const { list, read, write, move, remove, removeLeftovers } = files;
  return { list: dies(list), read: dies(read), write: dies(write), move, remove: dies(remove), removeLeftovers };
}
