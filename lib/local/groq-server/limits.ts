import { Bucket } from './bucket.ts';
import { formatDuration } from './duration.ts';
import { errorReply, type Reply } from './wire.ts';

export interface Limits {
  readonly requestsPerMinute: number;
  readonly requestsPerDay: number;
  readonly tokensPerMinute: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const BILLING = 'Need more tokens? Upgrade to Dev Tier today at https://console.groq.com/settings/billing';

interface Rule {
  readonly bucket: Bucket;
  readonly name: string;
  readonly type: 'tokens' | 'requests';
}

/** The rate limits of one model, which all keys share as an organisation's do. */
export class ModelLimits {
  readonly #model: string;
  readonly #tokens: Rule;
  readonly #minute: Rule;
  readonly #day: Rule;

  constructor(model: string, limits: Limits, at: number) {
    this.#model = model;
    const { requestsPerMinute, requestsPerDay, tokensPerMinute } = limits;
    this.#tokens = {
      bucket: new Bucket(tokensPerMinute, MINUTE_MS, at),
      name: 'tokens per minute (TPM)',
      type: 'tokens',
    };
    this.#minute = {
      bucket: new Bucket(requestsPerMinute, MINUTE_MS, at),
      name: 'requests per minute (RPM)',
      type: 'requests',
    };
    // Groq's example resets in "2m59.56s" with 30 of 14,400 requests used: the day drains continuously too.
    this.#day = { bucket: new Bucket(requestsPerDay, DAY_MS, at), name: 'requests per day (RPD)', type: 'requests' };
  }

  /** Takes one request of so many tokens in, or says why not. A refused request costs nothing. */
  admit(tokens: number, at: number): Reply | null {
    if (tokens > this.#tokens.bucket.limit) return tooLarge(this.#model, this.#tokens.bucket.limit, tokens);
    const costs: [Rule, number][] = [
      [this.#day, 1],
      [this.#minute, 1],
      [this.#tokens, tokens],
    ];
    // The longest wait is the true one: after a shorter one the request would be refused again.
    const [rule, cost, waitMs] = costs
      .map(([rule, cost]) => [rule, cost, rule.bucket.waitMs(cost, at)] as const)
      .reduce((longest, next) => (next[2] > longest[2] ? next : longest));
    if (waitMs > 0) {
      const { bucket, name, type } = rule;
      return rateLimited(this.#model, {
        name,
        type,
        limit: bucket.limit,
        used: Math.ceil(bucket.used(at)),
        requested: cost,
        waitMs,
      });
    }
    for (const [rule, cost] of costs) rule.bucket.add(cost, at);
    return null;
  }

  /** Replaces the tokens that a request reserved by those it came to. */
  settle(reserved: number, real: number, at: number): void {
    this.#tokens.bucket.add(real - reserved, at);
  }

  /** *Requests* count per day, *tokens* per minute: Groq says nothing of requests per minute. */
  headers(at: number): Record<string, string> {
    const day = this.#day.bucket;
    const tokens = this.#tokens.bucket;
    return {
      'x-ratelimit-limit-requests': String(day.limit),
      'x-ratelimit-limit-tokens': String(tokens.limit),
      'x-ratelimit-remaining-requests': String(day.remaining(at)),
      'x-ratelimit-remaining-tokens': String(tokens.remaining(at)),
      'x-ratelimit-reset-requests': formatDuration(day.resetMs(at)),
      'x-ratelimit-reset-tokens': formatDuration(tokens.resetMs(at)),
    };
  }
}

export interface Refusal {
  readonly name: string;
  readonly type: 'tokens' | 'requests';
  readonly limit: number;
  readonly used: number;
  readonly requested: number;
  readonly waitMs: number;
}

export function rateLimited(model: string, { name, type, limit, used, requested, waitMs }: Refusal): Reply {
  const message =
    `Rate limit reached for model \`${model}\` in organization \`org_standin\` service tier \`on_demand\` on ${name}: ` +
    `Limit ${limit}, Used ${used}, Requested ${requested}. Please try again in ${formatDuration(waitMs)}. ${BILLING}`;
  return errorReply(
    429,
    { message, type, code: 'rate_limit_exceeded' },
    { 'retry-after': String(Math.ceil(waitMs / 1_000)) },
  );
}

export function tooLarge(model: string, limit: number, requested: number): Reply {
  const message =
    `Request too large for model \`${model}\` in organization \`org_standin\` service tier \`on_demand\` on tokens per minute (TPM): ` +
    `Limit ${limit}, Requested ${requested}, please reduce your message size and try again. ${BILLING}`;
  return errorReply(413, { message, type: 'tokens', code: 'rate_limit_exceeded' });
}
