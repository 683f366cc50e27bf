import * as z from 'zod';
import type { Locale } from '../../catalog/locale.ts';
import type { Estimate } from './results.ts';

/** What crosses a state boundary: references and counts, never text. Every schema here is parsed on both sides. */

const locale = z.custom<Locale>((value) => typeof value === 'string' && value !== '');

/** A run id is a folder, a key and an execution's name. */
export const RUN_ID = /^[A-Za-z0-9_-]{1,80}$/;

/** The execution's input. The request is parsed by Plan, so that one place lists every fault. */
export const runInputSchema = z.object({
  runId: z.string().regex(RUN_ID),
  request: z.unknown(),
  /** What the trigger found wrong, which Plan lists with all else: a `request.json` that is no JSON. */
  faults: z.array(z.string()).optional(),
});
export type RunInput = z.output<typeof runInputSchema>;

/** One batch into one locale: the input of Translate. */
export const localeJobSchema = z.object({
  runId: z.string(),
  planId: z.string(),
  batch: z.int().nonnegative(),
  locale,
  /** This job's share of the run's budget; null without one. */
  maxUsd: z.number().nullable(),
  /** This job's share of its model's limits a minute: under `BATCH_SHARE` in a batch run, 1 in a short one. */
  share: z.number().positive().max(1),
  /** The trace, and the span of this job in it: https://www.w3.org/TR/trace-context/. Missing where an older version planned. */
  traceparent: z.string().optional(),
  fruitlessPauses: z.int().nonnegative(),
  waitedSeconds: z.number().nonnegative(),
});
export type LocaleJob = z.output<typeof localeJobSchema>;

/** One batch: an item of the Distributed Map, the input of its child runs. */
export const batchItemSchema = z.object({
  runId: z.string(),
  batch: z.int().nonnegative(),
  localeConcurrency: z.int().positive(),
  jobs: z.array(localeJobSchema),
});
export type BatchItem = z.output<typeof batchItemSchema>;

export const PLAN_MODES = {
  dryRun: 'dryRun',
  nothing: 'nothing',
  oneBatch: 'oneBatch',
  manyBatches: 'manyBatches',
} as const;

/** What Plan returns. `jobs` are those of the one batch; many batches stand in the store, at `batchesKey`. */
export const planStateSchema = z.object({
  runId: z.string(),
  mode: z.enum(PLAN_MODES),
  batchesKey: z.string(),
  batchConcurrency: z.int().positive(),
  localeConcurrency: z.int().positive(),
  jobs: z.array(localeJobSchema),
  /** The locales of a run that is too large to be merged in one go; empty otherwise. */
  merges: z.array(z.object({ runId: z.string(), locale })),
  /** Of a dry run: all that it is for. */
  estimate: z.custom<Estimate>((value) => typeof value === 'object' && value !== null).optional(),
});
export type PlanState = z.output<typeof planStateSchema>;

const done = z.object({
  runId: z.string(),
  batch: z.int(),
  locale,
  units: z.int(),
  translated: z.int(),
  failed: z.int(),
  /** No other job can succeed either: the run is to end. */
  stop: z.boolean(),
});

/** What came of one invocation of Translate. */
export const outcomeSchema = z.discriminatedUnion('status', [
  done.extend({ status: z.literal('translated') }),
  done.extend({ status: z.literal('partly') }),
  done.extend({ status: z.literal('failed') }),
  /** To be called again with this very state after `waitSeconds`. */
  localeJobSchema.extend({ status: z.literal('paused'), waitSeconds: z.int().positive(), reason: z.string() }),
]);
export type Outcome = z.output<typeof outcomeSchema>;

/** What Translate is called with once its retries are over: the job and what the workflow caught. */
export const endedJobSchema = localeJobSchema.extend({ caught: z.object({ Error: z.string(), Cause: z.string() }) });

/** With a locale it is the merge of that one alone, of a run that is too large to be merged in one go. */
export const mergeInputSchema = z.object({ runId: z.string(), locale: locale.optional() });

/** What Merge, and with it a run, returns. */
export const runOutputSchema = z.object({
  runId: z.string(),
  status: z.enum(['COMPLETE', 'PARTIAL', 'FAILED']),
  units: z.int(),
  translated: z.int(),
  failed: z.int(),
});
export type RunOutput = z.output<typeof runOutputSchema>;
