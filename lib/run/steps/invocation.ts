import pLimit from 'p-limit';
import type { ProductId } from '../../catalog/product.ts';
import type { GivenUp } from '../../translate/given-up.ts';
import { Ledger } from '../../translate/ledger.ts';
import type { CallDetail, Trail, TrailEntry } from '../../translate/trail.ts';
import { ERROR_NAMES } from '../contract/errors.ts';
import type { AttemptFile, Spent } from '../contract/internal.ts';
import { keys } from '../contract/keys.ts';
import type { LocaleJob } from '../contract/state.ts';
import type { EndedInvocation, InvocationTrace, StepDeps } from '../ports.ts';
import { writeJson } from '../store.ts';
import { readTraceparent } from '../trace/context.ts';

let invocations = 0;

export type InvocationDeps = Pick<StepDeps, 'store' | 'clock' | 'checkpointMs' | 'tracers'>;

/**
 * What one invocation of a locale job asks for, spends and gives up on. It stands in the store at checkpoints, like what memory keeps: an invocation that is
 * cut off has its costs in the run's sums and its share of the budget, and what it asked for in vain is not asked again.
 */
export class Invocation implements Trail {
  readonly ledger: Ledger;
  readonly startedAt: number;
  /** Two invocations of one job never run at once: its start and, for two within a millisecond, a count tell them apart. */
  readonly name: string;
  readonly #job: LocaleJob;
  readonly #deps: InvocationDeps;
  readonly #traces: readonly InvocationTrace[];
  readonly #gaveUp: GivenUp[] = [];
  readonly #trail: TrailEntry[] = [];
  readonly #oneByOne = pLimit(1);
  #writtenAt: number;
  #later: NodeJS.Timeout | undefined;
  /** When what it has spent was last written down. */
  #endedAt: number;

  /** `products` are those of the batch, `maxUsd` what it may still spend. */
  constructor(
    job: LocaleJob,
    { maxUsd, products }: { readonly maxUsd: number | null; readonly products: readonly ProductId[] },
    deps: InvocationDeps,
  ) {
    this.#job = job;
    this.#deps = deps;
    this.ledger = new Ledger(maxUsd);
    this.startedAt = deps.clock.now();
    this.name = `${this.startedAt}-${++invocations}`;
    this.#writtenAt = this.startedAt;
    this.#endedAt = this.startedAt;
    const { runId, batch, locale, traceparent } = job;
    const parent = readTraceparent(traceparent);
    const { name: attempt, startedAt } = this;
    this.#traces = deps.tracers.map((tracer) =>
      tracer.begin({ runId, batch, locale, products, attempt, startedAt, parent }),
    );
  }

  /** What it has cost up to now. */
  spent(): Spent {
    const { startedAt, ledger } = this;
    const { model, calls, retries, unanswered, usage, usd } = ledger;
    this.#endedAt = this.#deps.clock.now();
    return { startedAt, ms: this.#endedAt - startedAt, model, calls, retries, unanswered, usage, usd };
  }

  add(entry: TrailEntry, detail?: CallDetail): void {
    this.#trail.push(entry);
    for (const trace of this.#traces) trace.add(entry, detail);
  }

  /** What it has done up to now. */
  get trail(): TrailEntry[] {
    return [...this.#trail];
  }

  giveUp(given: readonly GivenUp[]): void {
    this.#gaveUp.push(...given);
    this.checkpoint();
  }

  /** Keeps what is new in the background, `checkpointMs` after the last time at the soonest: short invocations write nothing. */
  checkpoint(): void {
    const dueMs = this.#writtenAt + this.#deps.checkpointMs - this.#deps.clock.now();
    // While it waits nothing else may come that would have this kept.
    if (dueMs <= 0) this.#keep();
    else if (Number.isFinite(dueMs)) this.#later ??= setTimeout(() => this.#keep(), dueMs).unref();
  }

  #keep(): void {
    this.#keepNothingLater();
    this.#writtenAt = this.#deps.clock.now();
    const cutOff = { error: ERROR_NAMES.jobMissing, cause: 'its Lambda was cut off before it ended' };
    // Where the store fails, what it is needed for fails by itself.
    void this.#write('open.json', cutOff).catch(() => undefined);
  }

  /** Ends when nothing is written in the background any more: an older record must not come after a newer one. */
  async settle(): Promise<void> {
    this.#keepNothingLater();
    await this.#oneByOne(() => undefined);
  }

  /** Records that it ended without a part, and why. */
  async end(error: { readonly error: string; readonly cause: string }): Promise<void> {
    this.#keepNothingLater();
    try {
      await this.#write('json', error);
    } finally {
      await this.trace({ error, result: null });
    }
  }

  /** Ends its traces, with the time that its record has. */
  async trace(ended: Pick<EndedInvocation, 'error' | 'result'>): Promise<void> {
    const { model, calls, usd } = this.ledger;
    const whole = { ...ended, endedAt: this.#endedAt, model, calls, usd };
    await Promise.all(this.#traces.map((trace) => trace.end(whole)));
  }

  #keepNothingLater(): void {
    clearTimeout(this.#later);
    this.#later = undefined;
  }

  #write(ending: string, reason: { readonly error: string; readonly cause: string }): Promise<void> {
    const { batch, locale } = this.#job;
    const key = `${keys.attempts(this.#job, batch, locale)}${this.name}.${ending}`;
    const record: AttemptFile = { ...this.spent(), trail: this.trail, ...reason, gaveUp: [...this.#gaveUp] };
    return this.#oneByOne(() => writeJson(this.#deps.store, key, record));
  }
}
