import type { Execution, Executions } from './executions.ts';

export interface NewestExecution {
  /** Null where none is known of the run. */
  readonly execution: Execution | null;
  /** The name of `execution`, or the run's own. */
  readonly executionName: string;
  /** What the run's next execution is to be called. */
  readonly next: string;
}

/**
 * The newest execution of a run. A run's executions are called as the run is, then `<run>-2`, `<run>-3`. Step Functions forgets them 90 days after their end,
 * the first one first, and then its name is free again: so what was started last is the newest, whatever its name.
 */
export async function newestExecution(
  runId: string,
  executions: Pick<Executions, 'describe'>,
): Promise<NewestExecution> {
  // Most runs have one execution: asking for the second at the same time takes no longer than for that one.
  const names = [nameOf(runId, 1), nameOf(runId, 2)];
  const found = await Promise.all(names.map((name) => executions.describe(name)));
  while (found.at(-1) !== null) {
    const name = nameOf(runId, names.length + 1);
    names.push(name);
    found.push(await executions.describe(name));
  }
  let newest: Pick<NewestExecution, 'execution' | 'executionName'> = { execution: null, executionName: runId };
  for (const [index, execution] of found.entries()) {
    if (execution === null || execution.startedAt < (newest.execution?.startedAt ?? '')) continue;
    newest = { execution, executionName: names[index] ?? runId };
  }
  return { ...newest, next: names[found.indexOf(null)] ?? runId };
}

/** Step Functions allows 80 characters, of which a run id may take all: its end is what tells it from others. */
function nameOf(runId: string, count: number): string {
  const suffix = count === 1 ? '' : `-${count}`;
  return `${runId.slice(-(80 - suffix.length))}${suffix}`;
}
