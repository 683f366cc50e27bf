import { StoreRefused } from '../run/contract/errors.ts';
import type { MemoryEntry, MemoryScope } from '../translate/memory.ts';
import { folderOf } from './memory-files.ts';

export interface CheckpointsOptions {
  /** Keeps entries for good; none of them are kept when it throws. */
  readonly write: (scope: MemoryScope, entries: readonly MemoryEntry[]) => Promise<void>;
  /** How long entries may wait for others, in milliseconds. */
  readonly delayMs: number;
}

interface Waiting {
  readonly scope: MemoryScope;
  readonly entries: MemoryEntry[];
  /** Why the last write failed, until the scope was told or a later one succeeded. */
  failure: Failure | null;
}

interface Failure {
  readonly error: unknown;
  /** Entries, from the first on, that the store will not take, however often it is asked; 0 where the trouble may pass. */
  readonly refused: number;
}

/**
 * Entries that wait to be written together. They wait until they are written: what could not be is tried again, in the background and by each flush. What the
 * store refuses is let go of once its scope was told. Scopes share nothing but the process, which on Lambda outlives a catalog's run: the trouble
 * of one is never told to another.
 */
export class Checkpoints {
  readonly #write: CheckpointsOptions['write'];
  readonly #delayMs: number;
  readonly #waiting = new Map<string, Waiting>();
  #timer: NodeJS.Timeout | null = null;
  /** One at a time, so that nothing is written twice. */
  #writing: Promise<void> = Promise.resolve();

  constructor({ write, delayMs }: CheckpointsOptions) {
    this.#write = write;
    this.#delayMs = delayMs;
  }

  /** Takes entries over, whatever it throws: the error of the scope's last write in the background, so that nobody goes on buying what cannot be kept. */
  add(scope: MemoryScope, entries: readonly MemoryEntry[]): void {
    const waiting = this.#waiting.get(idOf(scope)) ?? { scope, entries: [], failure: null };
    waiting.entries.push(...entries);
    if (waiting.entries.length > 0) this.#waiting.set(idOf(scope), waiting);
    const failure = this.#tell(waiting);
    this.#arm();
    if (failure) throw failure.error;
  }

  /** What is not written yet, in order. */
  waiting(scope: MemoryScope): readonly MemoryEntry[] {
    return [...(this.#waiting.get(idOf(scope))?.entries ?? [])];
  }

  /**
   * Ends when all is written that was added before, of one scope or of all; what failed in the background is tried again, and its error forgotten if it now
   * succeeds.
   */
  flush(scope?: MemoryScope): Promise<void> {
    return this.#inTurn(async () => {
      const own = (waiting: Waiting) => scope === undefined || idOf(waiting.scope) === idOf(scope);
      const failed = await this.#writeThose(own);
      const failure = failed[0] && this.#tell(failed[0]);
      this.#arm();
      if (failure) throw failure.error;
    });
  }

  /** Gives those that could not be written. */
  async #writeThose(chosen: (waiting: Waiting) => boolean): Promise<readonly Waiting[]> {
    const waitings = [...this.#waiting.values()].filter(chosen);
    for (const waiting of waitings) {
      const { scope, entries } = waiting;
      const count = entries.length;
      // Nobody is told of a failure, and lets entries go, while they are being written.
      waiting.failure = null;
      try {
        await this.#write(scope, entries.slice(0, count));
        // More may have come meanwhile, behind these.
        entries.splice(0, count);
        if (entries.length === 0) this.#waiting.delete(idOf(scope));
      } catch (error) {
        waiting.failure = { error, refused: error instanceof StoreRefused ? count : 0 };
      }
    }
    return waitings.filter(({ failure }) => failure);
  }

  /** The failure that the scope was not told of, which now counts as told. */
  #tell(waiting: Waiting): Failure | null {
    const { scope, entries, failure } = waiting;
    waiting.failure = null;
    entries.splice(0, failure?.refused ?? 0);
    if (entries.length === 0) this.#waiting.delete(idOf(scope));
    return failure;
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#writing.then(work);
    this.#writing = done.catch(() => undefined);
    return done;
  }

  #arm(): void {
    const isDue = ({ failure }: Waiting) => !failure?.refused;
    if (![...this.#waiting.values()].some(isDue)) {
      if (this.#timer) clearTimeout(this.#timer);
      this.#timer = null;
      return;
    }
    if (this.#timer) return;
    const write = () => {
      this.#timer = null;
      void this.#inTurn(async () => {
        await this.#writeThose(isDue);
        this.#arm();
      });
    };
    // A process that is done does not stay for it: whoever is done flushes.
    this.#timer = setTimeout(write, this.#delayMs).unref();
  }
}

/** A scope has a folder of its own. */
const idOf = folderOf;
