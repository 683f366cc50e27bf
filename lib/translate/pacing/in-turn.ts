import { MAX_WAIT_MS } from './paused.ts';

/** After a refusal calls go half as often; each answer brings them 2% closer, so that some 35 answers make up for a refusal. */
const FURTHER = 2;
const CLOSER = 0.98;
/** Below this nothing is to be kept apart. */
const LEAST_MS = 1;

/** Keeps calls apart where a provider refuses and neither a plan nor a header nor the refusal says what its limits are. */
export class InTurn {
  #apartMs = 0;
  #sentAt = 0;
  #newest = 0;
  #refusedUpTo = 0;

  waitMs(now: number): number {
    return this.#apartMs === 0 ? 0 : Math.max(0, Math.ceil(this.#sentAt + this.#apartMs - now));
  }

  sent(number: number, now: number): void {
    this.#newest = number;
    this.#sentAt = now;
  }

  answered(): void {
    this.#apartMs *= CLOSER;
    if (this.#apartMs < LEAST_MS) this.#apartMs = 0;
  }

  /** Calls that were under way together are refused for one reason: only the first of them counts. */
  refused(number: number, retryAfterMs: number): void {
    if (number <= this.#refusedUpTo || retryAfterMs > MAX_WAIT_MS) return;
    this.#refusedUpTo = this.#newest;
    this.#apartMs = Math.min(MAX_WAIT_MS, Math.max(this.#apartMs * FURTHER, retryAfterMs));
  }
}
