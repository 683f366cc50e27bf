import { keys } from './contract/keys.ts';
import type { FailureRow, Merged, MergedManifest, Summary } from './contract/results.ts';
import { readJson, type Store } from './store.ts';

/** What a run left for people. */
export interface RunResults {
  readonly merged: Merged | MergedManifest;
  readonly summary: Summary;
  readonly failures: readonly FailureRow[];
}

/** The results of a run, or null where it left none: a dry run. @throws StoreUnavailable, StoreRefused */
export async function readResults(runId: string, store: Store): Promise<RunResults | null> {
  const merged = await readJson(store, keys.merged(runId));
  if (merged === null) return null;
  return {
    merged: merged as RunResults['merged'],
    summary: (await readJson(store, keys.summary(runId))) as Summary,
    failures: (await readJson(store, keys.failures(runId))) as FailureRow[],
  };
}
