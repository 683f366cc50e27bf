import pLimit from 'p-limit';
import type { GivenUp } from '../../translate/given-up.ts';
import { Ledger } from '../../translate/ledger.ts';
import { ERROR_NAMES } from '../contract/errors.ts';
import type { AttemptFile, Spent } from '../contract/internal.ts';
import { keys } from '../contract/keys.ts';
import type { LocaleJob } from '../contract/state.ts';
import type { StepDeps } from '../ports.ts';
import { writeJson } from '../store.ts';

let invocations = 0;

/**
 * What one invocation of a locale job asks for, spends and gives up on. It stands in the store at checkpoints, like what memory keeps: an invocation that is
 * cut off has its costs in the run's sums and its share of the budget, and what it asked for in vain is not asked again.
 */
export class Invocation {
  readonly ledger: Ledger;
  readonly startedAt: number;
  /** Two invocations of one job never run at once: its start and, for two within a millisecond, a count tell them apart. */
  readonly name: string;
  readonly #job: LocaleJob;
  readonly #deps: Pick<StepDeps, 'store' | 'clock' | 'checkpointMs'>;
  readonly #gaveUp: GivenUp[] = [];
  readonly #oneByOne = pLimit(1);
  #writtenAt: number;

  constructor(job: LocaleJob, maxUsd: number | null, deps: Pick<StepDeps, 'store' | 'clock' | 'checkpointMs'>) {
    this.#job = job;
    this.#deps = deps;
    this.ledger = new Ledger(maxUsd);
    this.startedAt = deps.clock.now();
    this.name = `${this.startedAt}-${++invocations}`;
    this.#writtenAt = this.startedAt;
  }

  /** What it has cost up to now. */
  spent(): Spent {
    const { startedAt, ledger } = this;
    const { model, calls, retries, unanswered, usage, usd } = ledger;
    return { startedAt, ms: this.#deps.clock.now() - startedAt, model, calls, retries, unanswered, usage, usd };
  }

  giveUp(given: readonly GivenUp[]): void {
    this.#gaveUp.push(...given);
    this.checkpoint();
  }

  /** Keeps what is new in the background, where the last time was `checkpointMs` ago: short invocations write nothing. */
  checkpoint(): void {
    const now = this.#deps.clock.now();
    if (now - this.#writtenAt < this.#deps.checkpointMs) return;
    this.#writtenAt = now;
    const cutOff = { error: ERROR_NAMES.jobMissing, cause: 'its Lambda was cut off before it ended' };
    // Where the store fails, what it is needed for fails by itself.
    void this.#write('open.json', cutOff).catch(() => undefined);
  }

  /** Ends when nothing is written in the background any more: an older record must not come after a newer one. */
  async settle(): Promise<void> {
    await this.#oneByOne(() => undefined);
  }

  /** Records that it ended without a part, and why. */
  end(reason: { readonly error: string; readonly cause: string }): Promise<void> {
    return this.#write('json', reason);
  }

  #write(ending: string, reason: { readonly error: string; readonly cause: string }): Promise<void> {
    const { batch, locale } = this.#job;
    const key = `${keys.attempts(this.#job, batch, locale)}${this.name}.${ending}`;
    const record: AttemptFile = { ...this.spent(), ...reason, gaveUp: [...this.#gaveUp] };
    return this.#oneByOne(() => writeJson(this.#deps.store, key, record));
  }
}
