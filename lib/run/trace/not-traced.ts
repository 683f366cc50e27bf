import type { StepDeps } from '../ports.ts';

/** What the steps are given where nothing is traced. */
export const NOT_TRACED: Pick<StepDeps, 'tracers' | 'spans' | 'xrayHeader'> = {
  tracers: [],
  spans: null,
  xrayHeader: () => null,
};
