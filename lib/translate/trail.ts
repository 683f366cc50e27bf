import type { ModelAnswer, ModelRequest } from './model.ts';

/** Why a call asks for what was asked for before: an answer failed its checks, the model before gave none that passed, or the provider refused the call for the rate. */
export type Again = 'correction' | 'model' | 'rate';

/** Something that one invocation of a locale job did: when it began, in ms since 1970, and how long it took, in ms. */
interface Timed {
  readonly at: number;
  readonly ms: number;
}

/** Memory was asked what it holds for the job's segments. */
export interface RecallEntry extends Timed {
  readonly kind: 'recall';
  /** Segments whose translations it had, and which passed today's checks. */
  readonly hits: number;
  /** Segments that it had nothing for. */
  readonly misses: number;
}

/** A call waited for room in the provider's limits. */
export interface WaitEntry extends Timed {
  readonly kind: 'wait';
  readonly model: string;
}

/** A request went to a model, and its answer, or the reason why there is none, came back. */
export interface CallEntry extends Timed {
  readonly kind: 'call';
  readonly model: string;
  /** Null for a call that asks for the first time. */
  readonly again: Again | null;
  readonly segments: number;
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly completionTokens: number;
  readonly usd: number;
  /** Characters of the answer; 0 without one. */
  readonly answerLength: number;
  /** The name of the error that came in place of an answer. */
  readonly error: string | null;
}

/** An answer was held against the checks. */
export interface CheckEntry extends Timed {
  readonly kind: 'check';
  readonly accepted: number;
  readonly refused: number;
  /** The names of the checks that refused something. */
  readonly checks: string[];
}

/** A step of a job, in the form in which it is kept: counts and names, no text. */
export type TrailEntry = RecallEntry | WaitEntry | CallEntry | CheckEntry;

/** What goes with a call and is kept nowhere: only a tracing that was asked to shows it. */
export interface CallDetail {
  readonly request: ModelRequest;
  readonly answer: ModelAnswer | null;
  readonly error: Error | null;
  /** Places, in the batch, of the products that the call's segments belong to. */
  readonly products: readonly number[];
}

/** Told of what a locale job does, each step when it has ended. */
export interface Trail {
  /** `detail` comes with a call. */
  add(entry: TrailEntry, detail?: CallDetail): void;
}
