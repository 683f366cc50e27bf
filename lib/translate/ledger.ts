import { addUsage, NO_USAGE, type Usage } from './model.ts';
import { usdOf } from './routing.ts';

/** What a locale job has asked for and what that cost, also when it fails afterwards. */
export class Ledger {
  calls = 0;
  /** Calls that asked again, within this invocation. */
  retries = 0;
  usage: Usage = NO_USAGE;
  usd = 0;
  /** The model that answered last; null before the first answer. */
  model: string | null = null;
  #reserved = 0;
  #answers = 0;
  #resent = 0;
  readonly #maxUsd: number | null;

  constructor(maxUsd: number | null = null) {
    this.#maxUsd = maxUsd;
  }

  /** Calls that brought no answer and were not sent again: another invocation of the job asks them. */
  get unanswered(): number {
    return this.calls - this.#answers - this.#resent;
  }

  /** A call that was refused for the rate goes out once more. */
  sentAgain(): void {
    this.retries++;
    this.#resent++;
  }

  /** Sets aside what a call is expected to cost; false when the budget has no room for it. */
  reserve(usd: number): boolean {
    if (this.#maxUsd !== null && this.usd + this.#reserved + usd > this.#maxUsd) return false;
    this.#reserved += usd;
    return true;
  }

  release(usd: number): void {
    this.#reserved -= usd;
  }

  answered(model: string, usage: Usage): void {
    this.#answers++;
    this.usage = addUsage(this.usage, usage);
    this.usd += usdOf(model, usage);
    this.model = model;
  }
}
