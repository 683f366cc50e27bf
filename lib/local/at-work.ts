import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import * as z from 'zod';

/** Another process is at work on the run. */
export class RunAtWork extends Error {
  readonly pid: number;

  constructor(pid: number) {
    super(`process ${pid} is at work on it`);
    this.pid = pid;
  }
}

const workerSchema = z.object({ pid: z.number(), host: z.string() });

/** How often the place of a process that has ended is taken before it is left: something stands there that is no file of this kind. */
const MOST_TRIES = 5;

/**
 * Says in a file that this process is at work on a run, until it ends or calls what is returned: were a run planned twice at once, each planning would put together
 * what the other's jobs have left. A process of this machine that has ended holds nothing; of another machine nothing can be known. Where the file cannot be
 * written nothing is held: whoever works there will say why.
 *
 * @throws RunAtWork
 */
export function beginWork(path: string): () => void {
  const own = JSON.stringify({ pid: process.pid, host: hostname() });
  const beside = `${path}.${process.pid}`;
  try {
    writeFileSync(beside, own);
    // A link is made whole or not at all, and never over another.
    for (let tries = 1; !linked(beside, path); tries++) {
      if (tries === MOST_TRIES) return () => {};
      removeIfOver(path);
    }
  } catch (error) {
    if (error instanceof RunAtWork) throw error;
    return () => {};
  } finally {
    rmSync(beside, { force: true });
  }
  const end = () => {
    process.removeListener('exit', end);
    if (textOf(path) === own) rmSync(path, { force: true });
  };
  process.once('exit', end);
  return end;
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** @throws RunAtWork while the process that it names is alive */
function removeIfOver(path: string): void {
  const text = textOf(path);
  if (text === null) return;
  const pid = livingWorker(text);
  if (pid !== null) throw new RunAtWork(pid);
  const aside = `${path}.over.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    // Somebody else has removed it.
    return;
  }
  // Between the look and the move another may have put its own there.
  if (textOf(aside) !== text) linked(aside, path);
  rmSync(aside, { force: true });
}

function livingWorker(text: string): number | null {
  const worker = workerSchema.safeParse(parsed(text));
  if (!worker.success || worker.data.host !== hostname() || worker.data.pid === process.pid) return null;
  return isAlive(worker.data.pid) ? worker.data.pid : null;
}

/** Whether a process of this machine runs under a number. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // One of another user is alive as well.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
