import { StoreUnavailable } from '../contract/errors.ts';
import { keys } from '../contract/keys.ts';
import type { FailureRow, Merged, MergedManifest, Summary } from '../contract/results.ts';
import { readJson, type Store } from '../store.ts';

/** What a run left for people. */
export interface RunResults {
  readonly merged: Merged | MergedManifest;
  readonly summary: Summary;
  readonly failures: readonly FailureRow[];
}

/**
 * Copies a run's results, piece by piece, and leaves the workflow's own files where they are. merged.json comes last here too: where it stands, all is there.
 *
 * @throws StoreUnavailable, StoreRefused
 */
export async function copyResults(runId: string, from: Store, to: Store): Promise<void> {
  const found = await from.list(`${runId}/`);
  const last = keys.merged(runId);
  const results = found.filter((key) => !key.startsWith(keys.internal(runId)) && key !== last);
  for (const key of found.includes(last) ? [...results, last] : results) {
    const pieces = await from.open(key);
    if (pieces === null) throw new StoreUnavailable(`${key} has just been removed`);
    await to.writePieces(key, pieces);
  }
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
