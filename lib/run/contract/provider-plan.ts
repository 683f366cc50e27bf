/** The provider's plans, whose limits `data/models.json` lists. */
export const PROVIDER_PLANS = ['free', 'developer'] as const;
export type ProviderPlan = (typeof PROVIDER_PLANS)[number];

export const isProviderPlan = (text: string): text is ProviderPlan =>
  (PROVIDER_PLANS as readonly string[]).includes(text);
