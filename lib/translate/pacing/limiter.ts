import type { Clock } from '../clock.ts';
import { ModelAnswerInvalid, ProviderTimedOut, ProviderUnavailable, RateLimited } from '../errors.ts';
import type { ModelAnswer } from '../model.ts';
import { InTurn } from './in-turn.ts';
import { MAX_WAIT_MS, Paused } from './paused.ts';
import { Room, type RoomOptions, type Sent } from './room.ts';

/** While an answer may come that changes how long to wait, a wait is looked at again after so long. */
const LISTENING_MS = 200;

export interface LimiterOptions extends RoomOptions {
  readonly model: string;
  readonly clock: Clock;
  /** The longest wait for room in the pace's own share that is sat out; it is at most about a minute. */
  readonly patienceMs: number;
  /** In [0, 1), for jitter. */
  readonly random: () => number;
}

/** A call that may go out now. Exactly one of these is to be told what came of it. */
export interface Admission {
  answered(answer: ModelAnswer): void;
  failed(error: unknown): void;
}

export interface Call {
  readonly tokens: number;
  /** When the call must have gone out, ms since 1970. */
  readonly deadline: number;
  /** It was let in before and refused: it goes first. */
  readonly again: boolean;
}

interface Waiting extends Call {
  readonly resolve: (admission: Admission) => void;
  readonly reject: (reason: Paused) => void;
}

/** Whether a call that failed so may stand in the provider's accounts: what is turned away at the door costs nothing. */
const mayHaveCounted = (error: unknown) =>
  error instanceof ProviderTimedOut || error instanceof ProviderUnavailable || error instanceof ModelAnswerInvalid;

/** More on top of a wait that was told: others were told the same, and are not to come back all at once. */
const JITTER = 0.1;
const LEAST_JITTER_MS = 250;
/** More on top of a wait that is worked out here. */
const MOST_JITTER_MS = 1_000;

/**
 * Lets the calls to one model go out, first come, first served, each when there is room for it. After a refusal one call goes first and alone; when it
 * is answered, the others follow at the pace.
 */
export class Limiter {
  readonly #options: LimiterOptions;
  readonly #room: Room;
  readonly #inTurn = new InTurn();
  readonly #queue: Waiting[] = [];
  #pumping = false;
  #inFlight = 0;
  /** After a refusal: when the next call may go. */
  #openAt = 0;
  /** After a refusal, until a call has been answered: calls go out one at a time. So does the first one of a batch run's job: only an answer says what is left. */
  #wary: boolean;
  #probing = false;

  constructor(options: LimiterOptions) {
    this.#options = options;
    this.#room = new Room(options, options.clock.now());
    this.#wary = this.#room.isOfBatchRun;
  }

  /** Resolves when the call may go out. @throws Paused */
  admit(call: Call): Promise<Admission> {
    return new Promise((resolve, reject) => {
      const waiting = { ...call, resolve, reject };
      if (call.again) this.#queue.unshift(waiting);
      else this.#queue.push(waiting);
      void this.#pump();
    });
  }

  async #pump(): Promise<void> {
    if (this.#pumping) return;
    this.#pumping = true;
    try {
      for (let sleepMs = this.#next(); sleepMs !== null; sleepMs = this.#next()) {
        await this.#options.clock.sleep(sleepMs);
      }
    } finally {
      this.#pumping = false;
    }
  }

  /** Lets go whom it may. Returns how long to wait for the next one, null when nobody waits or an answer has to come first. */
  #next(): number | null {
    for (;;) {
      const now = this.#options.clock.now();
      this.#turnAwayLate(now);
      const [first] = this.#queue;
      if (first === undefined || this.#probing) return null;
      const { waitMs, told } = this.#waitFor(first, now);
      if (waitMs <= 0) {
        this.#queue.shift();
        first.resolve(this.#letGo(first, now));
        continue;
      }
      const tooLong = told ? MAX_WAIT_MS : this.#options.patienceMs;
      if (waitMs > tooLong && !told && this.#inFlight > 0) return null;
      if (waitMs > tooLong || now + waitMs > first.deadline) {
        this.#queue.shift();
        first.reject(new Paused(waitMs, `${this.#options.model} is at its rate limit`));
        continue;
      }
      const soonest = Math.min(...this.#queue.map(({ deadline }) => deadline));
      // Processes that began together would go on sending together, and each take the pause between for room that others leave.
      const apartMs = told ? 0 : Math.min(waitMs * JITTER, MOST_JITTER_MS) * this.#options.random();
      return Math.min(waitMs + apartMs, soonest - now, this.#inFlight > 0 ? LISTENING_MS : Number.POSITIVE_INFINITY);
    }
  }

  /** `told` is a wait that the provider asked for, or that is for a limit a day. */
  #waitFor({ tokens, again }: Waiting, now: number): { waitMs: number; told: boolean } {
    const toldMs = Math.max(this.#openAt - now, this.#room.dayWaitMs(tokens, now));
    // A call that was refused has been told its own wait.
    const ownMs = Math.max(this.#room.minuteWaitMs(tokens, now), again ? 0 : this.#inTurn.waitMs(now));
    return toldMs > 0 && toldMs >= ownMs ? { waitMs: toldMs, told: true } : { waitMs: ownMs, told: false };
  }

  #turnAwayLate(now: number): void {
    const late = this.#queue.filter(({ deadline }) => now >= deadline);
    for (const waiting of late) {
      this.#queue.splice(this.#queue.indexOf(waiting), 1);
      const { waitMs } = this.#waitFor(waiting, now);
      waiting.reject(new Paused(Math.max(waitMs, 1_000), 'this invocation is at its end'));
    }
  }

  #letGo({ tokens }: Waiting, now: number): Admission {
    const sent = this.#room.take(tokens, now);
    this.#inTurn.sent(sent.number, now);
    const probe = this.#wary;
    this.#probing ||= probe;
    this.#inFlight++;
    const ended = (note: (now: number) => void) => {
      this.#inFlight--;
      if (probe) this.#probing = false;
      note(this.#options.clock.now());
      void this.#pump();
    };
    return {
      answered: ({ usage, limits }) =>
        ended((at) => {
          if (probe) this.#wary = false;
          this.#inTurn.answered();
          const counted = usage.promptTokens - usage.cachedTokens + usage.completionTokens;
          this.#room.answered(sent, counted, limits, at);
        }),
      failed: (error) =>
        ended((at) => {
          if (error instanceof RateLimited) this.#refused(sent, error, at);
          else if (mayHaveCounted(error)) this.#room.lost(sent);
          else this.#room.returned(sent, at);
        }),
    };
  }

  #refused(sent: Sent, refusal: RateLimited, now: number): void {
    const { retryAfterMs } = refusal;
    this.#room.refused(sent, refusal, now);
    if (!this.#room.isKnown) this.#inTurn.refused(sent.number, retryAfterMs);
    this.#wary = true;
    const jitterMs = this.#options.random() * Math.max(LEAST_JITTER_MS, retryAfterMs * JITTER);
    // A wait that may be sat out stays one.
    const waitMs =
      retryAfterMs <= MAX_WAIT_MS ? Math.min(retryAfterMs + jitterMs, MAX_WAIT_MS) : retryAfterMs + jitterMs;
    this.#openAt = Math.max(this.#openAt, now + waitMs);
  }
}
