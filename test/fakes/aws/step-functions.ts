import { type AwsServer, awsJson, awsServer, ServiceError } from './server.ts';

const REGION = 'eu-central-1';
const ACCOUNT = '123456789012';
export const STATE_MACHINE_ARN = `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:Fanout`;
/** Small, so that a handful of executions has pages. */
const PAGE = 2;

/** An execution that fails: the error's name, and what Step Functions has as its cause. */
export class Failed extends Error {
  override readonly name: string;
  readonly executionCause: string;

  constructor(name: string, executionCause: string) {
    super(name);
    this.name = name;
    this.executionCause = executionCause;
  }
}

/** Carries out an execution; `signal` when it is stopped. @throws Failed */
export type RunExecution = (input: unknown, signal: AbortSignal) => Promise<unknown>;

interface Execution {
  readonly name: string;
  readonly input: string;
  readonly startDate: number;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  redrivable: boolean;
  redriveCount: number;
  output?: string;
  error?: string;
  cause?: string;
  stop: AbortController;
  ended: Promise<void>;
}

export interface FakeStepFunctions extends AwsServer {
  readonly stateMachineArn: string;
  readonly names: () => string[];
  readonly status: (name: string) => string | undefined;
  /** Resolves when what carries the execution out has ended. */
  readonly ended: (name: string) => Promise<void>;
  /** Ends an execution so, whatever it does: a timeout, a redrive that is too late. */
  readonly end: (name: string, how: Partial<Pick<Execution, 'status' | 'error' | 'cause' | 'redrivable'>>) => void;
  /** From now on what is redriven is not seen at first: so many looks at it still show its end from before. */
  readonly lagging: (looks: number) => void;
  readonly stopCauses: readonly (string | undefined)[];
}

/**
 * Step Functions on loopback. Names as there: one that is under way answers a start with the same input as if it were the first, any other start of a known
 * name is refused. A redrive carries the execution out again from its beginning; what the store and memory hold makes that the same as going on.
 */
export async function startStepFunctions({ run }: { readonly run: RunExecution }): Promise<FakeStepFunctions> {
  const all = new Map<string, Execution>();
  const stopCauses: (string | undefined)[] = [];
  let lag = 0;
  const unseen = new Map<string, { looks: number; readonly before: Execution }>();
  const arnOf = (name: string) => `${STATE_MACHINE_ARN.replace(':stateMachine:', ':execution:')}:${name}`;
  const known = (arn: unknown): Execution => {
    const execution = all.get(String(arn).split(':').at(-1) ?? '');
    if (!execution || arn !== arnOf(execution.name))
      throw new ServiceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
    return execution;
  };
  const requireMachine = (arn: unknown) => {
    if (arn !== STATE_MACHINE_ARN)
      throw new ServiceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  };
  const carryOut = (execution: Execution): void => {
    const { signal } = execution.stop;
    const end = (how: Partial<Execution>) => void (signal.aborted || Object.assign(execution, how));
    const carriedOut = Promise.resolve().then(() => run(JSON.parse(execution.input), signal));
    execution.ended = carriedOut.then(
      (output) => end({ status: 'SUCCEEDED', output: JSON.stringify(output) }),
      (error: unknown) => {
        const { name, message } = error as Error;
        const cause = error instanceof Failed ? error.executionCause : message;
        end({ status: 'FAILED', error: name, cause, redrivable: true });
      },
    );
  };
  const actions: Record<string, (input: Record<string, unknown>) => unknown> = {
    StartExecution({ stateMachineArn, name, input }) {
      requireMachine(stateMachineArn);
      if (!/^[\w-]{1,80}$/.test(String(name))) throw new ServiceError('InvalidName', `Invalid Name: '${name}'`);
      const old = all.get(String(name));
      if (old && (old.status !== 'RUNNING' || old.input !== input))
        throw new ServiceError('ExecutionAlreadyExists', `Execution Already Exists: '${arnOf(old.name)}'`);
      if (old) return { executionArn: arnOf(old.name), startDate: old.startDate };
      const execution: Execution = {
        name: String(name),
        input: String(input),
        startDate: Date.now() / 1000,
        status: 'RUNNING',
        redrivable: false,
        redriveCount: 0,
        stop: new AbortController(),
        ended: Promise.resolve(),
      };
      all.set(execution.name, execution);
      carryOut(execution);
      return { executionArn: arnOf(execution.name), startDate: execution.startDate };
    },
    DescribeExecution({ executionArn }) {
      const current = known(executionArn);
      const missed = unseen.get(current.name);
      const shown = missed && missed.looks-- > 0 ? missed.before : current;
      const { name, status, startDate, input, output, error, cause, redrivable, redriveCount } = shown;
      return {
        executionArn,
        stateMachineArn: STATE_MACHINE_ARN,
        name,
        status,
        startDate,
        input,
        output,
        error,
        cause,
        redriveStatus: redrivable ? 'REDRIVABLE' : 'NOT_REDRIVABLE',
        redriveCount,
      };
    },
    ListExecutions({ stateMachineArn, statusFilter, nextToken }) {
      requireMachine(stateMachineArn);
      const wanted = [...all.values()].filter(({ status }) => statusFilter === undefined || status === statusFilter);
      const from = Number(nextToken ?? 0);
      const executions = wanted.slice(from, from + PAGE).map(({ name, status, startDate }) => {
        return { executionArn: arnOf(name), stateMachineArn: STATE_MACHINE_ARN, name, status, startDate };
      });
      return { executions, ...(from + PAGE < wanted.length && { nextToken: String(from + PAGE) }) };
    },
    StopExecution({ executionArn, cause }) {
      const execution = known(executionArn);
      stopCauses.push(cause as string | undefined);
      if (execution.status !== 'RUNNING') return { stopDate: Date.now() / 1000 };
      execution.stop.abort();
      Object.assign(execution, { status: 'ABORTED', cause, redrivable: true });
      return { stopDate: Date.now() / 1000 };
    },
    RedriveExecution({ executionArn }) {
      const execution = known(executionArn);
      if (!execution.redrivable)
        throw new ServiceError('ExecutionNotRedrivable', `Execution is not redrivable: '${executionArn}'`);
      unseen.set(execution.name, { looks: lag, before: { ...execution } });
      for (const key of ['error', 'cause'] as const) delete execution[key];
      execution.redriveCount++;
      Object.assign(execution, { status: 'RUNNING', redrivable: false, stop: new AbortController() });
      carryOut(execution);
      return { redriveDate: Date.now() / 1000 };
    },
  };
  const server = await awsServer(awsJson('1.0', (action, input) => actions[action]?.(input)));
  return {
    ...server,
    stopCauses,
    lagging: (looks) => {
      lag = looks;
    },
    stateMachineArn: STATE_MACHINE_ARN,
    names: () => [...all.keys()],
    status: (name) => all.get(name)?.status,
    ended: async (name) => all.get(name)?.ended,
    end(name, how) {
      const execution = known(arnOf(name));
      execution.stop.abort();
      Object.assign(execution, how);
    },
  };
}
