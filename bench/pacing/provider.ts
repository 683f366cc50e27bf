import type { Clock } from '../../lib/translate/clock.ts';
import { RateLimited } from '../../lib/translate/errors.ts';
import type { ModelAnswer, ModelRequest, RateLimits } from '../../lib/translate/model.ts';
import { estimatePromptTokens } from '../../lib/translate/prompt.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const REQUESTS_PER_DAY = 500_000;
const LATENCY_MS = 1_200;
const LATENCY_JITTER = 0.25;
const EPSILON = 1e-6;

const NO_HEADERS: RateLimits = {
  limitRequests: null,
  remainingRequests: null,
  resetRequestsMs: null,
  limitTokens: null,
  remainingTokens: null,
  resetTokensMs: null,
};

export interface MinuteLimits {
  readonly requestsPerMinute: number;
  readonly tokensPerMinute: number;
}

/**
 * A provider with Groq's limiter, written anew and not with the pacing's own buckets: what is used drains continuously, a call is let in where used +
 * requested <= limit, and is told to wait for (used + requested - limit) / (limit / window) otherwise.
 */
export class SimulatedProvider {
  readonly #clock: Clock;
  readonly #random: () => number;
  /** Its answers and refusals say nothing of limits. */
  readonly #silent: boolean;
  #limits: MinuteLimits;
  #used = { requests: 0, tokens: 0 };
  #at: number;
  refused = 0;
  /** Tokens of others. */
  readonly foreign = { asked: 0, admitted: 0 };
  /** Own tokens that were let in, when the last of them were, and those that the limit has allowed for up to then. */
  admitted = 0;
  lastAdmitted: number;
  allowed: number;
  #allowance: number;

  constructor(clock: Clock, limits: MinuteLimits, random: () => number, silent = false) {
    this.#clock = clock;
    this.#limits = limits;
    this.#random = random;
    this.#silent = silent;
    this.#at = clock.now();
    this.lastAdmitted = this.#at;
    this.#allowance = limits.tokensPerMinute;
    this.allowed = this.#allowance;
  }

  get limits(): MinuteLimits {
    return this.#limits;
  }

  set limits(limits: MinuteLimits) {
    this.#drain();
    // Up to any time a limit lets in what its bucket holds and what has drained: of a smaller one the difference is never to be had.
    this.#allowance += limits.tokensPerMinute - this.#limits.tokensPerMinute;
    this.#limits = limits;
  }

  /** Somebody else's call; nobody hears what came of it. */
  foreignCall(tokens: number): void {
    this.#drain();
    this.foreign.asked += tokens;
    if (this.#waitMs(tokens) > EPSILON) return;
    this.#add(tokens);
    this.foreign.admitted += tokens;
  }

  async complete(request: ModelRequest): Promise<ModelAnswer> {
    const promptTokens = estimatePromptTokens(request.messages);
    const tokens = promptTokens + request.maxCompletionTokens;
    this.#drain();
    const waitMs = this.#waitMs(tokens);
    if (waitMs > EPSILON) {
      this.refused++;
      throw new RateLimited('429', Math.max(waitMs, 1), { limits: this.#headers() });
    }
    this.#add(tokens);
    this.admitted += tokens;
    this.lastAdmitted = this.#at;
    this.allowed = this.#allowance;
    const limits = this.#headers();
    await this.#clock.sleep(LATENCY_MS * (1 + LATENCY_JITTER * (2 * this.#random() - 1)));
    const usage = { promptTokens, cachedTokens: 0, completionTokens: request.maxCompletionTokens };
    return { text: '', brokenOff: null, usage, limits, pseudo: [] };
  }

  #drain(): void {
    const { requestsPerMinute, tokensPerMinute } = this.#limits;
    const minutes = (this.#clock.now() - this.#at) / MINUTE_MS;
    this.#at = this.#clock.now();
    this.#used.requests = Math.max(0, this.#used.requests - minutes * requestsPerMinute);
    this.#used.tokens = Math.max(0, this.#used.tokens - minutes * tokensPerMinute);
    this.#allowance += minutes * tokensPerMinute;
  }

  #waitMs(tokens: number): number {
    const { requestsPerMinute, tokensPerMinute } = this.#limits;
    return (
      MINUTE_MS *
      Math.max(
        (this.#used.requests + 1 - requestsPerMinute) / requestsPerMinute,
        (this.#used.tokens + tokens - tokensPerMinute) / tokensPerMinute,
        0,
      )
    );
  }

  #add(tokens: number): void {
    this.#used.requests++;
    this.#used.tokens += tokens;
  }

  #headers(): RateLimits {
    if (this.#silent) return NO_HEADERS;
    const { tokensPerMinute } = this.#limits;
    return {
      limitRequests: REQUESTS_PER_DAY,
      remainingRequests: REQUESTS_PER_DAY,
      resetRequestsMs: DAY_MS / REQUESTS_PER_DAY,
      limitTokens: tokensPerMinute,
      remainingTokens: Math.max(0, Math.floor(tokensPerMinute - this.#used.tokens)),
      resetTokensMs: (this.#used.tokens / tokensPerMinute) * MINUTE_MS,
    };
  }
}
