import { Pipe } from './pipe.ts';
import type { Pieces, Store } from './store.ts';

/** A file that is written as its contents come. */
export interface Output<T> {
  push(value: T): Promise<void>;
  /** Ends when the file stands. @throws what writing it has thrown */
  end(): Promise<void>;
}

/** Begins a file; `pieces` makes its text of what is pushed. */
export function openOutput<T>(store: Store, key: string, pieces: (values: AsyncIterable<T>) => Pieces): Output<T> {
  const pipe = new Pipe<T>();
  const written = store.writePieces(key, pieces(pipe));
  // Told at the end: until then nobody waits for it.
  written.catch(() => undefined);
  return {
    push: (value) => pipe.push(value),
    end: () => {
      pipe.end();
      return written;
    },
  };
}
