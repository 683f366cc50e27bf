import type { RateLimits } from '../translate/model.ts';

/** Groq's durations: `26ms`, `7.66s`, `2m59.56s`, `1h2m3s`. Null for anything else. */
export function parseDuration(text: string | null | undefined): number | null {
  const match = /^(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+(?:\.\d+)?)s)?(?:(\d+(?:\.\d+)?)ms)?$/.exec(text?.trim() ?? '');
  if (!match || match[0] === '') return null;
  const [hours = 0, minutes = 0, seconds = 0, milliseconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  return ((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds;
}

/** The rate-limit headers of an answer. */
export function readRateLimits(headers: Headers): RateLimits {
  const number = (name: string) => {
    const value = headers.get(name);
    return value !== null && /^\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : null;
  };
  return {
    limitRequests: number('x-ratelimit-limit-requests'),
    remainingRequests: number('x-ratelimit-remaining-requests'),
    resetRequestsMs: parseDuration(headers.get('x-ratelimit-reset-requests')),
    limitTokens: number('x-ratelimit-limit-tokens'),
    remainingTokens: number('x-ratelimit-remaining-tokens'),
    resetTokensMs: parseDuration(headers.get('x-ratelimit-reset-tokens')),
  };
}

/** Where a 429 says nothing of when: long enough for a bucket of a minute to have room again. */
const DEFAULT_RETRY_AFTER_MS = 5_000;

/** No run waits as long as this: what asks for more says nothing, and no date can hold it. */
export const LONGEST_RETRY_AFTER_MS = 7 * 24 * 3_600_000;

/** How long a 429 asks to wait: `retry-after` in seconds, or the message's "try again in 4.77s", which is finer. */
export function retryAfterMs(headers: Headers | undefined, message: string): number {
  const said = parseDuration(/try again in ([\dhms.]+?)\.?(?:\s|$)/i.exec(message)?.[1]);
  const header = Number(headers?.get('retry-after') ?? Number.NaN) * 1000;
  if (said !== null) return Math.min(Math.max(said, 1), LONGEST_RETRY_AFTER_MS);
  // 0 means now: a breath all the same.
  return header >= 0 ? Math.min(Math.max(header, 250), LONGEST_RETRY_AFTER_MS) : DEFAULT_RETRY_AFTER_MS;
}
