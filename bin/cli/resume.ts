import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { folderStore } from '../../lib/adapters/folder-store.ts';
import { beginWork, RunAtWork } from '../../lib/local/at-work.ts';
import { RequestInvalid, StoreRefused } from '../../lib/run/contract/errors.ts';
import { keys } from '../../lib/run/contract/keys.ts';
import type { RawRunRequest } from '../../lib/run/contract/request.ts';
import { readJson } from '../../lib/run/store.ts';
import { type RunOptions, requestOptionsOf } from './options.ts';

/** The request of an earlier run, as Plan wrote it down before anything was asked. @throws RequestInvalid */
export async function resumedRequest(runId: string, options: RunOptions): Promise<RawRunRequest> {
  const faults = faultsOfResume(options);
  if (faults.length > 0) throw new RequestInvalid(faults);
  const request = /^[A-Za-z0-9_-]{1,80}$/.test(runId) ? await readRequest(runId, options.output) : null;
  if (request === null)
    throw new RequestInvalid([`--resume: there is no run ${JSON.stringify(runId)} under ${options.output}`]);
  return request as RawRunRequest;
}

/** Begins to work on an earlier run. @throws RequestInvalid while another process does */
export function beginResumed(runId: string, path: string): () => void {
  try {
    return beginWork(path);
  } catch (error) {
    if (!(error instanceof RunAtWork)) throw error;
    const how = `wait for it or stop it; if it is something else, remove ${path}`;
    throw new RequestInvalid([`--resume: process ${error.pid} is at work on ${runId}: ${how}`]);
  }
}

/** Whether `--resume` would find the run. At once: an interrupted command waits for nothing. */
export const canBeResumed = (runId: string, output: string): boolean => existsSync(join(output, keys.request(runId)));

/** What does not go with `--resume`. */
export function faultsOfResume(options: RunOptions): string[] {
  return requestOptionsOf(options).map((option) => `--resume repeats the run's own request: leave out ${option}`);
}

async function readRequest(runId: string, output: string): Promise<unknown> {
  try {
    return await readJson(folderStore(output), keys.request(runId));
  } catch (error) {
    if (error instanceof StoreRefused) throw new RequestInvalid([`--output: ${error.message}`]);
    throw error;
  }
}
