import type { ProviderPlan } from './contract/provider-plan.ts';
import type { StepDeps } from './ports.ts';

/** The plan whose limits hold for a run; null where none do: the stand-in of a run has none. */
export const enforcedPlan = ({
  engine,
  providerPlan,
}: Pick<StepDeps, 'engine' | 'providerPlan'>): ProviderPlan | null => (engine === 'offline' ? null : providerPlan);
