import * as z from 'zod';
import type { Locale } from '../../catalog/locale.ts';
import { ERROR_NAMES } from '../contract/errors.ts';
import { type AttemptFile, attemptFileSchema, partFileSchema } from '../contract/internal.ts';
import { keys, type PlanOfRun } from '../contract/keys.ts';
import type { JobResult, Reason } from '../merge.ts';
import type { Store } from '../store.ts';

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
  const part = await readParsed(store, keys.part(plan, batch, locale), partFileSchema);
  if (part !== null && 'fault' in part) {
    // What that invocation has spent, as far as its checkpoints tell.
    const attempts = await readAttempts(store, job.attempts);
    const cause = `its part cannot be read: ${part.fault}`;
    return { attempts, result: { missing: { error: ERROR_NAMES.jobMissing, cause } } };
  }
  const attempts = await readAttempts(store, job.attempts, part?.parsed.attempt);
  return { attempts, result: part ? { part: part.parsed } : { missing: stoppedBy ?? lastReason(attempts) } };
}

/** A file of the run, or what is wrong with it: one that is damaged is the trouble of its job alone. Null where nothing stands. */
async function readParsed<T>(
  store: Store,
  key: string,
  schema: z.ZodType<T>,
): Promise<{ readonly parsed: T } | { readonly fault: string } | null> {
  const text = await store.read(key);
  if (text === null) return null;
  try {
    return { parsed: schema.parse(JSON.parse(text)) };
  } catch (error) {
    if (!(error instanceof z.ZodError)) return { fault: (error as Error).message };
    const [issue] = error.issues;
    return { fault: `${issue?.path.join('.')}: ${issue?.message}` };
  }
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
    [OPEN, '.json'].some((ending) => key.endsWith(`/${withPart}${ending}`)) ||
    (key.endsWith(OPEN) && ended.has(key.replace(OPEN, '.json')));
  const left = records.filter((key) => !isSuperseded(key));
  const read = await Promise.all(left.map((key) => readParsed(store, key, attemptFileSchema)));
  // One that cannot be read says nothing: what else the job left may.
  return read.flatMap((file) => (file !== null && 'parsed' in file ? [file.parsed] : []));
}

function lastReason(attempts: readonly AttemptFile[]): Reason {
  const last = attempts.at(-1);
  if (last) return { error: last.error, cause: last.cause };
  return { error: ERROR_NAMES.jobMissing, cause: 'the job left neither a translation nor a reason' };
}
