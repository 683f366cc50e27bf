import { WaitTooLong } from '../errors.ts';

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
