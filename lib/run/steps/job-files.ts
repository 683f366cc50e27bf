import type { Locale } from '../../catalog/locale.ts';
import { ERROR_NAMES } from '../contract/errors.ts';
import { type AttemptFile, attemptFileSchema, partFileSchema } from '../contract/internal.ts';
import { keys, type PlanOfRun } from '../contract/keys.ts';
import type { JobResult, Reason } from '../merge.ts';
import { readJson, type Store } from '../store.ts';

/** What one locale job left in the store. */
export interface JobFiles {
  /** Its part, or why there is none: what stopped the run, its own last error, or that it left nothing. */
  readonly result: JobResult;
  readonly attempts: readonly AttemptFile[];
}

export interface JobQuestion {
  readonly plan: PlanOfRun;
  readonly batch: number;
  readonly locale: Locale;
  /** The keys that stand in the folder of its attempts. */
  readonly attempts: readonly string[];
  /** What stopped the run, or null. */
  readonly stoppedBy: Reason | null;
}

export async function readJobFiles(store: Store, job: JobQuestion): Promise<JobFiles> {
  const { plan, batch, locale, stoppedBy } = job;
  const stored = await readJson(store, keys.part(plan, batch, locale));
  const part = stored === null ? null : partFileSchema.parse(stored);
  const attempts = await readAttempts(store, job.attempts, part?.attempt);
  return { attempts, result: part ? { part } : { missing: stoppedBy ?? lastReason(attempts) } };
}

/** What the invocations of a job left that left no part, in their order. */
export async function listAttempts(
  store: Store,
  plan: PlanOfRun,
  batch: number,
  locale: Locale,
): Promise<readonly AttemptFile[]> {
  return readAttempts(store, await store.list(keys.attempts(plan, batch, locale)));
}

/** How the key of a checkpoint ends. */
const OPEN = '.open.json';

/**
 * Of an invocation that was cut off, what it had left at its last checkpoint. `withPart` is the name of the invocation that the job's part comes from: its
 * own checkpoints stand in the part.
 */
async function readAttempts(
  store: Store,
  found: readonly string[],
  withPart?: string,
): Promise<readonly AttemptFile[]> {
  const records = found.filter((key) => key.endsWith('.json'));
  const ended = new Set(records.filter((key) => !key.endsWith(OPEN)));
  const isSuperseded = (key: string) =>
    key.endsWith(OPEN) && (ended.has(key.replace(OPEN, '.json')) || key.endsWith(`/${withPart}${OPEN}`));
  const left = records.filter((key) => !isSuperseded(key));
  return Promise.all(left.map(async (key) => attemptFileSchema.parse(await readJson(store, key))));
}

function lastReason(attempts: readonly AttemptFile[]): Reason {
  const last = attempts.at(-1);
  if (last) return { error: last.error, cause: last.cause };
  return { error: ERROR_NAMES.jobMissing, cause: 'the job left neither a translation nor a reason' };
}
