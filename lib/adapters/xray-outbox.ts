import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../run/ports.ts';

/** Sending a datagram to the daemon beside the function takes less than a millisecond: whatever takes longer is lost. */
const LEAVE_MS = 100;

/** What X-Ray's library tells its logger of every subsegment that it was given: that it has left, or why it has not. */
const SENT = /^Subsegment sent: /;
const NOT_SENT = /^(Subsegment too large to send|Error occured sending segment)/;

/**
 * The subsegments that are on their way to the daemon. The library sends them in the background, one by one, and Lambda freezes a function that has
 * answered: what has not left by then would come with the next invocation, or never. It has no other way to tell than its logger.
 */
export class XRayOutbox {
  readonly #log: Log;
  #waiting = 0;
  #whenEmpty = () => {};
  readonly logger = {
    debug: (message: unknown) => {
      if (SENT.test(String(message))) this.#left();
    },
    info: () => {},
    warn: () => {},
    error: (message: unknown, cause?: unknown) => {
      const isOurs = NOT_SENT.test(String(message));
      this.#drop([message, cause].filter(Boolean).map(String).join(''), isOurs ? 1 : 0);
      if (isOurs) this.#left();
    },
  };

  constructor(log: Log) {
    this.#log = log;
  }

  /** `hand` gives the library one subsegment to send. Fails nobody. */
  send(hand: () => void): void {
    this.#waiting++;
    try {
      hand();
    } catch (error) {
      this.#drop(String(error), 1);
      this.#left();
    }
  }

  /** Ends when all have left, or when that takes too long. */
  async empty(): Promise<void> {
    if (this.#waiting === 0) return;
    const late = new AbortController();
    const all = new Promise<void>((resolve) => {
      this.#whenEmpty = resolve;
    });
    await Promise.race([all, delay(LEAVE_MS, undefined, { signal: late.signal }).catch(() => undefined)]);
    late.abort();
    if (this.#waiting > 0) this.#drop(`not sent within ${LEAVE_MS} ms`, this.#waiting);
    this.#waiting = 0;
  }

  #left(): void {
    this.#waiting = Math.max(0, this.#waiting - 1);
    if (this.#waiting === 0) this.#whenEmpty();
  }

  #drop(cause: string, spans: number): void {
    this.#log('trace.dropped', { spans, cause: `X-Ray: ${cause}` });
  }
}
