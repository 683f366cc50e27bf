import { describe, expect, it } from 'vitest';
import { estimateOf, executionError, executionStatus } from '../../lib/run/execution-status.ts';
import type { Execution } from '../../lib/run/executions.ts';

const execution = (more: Partial<Execution>): Execution => ({
  status: 'SUCCEEDED',
  input: {},
  output: null,
  error: null,
  cause: null,
  startedAt: '2026-11-21T09:30:15.000Z',
  isRedrivable: false,
  redriveCount: 0,
  ...more,
});
const output = { runId: 'r', status: 'PARTIAL', units: 2, translated: 1, failed: 1 };
const planned = { runId: 'r', batchesKey: 'k', batchConcurrency: 1, localeConcurrency: 1, jobs: [], merges: [] };

describe('what an execution tells of its run', () => {
  it.each([
    ['RUNNING', { status: 'RUNNING' }],
    ['RUNNING', { status: 'PENDING_REDRIVE' }],
    ['PARTIAL', { output }],
    ['COMPLETE', { output: { ...output, status: 'COMPLETE' } }],
    ['PLANNED', { output: { ...planned, mode: 'dryRun', estimate: { locales: [], total: {} } } }],
    ['PLANNED', { output: { ...planned, mode: 'dryRun' } }],
    ['FAILED', { output: { ...planned, mode: 'oneBatch' } }],
    ['FAILED', { output: 'nothing that can be read' }],
    ['FAILED', { status: 'FAILED', output }],
    ['FAILED', { status: 'TIMED_OUT' }],
    ['FAILED', { status: 'ABORTED' }],
  ] as const)('is %s for %j', (status, more) => {
    expect(executionStatus(execution(more))).toBe(status);
  });

  it('is the estimate of a dry run, and of nothing else', () => {
    const estimate = { locales: [], total: { calls: 3 } };
    expect(estimateOf(execution({ output: { ...planned, mode: 'dryRun', estimate } }))).toEqual(estimate);
    expect(estimateOf(execution({ output: { ...planned, mode: 'dryRun' } }))).toBeNull();
    expect(estimateOf(execution({ output: { ...planned, mode: 'oneBatch', estimate } }))).toBeNull();
    expect(estimateOf(execution({ output }))).toBeNull();
    expect(estimateOf(execution({ status: 'RUNNING' }))).toBeNull();
  });
});

describe('why an execution failed', () => {
  const stack = ['    at planStep (/var/task/index.js:1:2)'];
  it.each([
    [
      'what a function threw, without its stack trace',
      {
        error: 'RequestInvalid',
        cause: JSON.stringify({ errorType: 'RequestInvalid', errorMessage: 'a\nb', trace: stack }),
      },
      { error: 'RequestInvalid', cause: 'a\nb' },
    ],
    [
      "Lambda's own error, which has no type",
      { error: 'Lambda.Unknown', cause: '{"errorMessage":"Task timed out after 900.00 seconds"}' },
      { error: 'Lambda.Unknown', cause: 'Task timed out after 900.00 seconds' },
    ],
    [
      'a cause without a message',
      { error: 'Lambda.Unknown', cause: JSON.stringify({ trace: stack }) },
      { error: 'Lambda.Unknown', cause: 'the function gives no reason' },
    ],
    [
      'a sentence of Step Functions',
      { error: 'States.DataLimitExceeded', cause: 'The state returned a result with a size exceeding' },
      { error: 'States.DataLimitExceeded', cause: 'The state returned a result with a size exceeding' },
    ],
    ['nothing', {}, { error: 'States.Runtime', cause: 'Step Functions gives no reason' }],
  ])('is told as it is: %s', (_, more, told) => {
    expect(executionError(execution({ status: 'FAILED', ...more }))).toEqual(told);
  });

  it('is said also where it was ended from outside', () => {
    expect(executionError(execution({ status: 'TIMED_OUT' }))).toEqual({
      error: 'States.Timeout',
      cause: expect.stringContaining('longer'),
    });
    expect(executionError(execution({ status: 'ABORTED' }))).toEqual({
      error: 'Aborted',
      cause: 'the run was stopped',
    });
    expect(executionError(execution({ status: 'ABORTED', error: 'Stopped', cause: 'by hand' }))).toEqual({
      error: 'Stopped',
      cause: 'by hand',
    });
  });

  it.each(['RUNNING', 'SUCCEEDED', 'PENDING_REDRIVE'] as const)('is nothing of one that is %s', (status) => {
    expect(executionError(execution({ status, output, error: 'x', cause: 'y' }))).toBeNull();
  });
});
