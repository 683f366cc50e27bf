import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEnd } from '../lib/adapters/before-end.ts';
import { isAlive } from '../lib/local/at-work.ts';

const REMOVAL = { recursive: true, force: true, maxRetries: 3 } as const;

export interface OwnFolder {
  readonly path: string;
  remove(): void;
}

/**
 * A folder of this process for a run of the tests, `<name>-<pid>-...`. It goes with the process, also where that is interrupted; what killed ones have left goes
 * when the next is made.
 */
export function ownFolder(name: string, parent = tmpdir()): OwnFolder {
  removeThoseOfTheDead(name, parent);
  const path = mkdtempSync(join(parent, `${name}-${process.pid}-`));
  const removal = () => rmSync(path, REMOVAL);
  const forget = beforeEnd(removal);
  return {
    path,
    remove() {
      forget();
      removal();
    },
  };
}

function removeThoseOfTheDead(name: string, parent: string): void {
  for (const entry of readdirSync(parent)) {
    const pid = new RegExp(`^${name}-(\\d+)-\\w{6}$`).exec(entry)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    try {
      rmSync(join(parent, entry), REMOVAL);
    } catch {
      // Another user's.
    }
  }
}
