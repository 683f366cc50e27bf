/** The longest wait for the provider that a job sits out itself; a longer one goes back to the workflow, where waiting costs nothing. */
export const MAX_WAIT_MS = 30_000;

/** The job cannot go on now: the workflow is to wait and call it again. */
export class Paused extends Error {
  override readonly name = 'Paused';
  readonly waitMs: number;

  constructor(waitMs: number, reason: string) {
    super(reason);
    this.waitMs = waitMs;
  }
}
