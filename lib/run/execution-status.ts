import * as z from 'zod';
import type { ApiStatus } from './contract/api.ts';
import type { Estimate } from './contract/results.ts';
import { PLAN_MODES, planStateSchema, runOutputSchema } from './contract/state.ts';
import { sentenceOf } from './execution-cause.ts';
import type { Execution } from './executions.ts';

/** What an execution returns: what Merge does, or what Plan does where the run ends with it. */
const outputSchema = z.union([
  runOutputSchema,
  planStateSchema.extend({ mode: z.literal(PLAN_MODES.dryRun) }).transform(({ estimate }) => ({
    status: 'PLANNED' as const,
    estimate,
  })),
]);

/** What became of a run, as its execution tells. */
export function executionStatus({ status, output }: Pick<Execution, 'status' | 'output'>): ApiStatus {
  if (status === 'RUNNING' || status === 'PENDING_REDRIVE') return 'RUNNING';
  if (status !== 'SUCCEEDED') return 'FAILED';
  const parsed = outputSchema.safeParse(output);
  return parsed.success ? parsed.data.status : 'FAILED';
}

/** What a dry run has worked out, or null. */
export function estimateOf({ output }: Pick<Execution, 'output'>): Estimate | null {
  const parsed = outputSchema.safeParse(output);
  return parsed.success && 'estimate' in parsed.data ? (parsed.data.estimate ?? null) : null;
}

/** Step Functions names no error where it ended the execution itself. */
const ENDED_FROM_OUTSIDE: Readonly<Record<string, { error: string; cause: string }>> = {
  TIMED_OUT: { error: 'States.Timeout', cause: 'the run took longer than the workflow allows' },
  ABORTED: { error: 'Aborted', cause: 'the run was stopped' },
};

/** Why an execution failed, for people: no stack trace is passed on. Null for one that has not. */
export function executionError(execution: Execution): { error: string; cause: string } | null {
  const { status, error, cause } = execution;
  if (executionStatus(execution) !== 'FAILED' || status === 'SUCCEEDED') return null;
  const outside = ENDED_FROM_OUTSIDE[status];
  return {
    error: error ?? outside?.error ?? 'States.Runtime',
    cause: (cause && sentenceOf(cause)) || outside?.cause || 'Step Functions gives no reason',
  };
}
