import type { UploadEvent } from '../contract/events.ts';
import { notACatalog } from './catalog-key.ts';
import { startCatalogRun } from './catalog-run.ts';
import type { StartDeps, Started } from './deps.ts';
import { uploadRunId } from './ids.ts';

/** A catalog was put into the bucket: one run, however often the event comes. Anything else that is put there starts nothing. */
export async function startUpload(event: UploadEvent, deps: StartDeps): Promise<Started | 'ignored'> {
  const { key } = event.detail.object;
  const reason = notACatalog(key);
  if (reason !== null) {
    deps.log('upload.ignored', { key, reason });
    return 'ignored';
  }
  return startCatalogRun(key, uploadRunId(event), deps);
}
