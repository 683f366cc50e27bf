import type { FaultRule } from './faults.ts';
import type { Limits } from './limits.ts';

export interface GroqServerOptions {
  /** @default 0: any free one */
  readonly port?: number;
  /** Folder of `<locale>.json` files: flat objects, source text -> translation. */
  readonly references: string;
  /** Models that are served. */
  readonly models: readonly string[];
  /** How long an answer takes. @default DEFAULT_LATENCY_MS */
  readonly latencyMs?: number | ((request: LatencyQuestion) => number);
  /** Of each model. @default DEFAULT_LIMITS */
  readonly limits?: Limits;
  /** Keys that are let in; null lets any in, though not a request without one. @default null */
  readonly apiKeys?: readonly string[] | null;
  /** What goes wrong, for tests and drills. @default none */
  readonly faults?: readonly FaultRule[];
  /**
   * What a gullible model takes for an instruction: where it stands in a request, but for the `text` of a segment, each segment is answered with the words
   * that match. For tests and drills. @default none
   */
  readonly obeys?: RegExp | null;
  /** Decides faults with a `rate`. @default Math.random */
  readonly random?: () => number;
  /** Milliseconds since 1970, for the limits and the log; latency runs on real timers. @default Date.now */
  readonly now?: () => number;
}

export interface LatencyQuestion {
  readonly model: string;
  readonly targetLocale: string;
  readonly segments: number;
}

export const DEFAULT_LATENCY_MS = 120;
/** The developer plan's, with a day nobody fills. */
export const DEFAULT_LIMITS: Limits = { requestsPerMinute: 1_000, requestsPerDay: 500_000, tokensPerMinute: 250_000 };
/** Requests whose body and headers the log keeps; of older ones it keeps the rest, so that a long run's log stays small. */
export const LOGGED_BODIES = 1_000;

/** One request to `/chat/completions`, in order of arrival. */
export interface RecordedRequest {
  /** Of arrival, by the server's clock. */
  readonly time: number;
  /** Null while the answer is pending, and for good where none was given (reset, hang, client gone). */
  readonly status: number | null;
  /** By the server's clock; null where `status` is. */
  readonly answeredAt: number | null;
  /** Null where it was no JSON, or is older than the last `LOGGED_BODIES` requests. */
  readonly body: unknown;
  /** Without the authorization value. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whether its key was let in. */
  readonly authorized: boolean;
}

export interface GroqServer {
  /** What `GROQ_BASE_URL` takes, without a path. */
  readonly url: string;
  readonly port: number;
  readonly log: readonly RecordedRequest[];
  /** Replaces the rules; counts of `times` start anew. */
  setFaults(rules: readonly FaultRule[]): void;
  /** Ends all connections at once, answered or not. */
  close(): Promise<void>;
}
