import type { RawRunRequest } from '../run/contract/request.ts';
import type { StepDeps } from '../run/ports.ts';
import type { RunEvent } from '../run/run-event.ts';
import { type RunResults, readResults } from '../run/run-results.ts';
import { runLocally } from './runner.ts';

/** What a run on this machine left behind, read back from its store. */
export interface FinishedRun extends RunResults {
  readonly ok: true;
  readonly transitions: number;
}

/** The run ended without results: the request was wrong, or a step failed for good. */
export interface FailedRun {
  readonly ok: false;
  readonly error: string;
  readonly message: string;
  /** What the step that failed threw, where one did. */
  readonly cause: unknown;
  /** Whether the fan-out had begun. */
  readonly started: boolean;
}

/** Runs one request through the workflow on this machine and reads its results. */
export async function runHere(
  runId: string,
  request: RawRunRequest,
  deps: StepDeps,
  onEvent: (event: RunEvent) => void = () => {},
): Promise<FinishedRun | FailedRun> {
  let started = false;
  const result = await runLocally({
    input: { runId, request },
    deps,
    onEvent: (event) => {
      if (event.type === 'planned') started = true;
      onEvent(event);
    },
  });
  if (!result.ok) return { ...result, started };
  const results = await readResults(runId, deps.store);
  if (results === null) throw new Error(`the run ${runId} only planned: it has no results`);
  return { ok: true, transitions: result.transitions, ...results };
}
