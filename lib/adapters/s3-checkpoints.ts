import type { MemoryEntry, MemoryScope } from '../translate/memory.ts';

export interface CheckpointsOptions {
  /** Keeps entries for good; none of them are kept when it throws. */
  readonly write: (scope: MemoryScope, entries: readonly MemoryEntry[]) => Promise<void>;
  /** How long entries may wait for others, in milliseconds. */
  readonly delayMs: number;
}

interface Waiting {
  readonly scope: MemoryScope;
  readonly entries: MemoryEntry[];
}

/** Entries that wait to be written together. They wait until they are written: what could not be is tried again, in the background and by each flush. */
export class Checkpoints {
  readonly #write: CheckpointsOptions['write'];
  readonly #delayMs: number;
  readonly #waiting = new Map<string, Waiting>();
  #timer: NodeJS.Timeout | null = null;
  /** Why the last write in the background failed, until somebody was told or a later one succeeded. */
  #failure: { readonly error: unknown } | null = null;
  /** One at a time, so that nothing is written twice. */
  #writing: Promise<void> = Promise.resolve();

  constructor({ write, delayMs }: CheckpointsOptions) {
    this.#write = write;
    this.#delayMs = delayMs;
  }

  /** Takes entries over, whatever it throws: the error of the last write in the background, so that nobody goes on buying what cannot be kept. */
  add(scope: MemoryScope, entries: readonly MemoryEntry[]): void {
    if (entries.length > 0) {
      const id = JSON.stringify([scope.catalog, scope.locale]);
      const waiting = this.#waiting.get(id) ?? { scope, entries: [] };
      waiting.entries.push(...entries);
      this.#waiting.set(id, waiting);
      this.#arm();
    }
    const failure = this.#failure;
    this.#failure = null;
    if (failure) throw failure.error;
  }

  /** What is not written yet, in order. */
  waiting({ catalog, locale }: MemoryScope): readonly MemoryEntry[] {
    return [...(this.#waiting.get(JSON.stringify([catalog, locale]))?.entries ?? [])];
  }

  /** Ends when all is written that was added before; what failed in the background is tried again, and its error forgotten if it now succeeds. */
  flush(): Promise<void> {
    const writing = this.#writing.catch(() => undefined).then(() => this.#writeAll());
    this.#writing = writing;
    return writing;
  }

  async #writeAll(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const errors: unknown[] = [];
    for (const { scope, entries } of this.#waiting.values()) {
      const count = entries.length;
      if (count === 0) continue;
      try {
        await this.#write(scope, entries.slice(0, count));
        // More may have come meanwhile, behind these.
        entries.splice(0, count);
      } catch (error) {
        errors.push(error);
      }
    }
    for (const [id, { entries }] of this.#waiting) if (entries.length === 0) this.#waiting.delete(id);
    if (this.#waiting.size > 0) this.#arm();
    if (errors.length > 0) throw errors[0];
    this.#failure = null;
  }

  #arm(): void {
    if (this.#timer) return;
    const write = () => {
      this.#timer = null;
      this.flush().catch((error: unknown) => {
        this.#failure = { error };
      });
    };
    // A process that is done does not stay for it: whoever is done flushes.
    this.#timer = setTimeout(write, this.#delayMs).unref();
  }
}
