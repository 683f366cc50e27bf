/**
 * Refusals so close to each other are no accident: others take what this pace counts on. On the free tier a pace sends two large calls a minute. Where it sends
 * a hundred, a few refusals in five minutes are the exception that they should be: so they must be close in calls as well.
 */
const REPEATED_MS = 5 * 60_000;
const REPEATED_CALLS = 40;
/** So many of them: the first ones may be a limit that was cut. */
const REPEATED = 4;
/**
 * What is given way doubles back in so long, unless it is refused again; or in so many answers, which come sooner where a minute holds many calls: to have given way
 * to a handful of refusals must not cost a thousand calls.
 */
const BACK_MS = 20 * 60_000;
const BACK_CALLS = 80;
/** A pace that is refused all the time keeps this part: it must notice when the others have gone. */
const LEAST = 1 / 16;

/**
 * Gives way to others who take the same limits with a share of their own, such as a second run with the same key: of which neither knows, and each takes all
 * that a run may. After a fourth refusal, each within minutes and few calls of the one before, a pace goes half as fast, and then faster again little by little.
 */
export class Crowd {
  #refusedAt = Number.NEGATIVE_INFINITY;
  #gaveWayAt = Number.NEGATIVE_INFINITY;
  #inARow = 0;
  #part = 1;
  #refusedUpTo = 0;
  #answeredSince = 0;

  /** The part of its share that the pace is to take. */
  part(now: number): number {
    if (this.#part === 1) return 1;
    const doublings = Math.max(0, now - this.#gaveWayAt) / BACK_MS + this.#answeredSince / BACK_CALLS;
    return Math.min(1, this.#part * 2 ** doublings);
  }

  answered(): void {
    this.#answeredSince++;
  }

  /** What has gone out up to this number may be refused for a reason of its own. */
  pardon(newest: number): void {
    this.#refusedUpTo = newest;
  }

  /** Calls that were under way together are refused for one reason: `number` is the refused call's, `newest` the last one's that has gone out. */
  refused(number: number, newest: number, now: number): void {
    if (number <= this.#refusedUpTo) return;
    const isNear = now - this.#refusedAt <= REPEATED_MS && number - this.#refusedUpTo <= REPEATED_CALLS;
    this.#refusedUpTo = newest;
    this.#inARow = isNear ? this.#inARow + 1 : 1;
    if (this.#inARow >= REPEATED) {
      this.#part = Math.max(LEAST, this.part(now) / 2);
      this.#gaveWayAt = now;
      this.#answeredSince = 0;
    }
    this.#refusedAt = now;
  }
}
