import pLimit from 'p-limit';
import { askPack, type SegmentFailure } from './ask.ts';
import type { Asking } from './asking.ts';
import { ModelAnswerInvalid, ProviderTimedOut, ProviderUnavailable, RequestRejected } from './errors.ts';
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
 * Packs in a row without one usable answer after which the rest is not asked for. Each has cost a retry and the chain's next model: what answers like this
 * answers so to all.
 */
const USELESS_PACKS = 2 * CALLS_IN_FLIGHT;

export interface AskingAll {
  /** Told of each pack's failures as soon as they are final. */
  readonly gaveUp: (failures: readonly SegmentFailure[]) => void;
  /** The provider was down when the job was last called: one call goes ahead, and the others follow when it is answered. */
  readonly wary: boolean;
}

/**
 * Has segments translated, pack by pack.
 *
 * @throws ProviderKeyRejected, ProviderUnavailable, ... after the other calls have ended and what they brought is saved
 */
export async function askAll(
  segments: readonly Segment[],
  asking: Asking,
  { gaveUp, wary }: AskingAll,
): Promise<Asked> {
  const limit = pLimit(CALLS_IN_FLIGHT);
  let over = false;
  let unanswered = 0;
  let useless = 0;
  const ask = async (segments: readonly Segment[]) => {
    // The job fails with the error that ended it: what has not begun by then need not be listed.
    if (over) return [];
    if (useless >= USELESS_PACKS) return segments.map(notAsked);
    try {
      const failures = await askPack(segments, asking);
      unanswered = 0;
      useless = failures.length === segments.length && failures.every(isUseless) ? useless + 1 : 0;
      gaveUp(failures);
      return failures;
    } catch (error) {
      // As many in a row as are in flight: the provider is down, and each further call would only fail, or hang, as well.
      if (isNoAnswer(error)) unanswered++;
      over ||= !othersMayGoOn(error) || unanswered >= CALLS_IN_FLIGHT;
      throw error;
    }
  };
  const [first, ...others] = pack(segments);
  if (first === undefined) return { failures: [], paused: null };
  const ahead = limit(() => ask(first));
  if (wary)
    await ahead.catch((error: unknown) => {
      over ||= isNoAnswer(error);
    });
  const results = await Promise.allSettled([ahead, ...others.map((segments) => limit(() => ask(segments)))]);
  const failures = results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
  const errors = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
  const fatal = errors.find((error) => !(error instanceof Paused));
  if (fatal !== undefined) throw fatal;
  const pauses = errors.filter((error) => error instanceof Paused);
  const longest = pauses.reduce<Paused | null>((a, b) => (a === null || b.waitMs > a.waitMs ? b : a), null);
  return { failures, paused: longest && { waitMs: longest.waitMs, reason: longest.message } };
}

/** What was asked for, and answered with nothing that could be used. */
const USELESS: ReadonlySet<string> = new Set([new ModelAnswerInvalid('').name, new RequestRejected('').name]);
const isUseless = ({ error }: SegmentFailure) => USELESS.has(error);

const notAsked = (segment: Segment): SegmentFailure => ({
  segment,
  error: new ModelAnswerInvalid('').name,
  cause: `not asked: no answer to the ${USELESS_PACKS} calls before could be used`,
  lastAnswer: null,
});

const isNoAnswer = (error: unknown) => error instanceof ProviderUnavailable || error instanceof ProviderTimedOut;

/** Whether the other calls of a job may still succeed, and keep what they buy, after one of them ended so. */
const othersMayGoOn = (error: unknown) => error instanceof Paused || isNoAnswer(error);
