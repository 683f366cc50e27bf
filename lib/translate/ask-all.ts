import pLimit from 'p-limit';
import { type Asking, askPack, type SegmentFailure } from './ask.ts';
import { ProviderTimedOut, ProviderUnavailable } from './errors.ts';
import { Paused } from './pacing/paused.ts';
import { pack } from './pack.ts';
import type { Segment } from './segments.ts';

/** Calls of one job in flight. More would only wait at the provider's limit, which all jobs of a run share. */
export const CALLS_IN_FLIGHT = 6;

export interface Asked {
  readonly failures: readonly SegmentFailure[];
  /** The longest wait that a call asked for; null when none did. */
  readonly paused: { readonly waitMs: number; readonly reason: string } | null;
}

/**
 * Has segments translated, pack by pack; `gaveUp` is told of each pack's failures as soon as they are final.
 *
 * @throws ProviderKeyRejected, ProviderUnavailable, ... after the other calls have ended and what they brought is saved
 */
export async function askAll(
  segments: readonly Segment[],
  asking: Asking,
  gaveUp: (failures: readonly SegmentFailure[]) => void,
): Promise<Asked> {
  const limit = pLimit(CALLS_IN_FLIGHT);
  let over = false;
  let unanswered = 0;
  const ask = async (segments: readonly Segment[]) => {
    // The job fails with the error that ended it: what has not begun by then need not be listed.
    if (over) return [];
    try {
      const failures = await askPack(segments, asking);
      unanswered = 0;
      gaveUp(failures);
      return failures;
    } catch (error) {
      // As many in a row as are in flight: the provider is down, and each further call would only fail, or hang, as well.
      if (isNoAnswer(error)) unanswered++;
      over ||= !othersMayGoOn(error) || unanswered >= CALLS_IN_FLIGHT;
      throw error;
    }
  };
  const results = await Promise.allSettled(pack(segments).map((segments) => limit(() => ask(segments))));
  const failures = results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
  const errors = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
  const fatal = errors.find((error) => !(error instanceof Paused));
  if (fatal !== undefined) throw fatal;
  const pauses = errors.filter((error) => error instanceof Paused);
  const longest = pauses.reduce<Paused | null>((a, b) => (a === null || b.waitMs > a.waitMs ? b : a), null);
  return { failures, paused: longest && { waitMs: longest.waitMs, reason: longest.message } };
}

const isNoAnswer = (error: unknown) => error instanceof ProviderUnavailable || error instanceof ProviderTimedOut;

/** Whether the other calls of a job may still succeed, and keep what they buy, after one of them ended so. */
const othersMayGoOn = (error: unknown) => error instanceof Paused || isNoAnswer(error);
