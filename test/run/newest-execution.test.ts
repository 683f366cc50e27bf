import { expect, it } from 'vitest';
import { newestExecution } from '../../lib/run/newest-execution.ts';
import { fakeExecutions } from '../fakes/executions.ts';

/** Executions that have ended, each with the day on which it was started. */
async function ended(days: Readonly<Record<string, string>>) {
  const executions = fakeExecutions();
  for (const [name, day] of Object.entries(days)) {
    await executions.start(name, { runId: name, request: {} });
    executions.end(name, { startedAt: `2026-${day}T00:00:00.000Z` });
  }
  const asked: string[] = [];
  const describe = (name: string) => {
    asked.push(name);
    return executions.describe(name);
  };
  return { asked, describe };
}

it.each([
  ['one that is unknown', {}, { executionName: 'r', next: 'r' }],
  ['one that has one execution', { r: '01-01' }, { executionName: 'r', next: 'r-2' }],
  ['one that was taken up', { r: '01-01', 'r-2': '01-02' }, { executionName: 'r-2', next: 'r-3' }],
  [
    'one that was taken up twice',
    { r: '01-01', 'r-2': '01-02', 'r-3': '01-03', 'x-4': '01-04' },
    { executionName: 'r-3', next: 'r-4' },
  ],
  ['one whose first execution is forgotten', { 'r-2': '03-30' }, { executionName: 'r-2', next: 'r' }],
  [
    'one that was taken up again under a forgotten name',
    { r: '05-01', 'r-2': '03-30' },
    { executionName: 'r', next: 'r-3' },
  ],
] as const)('finds the newest execution of a run, and a name for the next: %s', async (_, days, found) => {
  const { execution, ...names } = await newestExecution('r', await ended(days));

  expect(names).toEqual(found);
  expect(execution?.input).toEqual(
    Object.keys(days).length === 0 ? undefined : { runId: found.executionName, request: {} },
  );
});

it('asks twice for a run that was never taken up', async () => {
  const executions = await ended({ r: '01-01' });

  await newestExecution('r', executions);

  expect(executions.asked).toEqual(['r', 'r-2']);
});

it('keeps to the 80 characters of a name', async () => {
  const runId = `a${'b'.repeat(79)}`;

  const { next } = await newestExecution(runId, await ended({ [runId]: '01-01' }));

  expect(next).toBe(`${'b'.repeat(78)}-2`);
});
