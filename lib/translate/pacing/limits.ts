import type { RateLimits } from '../model.ts';
import type { ModelFacts } from '../model-table.ts';

/** Limits of one model, as `data/models.json` lists them for a plan; null where there is none, or none that is known. */
export type Limits = ModelFacts['limits']['free'];

export const NO_LIMITS: Limits = {
  requestsPerMinute: null,
  requestsPerDay: null,
  tokensPerMinute: null,
  tokensPerDay: null,
};

/** What is known of the limits apart from an answer's headers. */
export interface Known {
  /** The plans that the provider may have the account on. */
  readonly plans: readonly Limits[];
  /** What held until now. */
  readonly before: Limits;
  /** What refusals have said of limits by name. */
  readonly learned: Partial<Limits>;
}

/**
 * The limits that an answer tells of. Requests a minute and tokens a day stand in no header: they are those that a refusal has named, else those of the plan
 * whose tokens a minute are the ones that were told, else unknown. What an answer without headers leaves unsaid stays as it was: a server that says nothing
 * may enforce all the same.
 */
export function toldLimits({ limitTokens, limitRequests }: RateLimits, { plans, before, learned }: Known): Limits {
  if (limitTokens === null) {
    return { ...before, ...learned, ...(limitRequests === null ? {} : { requestsPerDay: limitRequests }) };
  }
  const plan = plans.find(({ tokensPerMinute }) => tokensPerMinute === limitTokens);
  return {
    tokensPerMinute: limitTokens,
    requestsPerDay: limitRequests ?? learned.requestsPerDay ?? plan?.requestsPerDay ?? null,
    requestsPerMinute: learned.requestsPerMinute ?? plan?.requestsPerMinute ?? null,
    tokensPerDay: learned.tokensPerDay ?? plan?.tokensPerDay ?? null,
  };
}
