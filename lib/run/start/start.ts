import type { ApiAnswer } from '../contract/api.ts';
import { readStartEvent } from '../contract/events.ts';
import { startRequested } from './api.ts';
import type { StartDeps, Started } from './deps.ts';
import { type Refreshed, refreshCatalogs } from './schedule.ts';
import { startUpload } from './upload.ts';

/**
 * Start: turns what any trigger sends into executions of the workflow. A request to the API is always answered; what fails of an upload or the schedule is
 * thrown, so that Lambda tries again and keeps what it gives up in the dead-letter queue.
 *
 * @throws RequestInvalid for an event that no trigger sends
 */
export async function start(event: unknown, deps: StartDeps): Promise<ApiAnswer | Refreshed | Started | 'ignored'> {
  const read = readStartEvent(event);
  if (read.kind === 'api') return startRequested(read.api, deps);
  return read.kind === 'upload' ? startUpload(read.upload, deps) : refreshCatalogs(read.schedule, deps);
}
