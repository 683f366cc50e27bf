import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  ListExecutionsCommand,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { Execution, Executions } from '../run/executions.ts';
import { awsError, CALL_TIMEOUT_MS, callSettings } from './aws-calls.ts';

/** A longer one would be refused, and the run with it: https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
const MAX_TRACE_HEADER = 256;

export interface StepFunctionsOptions {
  readonly stateMachineArn: string;
  /** How long one call may take, in ms. @default CALL_TIMEOUT_MS */
  readonly timeoutMs?: number;
}

/** The executions of a state machine. Failures are thrown as `StoreUnavailable` or `StoreRefused`. */
export function stepFunctions({ stateMachineArn, timeoutMs = CALL_TIMEOUT_MS }: StepFunctionsOptions): Executions {
  const client = new SFNClient(callSettings(timeoutMs));
  const arnOf = (name: string) => `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
  return {
    async start(name, input, trace = null) {
      try {
        await client.send(
          new StartExecutionCommand({
            stateMachineArn,
            name,
            input: JSON.stringify(input),
            ...(trace !== null && trace.length <= MAX_TRACE_HEADER && { traceHeader: trace }),
          }),
        );
        return 'started';
      } catch (error) {
        if (error instanceof ExecutionAlreadyExists) return 'exists';
        throw awsError(`start the run ${name}`, error);
      }
    },
    async describe(name) {
      try {
        return readExecution(await client.send(new DescribeExecutionCommand({ executionArn: arnOf(name) })));
      } catch (error) {
        if (error instanceof ExecutionDoesNotExist) return null;
        throw awsError(`look at the run ${name}`, error);
      }
    },
    async running() {
      try {
        const names: string[] = [];
        let nextToken: string | undefined;
        do {
          const page = await client.send(
            new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING', ...(nextToken && { nextToken }) }),
          );
          names.push(...(page.executions ?? []).flatMap(({ name }) => name ?? []));
          nextToken = page.nextToken;
        } while (nextToken);
        return names;
      } catch (error) {
        throw awsError('list the runs that are under way', error);
      }
    },
    async stop(name, cause) {
      try {
        await client.send(new StopExecutionCommand({ executionArn: arnOf(name), cause }));
      } catch (error) {
        throw awsError(`stop the run ${name}`, error);
      }
    },
    async redrive(name) {
      try {
        await client.send(new RedriveExecutionCommand({ executionArn: arnOf(name) }));
      } catch (error) {
        throw awsError(`redrive the run ${name}`, error);
      }
    },
  };
}

function readExecution(found: DescribeExecutionCommandOutput): Execution {
  const { status = 'RUNNING', input, output, error, cause, startDate, redriveStatus, redriveCount } = found;
  return {
    status,
    input: parsed(input),
    output: parsed(output),
    error: error ?? null,
    cause: cause ?? null,
    startedAt: (startDate ?? new Date(0)).toISOString(),
    isRedrivable: redriveStatus === 'REDRIVABLE',
    redriveCount: redriveCount ?? 0,
  };
}

const parsed = (text: string | undefined): unknown => (text === undefined ? null : JSON.parse(text));
