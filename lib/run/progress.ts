import type { Locale } from '../catalog/locale.ts';
import type { JobCounts, RunProgress } from './contract/api.ts';
import type { PlanFile } from './contract/internal.ts';
import { keys } from './contract/keys.ts';

/** How far one locale job is, as its files tell. */
export interface JobState {
  readonly batch: number;
  readonly locale: Locale;
  /** Its part stands in the store: nothing more comes of it. */
  readonly ended: boolean;
  /** The key of what its newest unsuccessful invocation left (`attemptFileSchema`), or null where none failed or paused. */
  readonly newestAttempt: string | null;
}

/**
 * The state of every planned job, batch by batch, from a list of keys alone: no file is read. `found` are keys as `contract/keys.ts` makes them (without
 * `runs/`), at least those under the run's `internal/`; what belongs to no planned job is passed over.
 */
export function progressOf(
  plan: Pick<PlanFile, 'runId' | 'planId' | 'batches' | 'locales'>,
  found: readonly string[],
): readonly JobState[] {
  const standing = new Set(found);
  const newest = newestAttempts(found);
  const states: JobState[] = [];
  for (let batch = 0; batch < plan.batches; batch++) {
    for (const locale of plan.locales) {
      const ended = standing.has(keys.part(plan, batch, locale));
      const newestAttempt = newest.get(keys.attempts(plan, batch, locale)) ?? null;
      states.push({ batch, locale, ended, newestAttempt });
    }
  }
  return states;
}

export function countProgress(states: readonly JobState[]): RunProgress {
  const perLocale = new Map<string, JobCounts>();
  for (const { locale, ended } of states) perLocale.set(locale, added(perLocale.get(locale), ended));
  const ended = states.filter((state) => state.ended).length;
  return { jobs: states.length, ended, perLocale: Object.fromEntries(perLocale) };
}

const added = (counts: JobCounts = { jobs: 0, ended: 0 }, ended: boolean): JobCounts => ({
  jobs: counts.jobs + 1,
  ended: counts.ended + (ended ? 1 : 0),
});

/** `<folder>/<milliseconds>-<count>.json`: when the invocation began, and a number that tells two of one millisecond apart. */
const ATTEMPT = /^(.*\.attempts\/)(\d+)-(\d+)\.json$/;

/** Folder of a job's attempts -> the key of the newest. Compared as numbers: as texts, the tenth would come before the second. */
function newestAttempts(found: readonly string[]): ReadonlyMap<string, string> {
  const newest = new Map<string, { key: string; startedAt: number; count: number }>();
  for (const key of found) {
    const [, folder, startedAt, count] = ATTEMPT.exec(key) ?? [];
    if (folder === undefined) continue;
    const attempt = { key, startedAt: Number(startedAt), count: Number(count) };
    const known = newest.get(folder);
    if (!known || known.startedAt < attempt.startedAt || isLater(attempt, known)) newest.set(folder, attempt);
  }
  return new Map([...newest].map(([folder, { key }]) => [folder, key]));
}

const isLater = (a: { startedAt: number; count: number }, b: { startedAt: number; count: number }): boolean =>
  a.startedAt === b.startedAt && a.count > b.count;
