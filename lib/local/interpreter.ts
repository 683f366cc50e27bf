import './promise-with-resolvers.ts';
import { ExecutionError, StateMachine } from 'aws-local-stepfunctions';
import type { Definition } from './asl.ts';
import { LambdaError } from './lambda-boundary.ts';

/** One entry of an execution's event log. */
export type EventLog = ReturnType<StateMachine['run']>['eventLogs'] extends AsyncGenerator<infer Event> ? Event : never;

/** Task state name -> what it does. */
export type Bindings = Readonly<Record<string, (input: unknown) => Promise<unknown>>>;

/** An execution that failed, under the error name that Step Functions would report; what a step threw in this process is its `cause`. */
export class ExecutionFailed extends Error {
  override readonly name: string;

  constructor(name: string, cause: string, options?: ErrorOptions) {
    super(cause, options);
    this.name = name;
  }
}

type MachineDefinition = ConstructorParameters<typeof StateMachine>[0];
type LocalHandlers = NonNullable<NonNullable<NonNullable<RunArguments[1]>['overrides']>['taskResourceLocalHandlers']>;
type RunArguments = Parameters<StateMachine['run']>;

/**
 * Runs a definition to its end, telling `onEvent` of every state entered, left, retried or failed. The definition must have passed `unsupported`.
 *
 * @throws ExecutionFailed with the name and cause of the state that failed
 */
export async function interpret(
  definition: Definition,
  input: unknown,
  bindings: Bindings,
  onEvent: (event: EventLog) => void,
): Promise<unknown> {
  // asl-validator checks the definition in the tests; at each start it would only cost time.
  const machine = new StateMachine(definition as unknown as MachineDefinition, {
    validationOptions: { noValidate: true },
  });
  const run = machine.run(input as RunArguments[0], {
    overrides: { taskResourceLocalHandlers: bindings as LocalHandlers },
  });
  const events = (async () => {
    for await (const event of run.eventLogs) onEvent(event);
  })();
  try {
    return await run.result;
  } catch (error) {
    const reason = error instanceof ExecutionError ? error.cause : error;
    const { name, message } = reason instanceof Error ? reason : new Error(String(reason));
    const isTold = reason instanceof LambdaError || reason instanceof ExecutionFailed;
    throw new ExecutionFailed(name, message, { cause: isTold ? reason.cause : reason });
  } finally {
    await events;
  }
}
