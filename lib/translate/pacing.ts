import type { Clock } from './clock.ts';
import { WaitTooLong } from './errors.ts';

/** The longest wait that a job sits out itself; a longer one goes back to the workflow, where waiting costs nothing. */
export const MAX_WAIT_MS = 30_000;
/** How often one call is put off before the job goes back to the workflow: someone else is using the limit up. */
const MAX_PUT_OFFS = 8;

/** The job cannot go on now: the workflow is to wait and call it again. */
export class Paused extends Error {
  override readonly name = 'Paused';
  readonly waitMs: number;

  constructor(waitMs: number, reason: string) {
    super(reason);
    this.waitMs = waitMs;
  }
}

/**
 * The one owner of waits for a rate limit inside a job: when the provider says "try again in 4 s", every call of the job to that model
 * waits those 4 s, and a wait of over `MAX_WAIT_MS` or past the deadline becomes a pause.
 */
export class Pace {
  readonly #clock: Clock;
  readonly #deadline: number;
  readonly #openAt = new Map<string, number>();

  /** `deadline` is the time (ms since 1970) after which the job must neither wait nor begin a call. */
  constructor(clock: Clock, deadline: number) {
    this.#clock = clock;
    this.#deadline = deadline;
  }

  /** Resolves when a call to `model` may go out. @throws Paused */
  async ready(model: string): Promise<void> {
    for (;;) {
      const now = this.#clock.now();
      const wait = (this.#openAt.get(model) ?? 0) - now;
      if (now >= this.#deadline) throw new Paused(Math.max(wait, 1_000), 'this invocation is at its end');
      if (wait <= 0) return;
      if (wait > MAX_WAIT_MS || now + wait > this.#deadline) throw new Paused(wait, `${model} is at its rate limit`);
      await this.#clock.sleep(wait);
    }
  }

  /** Takes note of a refusal. `putOffs` counts those of the call at hand. @throws Paused */
  limited(model: string, retryAfterMs: number, putOffs: number): void {
    const openAt = this.#clock.now() + retryAfterMs;
    this.#openAt.set(model, Math.max(this.#openAt.get(model) ?? 0, openAt));
    if (putOffs >= MAX_PUT_OFFS)
      throw new Paused(Math.max(retryAfterMs, MAX_WAIT_MS), `${model} refused one call ${putOffs + 1} times`);
  }
}

/** After this many pauses in a row without one new translation, waiting is not what helps. */
export const MAX_FRUITLESS_PAUSES = 3;

/** The latest that a run is told to come back: what says more knows nothing, and a date holds no more than 270,000 years. */
const LONGEST_WAIT_MS = 7 * 24 * 3_600_000;

/** What waiting a locale job has behind it; travels in the workflow's state. */
export interface Waiting {
  readonly fruitlessPauses: number;
  readonly waitedSeconds: number;
}

/**
 * The waiting after another pause.
 * @throws WaitTooLong when the job may not wait any longer
 */
export function afterPause(
  before: Waiting,
  pause: { seconds: number; gained: boolean; reason: string },
  maxSeconds: number,
  now: number,
): Waiting {
  const waitedSeconds = before.waitedSeconds + pause.seconds;
  const fruitlessPauses = pause.gained ? 0 : before.fruitlessPauses + 1;
  if (waitedSeconds > maxSeconds || fruitlessPauses > MAX_FRUITLESS_PAUSES) {
    // To the minute: locales that wait for the same limit say the same.
    const waitMs = Math.min(pause.seconds * 1000, LONGEST_WAIT_MS);
    const comeBack = `${new Date(Math.ceil((now + waitMs) / 60_000) * 60_000).toISOString().slice(0, 16)}Z`;
    throw new WaitTooLong(`${pause.reason}; what is translated is kept: run again after ${comeBack}`);
  }
  return { fruitlessPauses, waitedSeconds };
}
