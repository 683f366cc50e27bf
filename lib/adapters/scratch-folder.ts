import { rmSync } from 'node:fs';
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { StoreRefused, StoreUnavailable } from '../run/contract/errors.ts';
import type { Scratch } from '../run/ports.ts';
import { beforeEnd } from './before-end.ts';
import { diskError } from './disk.ts';

/** What each scratch folder's name begins with; mkdtemp puts six letters or digits behind it, and lets nobody else read the folder. */
const PREFIX = 'translation-fanout-scratch-';
const NAME = new RegExp(`^${PREFIX}[A-Za-z0-9]{6}$`);

/** No run is planned for a day: what is older was left by a process that was killed. */
export const LEFTOVER_MS = 24 * 3_600_000;

const REMOVAL = { recursive: true, force: true, maxRetries: 3 } as const;

export interface ScratchFolderOptions {
  /** @default the system's, which TMPDIR names */
  readonly parent?: string;
  /** From what age on a folder of this kind is taken for a leftover; 0 for who is alone on its machine. @default LEFTOVER_MS */
  readonly leftoverMs?: number;
}

/** Scratch stores in folders of their own. Before one is made, what killed processes have left beside it is removed: nobody else would. */
export function scratchFolder({
  parent = tmpdir(),
  leftoverMs = LEFTOVER_MS,
}: ScratchFolderOptions = {}): () => Promise<Scratch> {
  return async () => {
    await removeLeftovers(parent, leftoverMs);
    const folder = await mkdtemp(join(parent, PREFIX)).catch((error: unknown) => {
      throw named('write', parent, error);
    });
    const forget = removedWithItsProcess(folder);
    const pathOf = (key: string) => join(folder, ...key.split('/'));
    return {
      store: {
        read: (key) =>
          readFile(pathOf(key), 'utf8').catch((error: NodeJS.ErrnoException) => {
            if (error.code === 'ENOENT') return null;
            throw named('read', pathOf(key), error);
          }),
        // Nobody reads it before it is whole.
        write: async (key, text) => {
          const path = pathOf(key);
          try {
            await mkdir(dirname(path), { recursive: true });
            await writeFile(path, text);
          } catch (error) {
            throw named('write', path, error);
          }
        },
      },
      async remove() {
        await removed(folder);
        forget();
      },
    };
  };
}

/** Lets a folder go with the process that made it, however that ends but by a kill. Returns how to stop that. */
const removedWithItsProcess = (folder: string): (() => void) =>
  beforeEnd(() => {
    try {
      rmSync(folder, REMOVAL);
    } catch {
      // A leftover, as after a kill.
    }
  });

async function removeLeftovers(parent: string, leftoverMs: number): Promise<void> {
  const names = await readdir(parent).catch((): string[] => []);
  for (const name of names.filter((name) => NAME.test(name))) {
    const path = join(parent, name);
    // Who removes it at the same time is as welcome.
    const found = await lstat(path).catch(() => null);
    if (found === null || !found.isDirectory() || found.uid !== process.getuid?.()) continue;
    if (Date.now() - found.mtimeMs >= leftoverMs) await removed(path);
  }
}

/** One that is busy stays: the next one tries again. */
const removed = (folder: string): Promise<void> => rm(folder, REMOVAL).catch(() => undefined);

/** This disk is not the one of the results: the message says which. */
function named(doing: 'read' | 'write', path: string, error: unknown): Error {
  const known = diskError(doing, path, error);
  const text = `the folder for temporary files, which TMPDIR names: ${known.message}`;
  const Named = known instanceof StoreRefused ? StoreRefused : StoreUnavailable;
  return new Named(text, { cause: known.cause, scratch: true });
}
