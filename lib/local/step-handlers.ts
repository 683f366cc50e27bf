import { localeJobSchema, type Outcome, outcomeSchema } from '../run/contract/state.ts';
import type { StepDeps } from '../run/ports.ts';
import { mergeStep } from '../run/steps/merge.ts';
import { planStep } from '../run/steps/plan.ts';
import { translateStep } from '../run/steps/translate.ts';
import type { StepName } from './definition.ts';
import { type Handler, lambdaBoundary } from './lambda-boundary.ts';

/** The steps as Step Functions would see their Lambdas. */
export function stepHandlers(deps: StepDeps): Record<StepName, Handler> {
  return stoppable({
    plan: lambdaBoundary((state) => planStep(state, deps)),
    translate: lambdaBoundary((state) => translateStep(state, deps)),
    merge: lambdaBoundary((state) => mergeStep(state, deps)),
  });
}

/**
 * The interpreter goes on starting queued iterations after its Map has failed; Step Functions does not. They end without an error: one that no Catch of
 * theirs may take would pass by their Map's Catch too, and Merge would not run.
 */
export function stoppable(handlers: Record<StepName, Handler>): Record<StepName, Handler> {
  let stopped = false;
  return {
    ...handlers,
    translate: async (state) => {
      if (stopped) return endedWithTheRun(state);
      const output = await handlers.translate(state);
      const outcome = outcomeSchema.parse(output);
      if (outcome.status !== 'paused' && outcome.stop) stopped = true;
      return output;
    },
  };
}

/** What a job comes to that is called after the run has been stopped: nothing is asked. */
function endedWithTheRun(state: unknown): Outcome {
  const { runId, batch, locale } = localeJobSchema.parse(state);
  return { status: 'failed', runId, batch, locale, units: 0, translated: 0, failed: 0, stop: true };
}
