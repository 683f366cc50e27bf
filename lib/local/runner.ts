import * as z from 'zod';
import { RUNS_PREFIX } from '../run/contract/keys.ts';
import {
  batchItemSchema,
  lambdaErrorSchema,
  localeJobSchema,
  type Outcome,
  outcomeSchema,
  type RunInput,
} from '../run/contract/state.ts';
import type { StepDeps } from '../run/ports.ts';
import { mergeStep } from '../run/steps/merge.ts';
import { planStep } from '../run/steps/plan.ts';
import { translateStep } from '../run/steps/translate.ts';
import { readJson } from '../run/store.ts';
import { allStates, type Definition } from './asl.ts';
import { type StepName, stepOf, workflowDefinition } from './definition.ts';
import { type DistributedMapInput, runChildren, withDistributedMapsAsTasks } from './distributed-map.ts';
import { type Bindings, type EventLog, ExecutionFailed, interpret } from './interpreter.ts';
import { type Handler, lambdaBoundary } from './lambda-boundary.ts';
import { plannedBatches, type RunEvent, readEvent } from './run-events.ts';
import { unsupported } from './supported.ts';

export interface LocalRunOptions {
  readonly input: RunInput;
  readonly deps: StepDeps;
  readonly onEvent?: (event: RunEvent) => void;
  /** @default the workflow's own */
  readonly definition?: Definition;
}

export type LocalRunResult =
  | { readonly ok: true; readonly output: unknown; readonly transitions: number }
  /** The execution failed; `message` is for people, without name or trace. */
  | { readonly ok: false; readonly error: string; readonly message: string };

/** Runs the workflow on this machine: the same definition as on AWS, each Task bound to the step that its Lambda wraps. */
export async function runLocally({
  input,
  deps,
  onEvent = () => {},
  definition = workflowDefinition(),
}: LocalRunOptions): Promise<LocalRunResult> {
  const faults = unsupported(definition);
  if (faults.length > 0) throw new Error(`the workflow cannot be run here:\n${faults.join('\n')}`);
  let transitions = 0;
  const steps = stepNames(definition);
  const watch = (event: EventLog) => {
    if (event.type === 'StateEntered') transitions++;
    for (const told of readEvent(event, steps)) onEvent(told);
  };
  const handlers = stepHandlers({
    ...deps,
    progress: (progress) => {
      deps.progress(progress);
      onEvent({ type: 'progress', ...progress });
    },
  });
  const bindings: Record<string, Handler> = {};
  for (const [name, step] of steps) bindings[name] = handlers[step];
  const { definition: runnable, maps } = withDistributedMapsAsTasks(definition);
  for (const [name, child] of maps) bindings[name] = distributedMap(child, bindings, deps, onEvent, watch);
  try {
    return { ok: true, output: await interpret(runnable, input, bindings, watch), transitions };
  } catch (error) {
    if (!(error instanceof ExecutionFailed)) throw error;
    return { ok: false, error: error.name, message: causeMessage(error.message) };
  }
}

function stepNames(definition: Definition): Map<string, StepName> {
  const steps = new Map<string, StepName>();
  for (const [name, { Type, Resource = '' }] of allStates(definition)) {
    const step = Type === 'Task' ? stepOf(Resource) : null;
    if (step) steps.set(name, step);
    else if (Type === 'Task') throw new Error(`${name}: nothing here stands for ${Resource}`);
  }
  return steps;
}

/** What a job comes to that is called after the run has been stopped: nothing is asked. */
function endedWithTheRun(state: unknown): Outcome {
  const { runId, batch, locale } = localeJobSchema.parse(state);
  return { status: 'failed', runId, batch, locale, units: 0, translated: 0, failed: 0, stop: true };
}

function stepHandlers(deps: StepDeps): Record<StepName, Handler> {
  let stopped = false;
  const translate = lambdaBoundary((state) => translateStep(state, deps));
  return {
    plan: lambdaBoundary((state) => planStep(state, deps)),
    merge: lambdaBoundary((state) => mergeStep(state, deps)),
    translate: async (state) => {
      // The interpreter goes on starting queued iterations after its Map has failed; Step Functions does not. They end without an error: one that no
      // Catch of theirs may take would pass by their Map's Catch too, and Merge would not run.
      if (stopped) return endedWithTheRun(state);
      const output = await translate(state);
      const outcome = outcomeSchema.parse(output);
      if (outcome.status !== 'paused' && outcome.stop) stopped = true;
      return output;
    },
  };
}

/** The Distributed Map's binding: items from the store, a child run of the same item processor for each. */
function distributedMap(
  child: Definition,
  bindings: Bindings,
  { store }: StepDeps,
  onEvent: (event: RunEvent) => void,
  watch: (event: EventLog) => void,
): Handler {
  return async (input) => {
    const { key, maxConcurrency } = input as DistributedMapInput;
    const items = z.array(batchItemSchema).parse(await readJson(store, key.replace(new RegExp(`^${RUNS_PREFIX}`), '')));
    onEvent(plannedBatches(items));
    return runChildren(items, maxConcurrency, (item) => interpret(child, item, bindings, watch));
  };
}

/** The sentence in a cause: a Lambda's `errorMessage`, or the cause itself where Step Functions wrote it. */
function causeMessage(cause: string): string {
  try {
    return lambdaErrorSchema.parse(JSON.parse(cause)).errorMessage;
  } catch {
    return cause;
  }
}
