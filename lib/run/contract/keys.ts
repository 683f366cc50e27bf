import type { Locale } from '../../catalog/locale.ts';

/** Where a bucket keeps what a folder here keeps at its top. */
export const RUNS_PREFIX = 'runs/';

/**
 * Where the files of a run stand in its store. The results are a contract (people's scripts read them); what stands under `internal/` is the
 * workflow's own.
 */
export const keys = {
  merged: (runId: string) => `${runId}/merged.json`,
  mergedPart: (runId: string, part: number) => `${runId}/merged/${padded(part)}.jsonl`,
  catalog: (runId: string, locale: Locale) => `${runId}/catalogs/${locale}.json`,
  failures: (runId: string) => `${runId}/failures.json`,
  summary: (runId: string) => `${runId}/summary.json`,
  request: (runId: string) => `${runId}/internal/request.json`,
  plan: (runId: string) => `${runId}/internal/plan.json`,
  /** The item list of the Distributed Map. */
  batches: (runId: string) => `${runId}/internal/batches.json`,
  batch: (runId: string, batch: number) => `${runId}/internal/${padded(batch)}/batch.json`,
  part: (runId: string, batch: number, locale: Locale) => `${runId}/internal/${padded(batch)}/${locale}.part.json`,
  /** Why a job did not end well, and what an invocation that left no part had cost. */
  attempts: (runId: string, batch: number, locale: Locale) => `${runId}/internal/${padded(batch)}/${locale}.attempts/`,
} as const;

const padded = (number: number) => String(number).padStart(5, '0');
