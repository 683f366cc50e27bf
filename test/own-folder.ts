import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const REMOVAL = { recursive: true, force: true, maxRetries: 3 } as const;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

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

/** Has `action`, which may come twice, done before this process ends, also by a signal: what was asked for last is done first. Returns what calls that off. */
export function beforeEnd(action: () => void): () => void {
  const onSignal = (signal: NodeJS.Signals) => {
    action();
    // Whoever else listens decides how it ends; the last one has it end as if nobody had listened.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  process.prependOnceListener('exit', action);
  for (const signal of SIGNALS) process.prependOnceListener(signal, onSignal);
  return () => {
    process.off('exit', action);
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
}

function removeThoseOfTheDead(name: string, parent: string): void {
  for (const entry of readdirSync(parent)) {
    const pid = new RegExp(`^${name}-(\\d+)-\\w{6}$`).exec(entry)?.[1];
    if (pid === undefined || lives(Number(pid))) continue;
    try {
      rmSync(join(parent, entry), REMOVAL);
    } catch {
      // Another user's.
    }
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
