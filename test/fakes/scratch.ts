import { inMemoryStore } from '../../lib/adapters/memory-store.ts';
import type { Scratch, StepDeps } from '../../lib/run/ports.ts';
import type { Store } from '../../lib/run/store.ts';

export interface FakeScratch {
  readonly scratch: StepDeps['scratch'];
  /** How many were made, and how many of them have been removed. */
  readonly counts: () => { readonly made: number; readonly removed: number };
  /** What was written in them, and which of it was written or read after the removal. */
  readonly written: ReadonlyMap<string, string>;
  readonly late: readonly string[];
}

/** Scratch stores in memory. @param around - what to put around each store, such as a fault */
export function fakeScratch(around: (inner: Store) => Store = (inner) => inner): FakeScratch {
  let made = 0;
  let removed = 0;
  const written = new Map<string, string>();
  const late: string[] = [];
  const scratch = async (): Promise<Scratch> => {
    made++;
    let isGone = false;
    const inner = around(inMemoryStore());
    const note = (key: string) => {
      if (isGone) late.push(key);
    };
    return {
      store: {
        async read(key) {
          const text = await inner.read(key);
          note(key);
          return text;
        },
        async write(key, text) {
          await inner.write(key, text);
          written.set(key, text);
          note(key);
        },
      },
      async remove() {
        removed++;
        isGone = true;
      },
    };
  };
  return { scratch, counts: () => ({ made, removed }), written, late };
}
