/**
 * What one loop writes and a store reads: several files can so be written in one pass over what they come from. `push` ends when the value is taken:
 * whoever writes is no faster than the store.
 */
export class Pipe<T> implements AsyncIterable<T> {
  #offered: { readonly value: T; readonly taken: () => void } | null = null;
  #ended = false;
  #closed = false;
  #wake: () => void = () => {};

  /** Hands one over. One at a time: the next when this has ended. */
  push(value: T): Promise<void> {
    // The store has given up: its own error is the one to report.
    if (this.#closed) return Promise.resolve();
    return new Promise((taken) => {
      this.#offered = { value, taken };
      this.#wake();
    });
  }

  /** Nothing more is to come. */
  end(): void {
    this.#ended = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    try {
      for (;;) {
        const offered = this.#offered;
        if (offered) {
          this.#offered = null;
          yield offered.value;
          offered.taken();
        } else if (this.#ended) return;
        else
          await new Promise<void>((wake) => {
            this.#wake = wake;
          });
      }
    } finally {
      this.#closed = true;
      this.#offered?.taken();
    }
  }
}
