import * as z from 'zod';
import { RUNS_PREFIX } from '../run/contract/keys.ts';
import { batchItemSchema, type RunInput } from '../run/contract/state.ts';
import { sentenceOf } from '../run/execution-cause.ts';
import type { StepDeps } from '../run/ports.ts';
import type { RunEvent } from '../run/run-event.ts';
import { readJson, type Store } from '../run/store.ts';
import { allStates, type Definition } from './asl.ts';
import { type StepName, stepOf, workflowDefinition } from './definition.ts';
import { type DistributedMapInput, runChildren, withDistributedMapsAsTasks } from './distributed-map.ts';
import { type Bindings, type EventLog, ExecutionFailed, interpret } from './interpreter.ts';
import type { Handler } from './lambda-boundary.ts';
import { plannedBatches, readEvent } from './run-events.ts';
import { stepHandlers } from './step-handlers.ts';
import { unsupported } from './supported.ts';

export interface WorkflowRunOptions {
  readonly input: RunInput;
  /** What each Task does, behind Lambda's boundary. */
  readonly handlers: Readonly<Record<StepName, Handler>>;
  /** Holds the Distributed Map's items. */
  readonly store: Pick<Store, 'read'>;
  readonly onEvent?: (event: RunEvent) => void;
  /** Everything that the workflow does, as the interpreter logs it. */
  readonly onLog?: (event: EventLog) => void;
  /** @default the workflow's own */
  readonly definition?: Definition;
}

export type LocalRunResult =
  | { readonly ok: true; readonly output: unknown; readonly transitions: number }
  /** The execution failed; `message` is for people, without name or trace, `cause` what the step threw, where one did. */
  | { readonly ok: false; readonly error: string; readonly message: string; readonly cause: unknown };

export interface LocalRunOptions extends Omit<WorkflowRunOptions, 'handlers' | 'store'> {
  readonly deps: StepDeps;
}

/** Runs the workflow on this machine: the same definition as on AWS, each Task bound to the step that its Lambda wraps. */
export function runLocally({ deps, onEvent = () => {}, ...options }: LocalRunOptions): Promise<LocalRunResult> {
  const progress: StepDeps['progress'] = (told) => {
    deps.progress(told);
    onEvent({ type: 'progress', ...told });
  };
  return runWorkflow({ ...options, onEvent, store: deps.store, handlers: stepHandlers({ ...deps, progress }) });
}

/** Interprets the workflow's definition. */
export async function runWorkflow({
  input,
  handlers,
  store,
  onEvent = () => {},
  onLog = () => {},
  definition = workflowDefinition(),
}: WorkflowRunOptions): Promise<LocalRunResult> {
  const faults = unsupported(definition);
  if (faults.length > 0) throw new Error(`the workflow cannot be run here:\n${faults.join('\n')}`);
  let transitions = 0;
  const steps = stepNames(definition);
  const watch = (event: EventLog) => {
    onLog(event);
    if (event.type === 'StateEntered') transitions++;
    for (const told of readEvent(event, steps)) onEvent(told);
  };
  const bindings: Record<string, Handler> = {};
  for (const [name, step] of steps) bindings[name] = handlers[step];
  const { definition: runnable, maps } = withDistributedMapsAsTasks(definition);
  for (const [name, child] of maps) bindings[name] = distributedMap(child, bindings, store, onEvent, watch);
  try {
    return { ok: true, output: await interpret(runnable, input, bindings, watch), transitions };
  } catch (error) {
    if (!(error instanceof ExecutionFailed)) throw error;
    return { ok: false, error: error.name, message: sentenceOf(error.message), cause: error.cause };
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

/** The Distributed Map's binding: items from the store, a child run of the same item processor for each. */
function distributedMap(
  child: Definition,
  bindings: Bindings,
  store: Pick<Store, 'read'>,
  onEvent: (event: RunEvent) => void,
  watch: (event: EventLog) => void,
): Handler {
  return async (input) => {
    const { key, ...how } = input as DistributedMapInput;
    const items = z.array(batchItemSchema).parse(await readJson(store, key.replace(new RegExp(`^${RUNS_PREFIX}`), '')));
    onEvent(plannedBatches(items));
    await runChildren(items, how, (item) => interpret(child, item, bindings, watch));
    return {};
  };
}
