import type { Judging } from './judge.ts';
import type { Ledger } from './ledger.ts';
import type { ModelPort } from './model.ts';
import type { Pace } from './pacing/pace.ts';

/** Everything that the calls of one locale job share. */
export interface Asking extends Judging {
  readonly model: ModelPort;
  /** The models that may answer, first one first. One that turns out not to be served is taken out for the rest of the job. */
  chain: readonly string[];
  readonly ledger: Ledger;
  readonly pace: Pace;
  readonly log: (event: string, data: Readonly<Record<string, unknown>>) => void;
}
