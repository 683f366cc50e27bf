import { ERROR_NAMES } from '../contract/errors.ts';
import { type AttemptFile, type PartFile, partFileSchema } from '../contract/internal.ts';
import { keys } from '../contract/keys.ts';
import type { LocaleJob } from '../contract/state.ts';
import { readJson, type Store, writeJson } from '../store.ts';

/**
 * The part that an invocation of this very job has left whose answer was lost: the workflow calls again what it has not heard of. Null where there is none, or none that can be
 * read: it is done again, from what memory holds.
 */
export async function leftBefore(job: LocaleJob, { store }: { readonly store: Store }): Promise<PartFile | null> {
  const part = await readJson(store, keys.part(job, job.batch, job.locale)).catch(() => null);
  return partFileSchema.safeParse(part).data ?? null;
}

/** Whether there is nothing that another invocation could add. */
export const isWhole = ({ endedBy, products }: PartFile): boolean =>
  endedBy === null && products.every(({ failures }) => failures.length === 0);

export function countsOf({ products }: PartFile): { units: number; translated: number } {
  const translated = products.reduce((sum, { units }) => sum + Object.keys(units).length, 0);
  return { translated, units: translated + products.reduce((sum, { failures }) => sum + failures.length, 0) };
}

/** What it has spent and did stays among the job's attempts: the part that is written now takes its place. */
export async function keepAsAttempt(
  job: LocaleJob,
  part: PartFile,
  { store }: { readonly store: Store },
): Promise<void> {
  const { attempt, products: _, memoryHits: __, damagedMemory: ___, endedBy, ...spent } = part;
  const reason = endedBy ?? { error: ERROR_NAMES.jobMissing, cause: 'its answer was lost' };
  const record: AttemptFile = { ...spent, ...reason, gaveUp: [] };
  await writeJson(store, `${keys.attempts(job, job.batch, job.locale)}${attempt}.json`, record);
}
