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

/** Whether an answer says anything of limits. */
export const saysNothing = (told: RateLimits): boolean => Object.values(told).every((value) => value === null);

/**
 * The limits that an answer tells of. Requests a minute and tokens a day stand in no header: they are those of the plan whose tokens a minute are the ones
 * that were told, else unknown. A server that says nothing enforces none that we know.
 */
export function toldLimits(told: RateLimits, plans: readonly Limits[]): Limits {
  const { limitTokens, limitRequests } = told;
  const plan = limitTokens === null ? undefined : plans.find(({ tokensPerMinute }) => tokensPerMinute === limitTokens);
  return {
    tokensPerMinute: limitTokens,
    requestsPerDay: limitRequests ?? plan?.requestsPerDay ?? null,
    requestsPerMinute: plan?.requestsPerMinute ?? null,
    tokensPerDay: plan?.tokensPerDay ?? null,
  };
}
