import { keys } from '../run/contract/keys.ts';
import type { RawRunRequest } from '../run/contract/request.ts';
import type { FailureRow, Merged, MergedManifest, Summary } from '../run/contract/results.ts';
import type { StepDeps } from '../run/ports.ts';
import type { RunEvent } from '../run/run-event.ts';
import { readJson } from '../run/store.ts';
import { runLocally } from './runner.ts';

/** What a run on this machine left behind, read back from its store. */
export interface FinishedRun {
  readonly ok: true;
  readonly merged: Merged | MergedManifest;
  readonly summary: Summary;
  readonly failures: readonly FailureRow[];
  readonly transitions: number;
}

/** The run ended without results: the request was wrong, or a step failed for good. */
export interface FailedRun {
  readonly ok: false;
  readonly error: string;
  readonly message: string;
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
  return {
    ok: true,
    transitions: result.transitions,
    merged: (await readJson(deps.store, keys.merged(runId))) as Merged | MergedManifest,
    summary: (await readJson(deps.store, keys.summary(runId))) as Summary,
    failures: (await readJson(deps.store, keys.failures(runId))) as FailureRow[],
  };
}
