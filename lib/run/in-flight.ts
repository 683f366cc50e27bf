/** Work that goes on beside a loop, so many at once: the loop waits where there is no room. */
export class InFlight {
  readonly #most: number;
  readonly #running = new Set<Promise<void>>();
  #failure: { readonly error: unknown } | null = null;

  constructor(most: number) {
    this.#most = most;
  }

  /** Begins it, and ends when there is room for another. @throws what one before has thrown */
  async add(begin: () => Promise<void>): Promise<void> {
    this.#throwFailure();
    const running: Promise<void> = begin()
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
    while (this.#running.size >= this.#most) await Promise.race(this.#running);
    this.#throwFailure();
  }

  /** Ends when all have ended. @throws what one has thrown */
  async end(): Promise<void> {
    await Promise.all(this.#running);
    this.#throwFailure();
  }

  #throwFailure(): void {
    if (this.#failure) throw this.#failure.error;
  }
}
