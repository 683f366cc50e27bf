import type { Locale } from '../../catalog/locale.ts';
import { ERROR_NAMES } from '../contract/errors.ts';
import { type AttemptFile, attemptFileSchema, type PlanFile, partFileSchema } from '../contract/internal.ts';
import { keys, type PlanOfRun } from '../contract/keys.ts';
import type { JobResult, Reason } from '../merge.ts';
import { readJson, type Store } from '../store.ts';

/** What one locale job left in the store. */
export interface JobFiles {
  readonly result: JobResult;
  readonly attempts: readonly AttemptFile[];
}

export const jobId = (batch: number, locale: Locale) => `${batch}/${locale}`;

/** What every planned job left in the store, by `jobId`. */
export async function readJobFiles(store: Store, plan: PlanFile): Promise<Map<string, JobFiles>> {
  const jobs = new Map<string, JobFiles>();
  for (let batch = 0; batch < plan.batches; batch++) {
    for (const locale of plan.locales) {
      const attempts = await readAttempts(store, plan, batch, locale);
      const part = await readJson(store, keys.part(plan, batch, locale));
      jobs.set(jobId(batch, locale), {
        attempts,
        result: part === null ? { missing: lastReason(attempts) } : { part: partFileSchema.parse(part) },
      });
    }
  }
  return jobs;
}

/** What the invocations of a job left that left no part, in their order. */
export async function readAttempts(
  store: Store,
  plan: PlanOfRun,
  batch: number,
  locale: Locale,
): Promise<readonly AttemptFile[]> {
  const found = await store.list(keys.attempts(plan, batch, locale));
  return Promise.all(found.map(async (key) => attemptFileSchema.parse(await readJson(store, key))));
}

function lastReason(attempts: readonly AttemptFile[]): Reason {
  const last = attempts.at(-1);
  if (last) return { error: last.error, cause: last.cause };
  return { error: ERROR_NAMES.jobMissing, cause: 'the job left neither a translation nor a reason' };
}

/** What stopped the whole run, when something did: no job could have succeeded. */
export function findStop(files: ReadonlyMap<string, JobFiles>): Reason | null {
  for (const { result, attempts } of files.values()) {
    const reasons: Reason[] = [...('part' in result && result.part.endedBy ? [result.part.endedBy] : []), ...attempts];
    const stop = reasons.find(({ error }) => error === ERROR_NAMES.providerKeyRejected);
    if (stop) return { error: stop.error, cause: stop.cause };
  }
  return null;
}

/** A job's part, or the reason why there is none: what stopped the run, its own last error, or that it left nothing. */
export function jobResult(files: JobFiles | undefined, stoppedBy: Reason | null): JobResult {
  if (files && 'part' in files.result) return files.result;
  return { missing: stoppedBy ?? (files?.result as { missing: Reason } | undefined)?.missing ?? lastReason([]) };
}
