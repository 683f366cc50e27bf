import type { ModelRequest, RateLimits } from '../../../lib/translate/model.ts';
import { Pacer, type PacerOptions } from '../../../lib/translate/pacing/pace.ts';
import { NO_LIMITS } from '../../fakes/scripted-model.ts';
import { skippingClock } from '../../fakes/skipping-clock.ts';

const DAY = { requestsPerDay: 1_000, tokensPerDay: 200_000 };
export const FREE = { requestsPerMinute: 30, tokensPerMinute: 8_000, ...DAY };
export const DEVELOPER = {
  requestsPerMinute: 1_000,
  tokensPerMinute: 250_000,
  requestsPerDay: null,
  tokensPerDay: null,
};

/** The real pace on a clock whose waits take no time; no jitter, nothing assumed, all of the limits unless told otherwise. */
export function pacing(options: Partial<PacerOptions> & { readonly deadlineMs?: number } = {}) {
  const { deadlineMs = 3_600_000, ...own } = options;
  const clock = skippingClock();
  const pacer = new Pacer({
    clock,
    plan: null,
    share: 1,
    random: () => 0,
    patienceMs: Number.POSITIVE_INFINITY,
    limitsOf: () => ({ free: FREE, developer: DEVELOPER }),
    ...own,
  });
  return { clock, pacer, pace: pacer.until(clock.now() + deadlineMs) };
}

/** A call that counts as so many tokens. */
export const request = (model = 'm', tokens = 100): ModelRequest => ({
  model,
  messages: [],
  responseFormat: { type: 'json_object' },
  maxCompletionTokens: tokens,
  reasoningEffort: null,
});

/** What Groq's headers would say. */
export const told = (limitTokens: number, remainingTokens: number, more: Partial<RateLimits> = {}): RateLimits => ({
  ...NO_LIMITS,
  limitTokens,
  remainingTokens,
  resetTokensMs: 0,
  ...more,
});
