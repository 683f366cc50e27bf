import { appendFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit, { type LimitFunction } from 'p-limit';
import { diskError, makeFolder } from './disk.ts';
import { JOURNAL, timeOf } from './memory-files.ts';

/** After that long a journal is closed and another begun: what is left of one a day later belongs to no process. */
const JOURNAL_MS = 3_600_000;

interface Journal {
  /** Null until something is appended. */
  name: string | null;
  /** What happens to it happens in turn: nothing is appended under a name that it has no more. */
  readonly turn: LimitFunction;
}

/**
 * Files that this process alone appends to, one for each folder at a time. What has been appended is on the disk; a kill cuts no line but the last. When it is
 * closed it gets a name like any other's, and is never written again.
 */
export class Journals {
  readonly #root: string;
  readonly #now: () => number;
  readonly #newName: (ending?: string) => string;
  readonly #journals = new Map<string, Journal>();

  constructor(root: string, now: () => number, newName: (ending?: string) => string) {
    this.#root = root;
    this.#now = now;
    this.#newName = newName;
  }

  append(folder: string, text: string): Promise<void> {
    const journal = this.#journals.get(folder) ?? { name: null, turn: pLimit(1) };
    this.#journals.set(folder, journal);
    return journal.turn(async () => {
      if (journal.name !== null && (timeOf(journal.name) ?? 0) < this.#now() - JOURNAL_MS)
        await this.#close(folder, journal);
      journal.name ??= this.#newName(JOURNAL);
      const path = join(this.#root, folder, journal.name);
      try {
        await makeFolder(join(this.#root, folder));
        await appendFile(path, text);
      } catch (error) {
        // It may end in half a line by now, which must stay its last.
        journal.name = null;
        throw diskError('write', path, error);
      }
    });
  }

  /** Closes the journal of a folder, or all. */
  async close(folder?: string): Promise<void> {
    const chosen = [...this.#journals].filter(([name]) => folder === undefined || name === folder);
    await Promise.all(chosen.map(([name, journal]) => journal.turn(() => this.#close(name, journal))));
  }

  async #close(folder: string, journal: Journal): Promise<void> {
    if (journal.name === null) return;
    const path = join(this.#root, folder, journal.name);
    journal.name = null;
    try {
      // By its last entry, not by its first: what others have written meanwhile is older.
      await rename(path, join(this.#root, folder, this.#newName()));
    } catch (error) {
      // Set aside, or memory was cleared.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw diskError('write', path, error);
    }
  }
}
