import type { SegmentFailure } from './ask.ts';
import { ModelAnswerInvalid, RequestRejected, RequestTooLarge } from './errors.ts';
import type { Segment } from './segments.ts';

/** A segment that every model of the chain has had its turn at, in vain. To ask again at once would buy the same answers once more. */
export interface GivenUp {
  /** The segment's key in memory. */
  readonly key: string;
  readonly error: string;
  readonly cause: string;
  /** The last text that a model gave for it, masked; null when none did. */
  readonly lastAnswer: string | null;
}

/** The failures that lie in a text and its answers. A spent budget or a model that is not served is another matter the next time. */
const FINAL: ReadonlySet<string> = new Set(
  [ModelAnswerInvalid, RequestRejected, RequestTooLarge].map((E) => new E('').name),
);

/** What of these failures the job's next invocation need not ask for. */
export function givenUp(failures: readonly SegmentFailure[], keys: ReadonlyMap<Segment, string>): readonly GivenUp[] {
  return failures
    .filter(({ error }) => FINAL.has(error))
    .map(({ segment, ...failure }) => ({ key: keys.get(segment) ?? '', ...failure }));
}

/** The failures of earlier invocations among `segments`. */
export function failedBefore(
  segments: readonly Segment[],
  keys: ReadonlyMap<Segment, string>,
  earlier: readonly GivenUp[],
): readonly SegmentFailure[] {
  const byKey = new Map(earlier.map(({ key, ...failure }) => [key, failure]));
  return segments.flatMap((segment) => {
    const failure = byKey.get(keys.get(segment) ?? '');
    return failure ? [{ segment, ...failure }] : [];
  });
}
