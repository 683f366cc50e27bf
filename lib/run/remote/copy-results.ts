import { StoreUnavailable } from '../contract/errors.ts';
import { keys } from '../contract/keys.ts';
import type { Store } from '../store.ts';

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
