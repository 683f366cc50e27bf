import type { Locale } from '../../catalog/locale.ts';

/** Where a bucket keeps what a folder here keeps at its top. */
export const RUNS_PREFIX = 'runs/';
/** Where catalogs are dropped; `catalogs/shop/summer.json` is the catalog `shop/summer`. */
export const CATALOGS_PREFIX = 'catalogs/';
/** A person's own translations: `overrides/<catalog>/<locale>.json`. */
export const OVERRIDES_PREFIX = 'overrides/';
/** What a shop reads: `published/<catalog>/<locale>.json`, and what of it is whose in `published/<catalog>/manifest.json`. */
export const PUBLISHED_PREFIX = 'published/';
export const MEMORY_PREFIX = 'memory/';

/** The page, in a run's folder. */
export const REPORT_FILE = 'report.html';

/** What stands beside a catalog and is none itself. */
export const COMPANIONS = { request: '.request.json', glossary: '.glossary.json', profile: '.profile.json' } as const;

/** `catalogs/summer.json` -> `catalogs/summer`. */
export const withoutEnding = (key: string): string => key.replace(/\.(json|jsonl|ndjson)$/i, '');

/**
 * One planning of a run. A run that is taken up again is planned anew, maybe from a catalog that has changed since: what the jobs of an earlier plan left,
 * or still leave, says nothing of this one's products, and stands in another folder.
 */
export interface PlanOfRun {
  readonly runId: string;
  readonly planId: string;
}

/**
 * Where the files of a run stand in its store. The results are a contract (people's scripts read them); what stands under `internal/` is the
 * workflow's own.
 */
export const keys = {
  merged: (runId: string) => `${runId}/merged.json`,
  /** A run whose locales are merged each by itself has parts of one locale each. */
  mergedPart: (runId: string, part: number, locale?: Locale) =>
    `${runId}/merged/${locale === undefined ? '' : `${locale}/`}${padded(part)}.jsonl`,
  catalog: (runId: string, locale: Locale) => `${runId}/catalogs/${locale}.json`,
  failures: (runId: string) => `${runId}/failures.json`,
  summary: (runId: string) => `${runId}/summary.json`,
  report: (runId: string) => `${runId}/${REPORT_FILE}`,
  /** Where the workflow's own files stand. */
  internal: (runId: string) => `${runId}/internal/`,
  /** A catalog, and what goes with it, that came with the request itself: inline products, files of whoever started the run. */
  supplied: (runId: string, file: string) => `${runId}/internal/supplied/${file}`,
  request: (runId: string) => `${runId}/internal/request.json`,
  plan: (runId: string) => `${runId}/internal/plan.json`,
  /** Which process is at work on a run of one machine; there as long as it is. */
  atWork: (runId: string) => `${runId}/internal/at-work.json`,
  /** Products that were left out of the plan, one a line. */
  invalid: (plan: PlanOfRun) => `${folderOf(plan)}/invalid.jsonl`,
  /** All that one planning and its jobs leave. */
  planned: (plan: PlanOfRun) => `${folderOf(plan)}/`,
  /** Why no job of the run could succeed; there once one has found out. */
  stopped: (plan: PlanOfRun) => `${folderOf(plan)}/stopped.json`,
  /** Why a job was given up while the provider was down; there once one was. */
  down: (plan: PlanOfRun) => `${folderOf(plan)}/down.json`,
  /** What the merge of one locale came to, and its rows of failures.json, where locales are merged each by itself. */
  mergedLocale: (plan: PlanOfRun, locale: Locale) => `${folderOf(plan)}/merged/${locale}.json`,
  localeFailures: (plan: PlanOfRun, locale: Locale) => `${folderOf(plan)}/merged/${locale}.failures.jsonl`,
  /** What of it report.html is to show. */
  localeReport: (plan: PlanOfRun, locale: Locale) => `${folderOf(plan)}/merged/${locale}.report.json`,
  /** There once the spans of the run as a whole, or of one locale of it, are on their way. */
  traced: (plan: PlanOfRun, locale: Locale | null) =>
    locale === null ? `${folderOf(plan)}/traced` : `${folderOf(plan)}/merged/${locale}.traced`,
  /** The item list of the Distributed Map. */
  batches: (plan: PlanOfRun) => `${folderOf(plan)}/batches.json`,
  batch: (plan: PlanOfRun, batch: number) => `${folderOf(plan)}/${padded(batch)}/batch.json`,
  part: (plan: PlanOfRun, batch: number, locale: Locale) => `${folderOf(plan)}/${padded(batch)}/${locale}.part.json`,
  /** Why a job did not end well, and what an invocation that left no part had cost. */
  attempts: (plan: PlanOfRun, batch: number, locale: Locale) =>
    `${folderOf(plan)}/${padded(batch)}/${locale}.attempts/`,
} as const;

/** Where published files stand under `PUBLISHED_PREFIX`. */
export const publishedKeys = {
  catalog: (name: string, locale: Locale) => `${name}/${locale}.json`,
  manifest: (name: string) => `${name}/manifest.json`,
} as const;

const folderOf = ({ runId, planId }: PlanOfRun) => `${runId}/internal/${planId}`;
const padded = (number: number) => String(number).padStart(5, '0');
