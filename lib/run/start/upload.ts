import type { UploadEvent } from '../contract/events.ts';
import { startsNothing } from './catalog-key.ts';
import { startCatalogRun } from './catalog-run.ts';
import type { StartDeps, Started } from './deps.ts';
import { uploadRunId } from './ids.ts';

/**
 * A catalog was put into the bucket: one run, however often the event comes. So does a file whose name is no catalog's, since whoever dropped it there waits
 * for a run: its summary says what is wrong. What stands beside catalogs starts nothing.
 */
export async function startUpload(event: UploadEvent, deps: StartDeps): Promise<Started | 'ignored'> {
  const { key } = event.detail.object;
  const reason = startsNothing(key);
  if (reason !== null) {
    deps.log('upload.ignored', { key, reason });
    return 'ignored';
  }
  return startCatalogRun(key, uploadRunId(event), deps, deps.xrayHeader());
}
