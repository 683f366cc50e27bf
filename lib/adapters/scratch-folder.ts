import { rmSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StoreRefused } from '../run/contract/errors.ts';
import type { Scratch } from '../run/ports.ts';
import { diskError } from './disk.ts';
import { folderStore } from './folder-store.ts';

/** What each scratch folder's name begins with; mkdtemp puts six letters behind it, and lets nobody else read the folder. */
const PREFIX = 'translation-fanout-';

/** No run is planned for a day: what is older was left by a process that was killed. */
export const LEFTOVER_MS = 24 * 3_600_000;

/** The disk, or this user's part of it, is full. */
const NO_ROOM = new Set(['ENOSPC', 'EDQUOT']);

const REMOVAL = { recursive: true, force: true, maxRetries: 3 } as const;

export interface ScratchFolderOptions {
  /** @default the system's, which TMPDIR names */
  readonly parent?: string;
  /** From what age on a folder of this kind is taken for a leftover; 0 for who is alone on its machine. @default LEFTOVER_MS */
  readonly leftoverMs?: number;
  /** The store in a folder. @default folderStore */
  readonly storeIn?: (folder: string) => Scratch['store'];
}

/** Scratch stores in folders of their own. Before one is made, what killed processes have left beside it is removed: nobody else would. */
export function scratchFolder(options: ScratchFolderOptions = {}): () => Promise<Scratch> {
  const { parent = tmpdir(), leftoverMs = LEFTOVER_MS, storeIn = folderStore } = options;
  return async () => {
    await removeLeftovers(parent, leftoverMs);
    const folder = await mkdtemp(join(parent, PREFIX)).catch((error: unknown) => {
      throw named(diskError('write', join(parent, PREFIX), error));
    });
    const atExit = () => removedAtOnce(folder);
    process.once('exit', atExit);
    const store = storeIn(folder);
    return {
      store: {
        read: store.read,
        write: (key, text) =>
          store.write(key, text).catch((error: unknown) => {
            throw named(error as Error);
          }),
      },
      async remove() {
        await removed(folder);
        process.removeListener('exit', atExit);
      },
    };
  };
}

async function removeLeftovers(parent: string, leftoverMs: number): Promise<void> {
  const names = await readdir(parent).catch((): string[] => []);
  for (const name of names.filter((name) => name.startsWith(PREFIX))) {
    const path = join(parent, name);
    // Who removes it at the same time is as welcome.
    const made = (await stat(path).catch(() => null))?.mtimeMs ?? Number.POSITIVE_INFINITY;
    if (Date.now() - made >= leftoverMs) await removed(path);
  }
}

/** Another user's, or one that is busy, stays: the next one tries again. */
const removed = (folder: string): Promise<void> => rm(folder, REMOVAL).catch(() => undefined);

/** Who interrupts a command waits for nothing more. */
function removedAtOnce(folder: string): void {
  try {
    rmSync(folder, REMOVAL);
  } catch {
    // A leftover, as after a kill.
  }
}

/** Unlike the place of a run's results, this disk is everybody's: others fill it, and empty it. */
function named(error: Error): Error {
  const { code = '' } = (error.cause ?? {}) as NodeJS.ErrnoException;
  if (!NO_ROOM.has(code)) return error;
  return new StoreRefused(`no room in the folder for temporary files, which TMPDIR names: ${error.message}`, {
    cause: error.cause,
  });
}
