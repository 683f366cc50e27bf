import * as z from 'zod';
import type { Locale } from '../../catalog/locale.ts';
import type { Product, ProductId } from '../../catalog/product.ts';
import { profileSchema } from '../../catalog/profile.ts';
import { glossarySchema } from '../../translate/glossary.ts';
import { overridesSchema } from '../../translate/overrides.ts';
import { trailSchema } from './trail.ts';

/**
 * The files under a run's `internal/`: written by one step, read by another. They hold the text that the state only refers to.
 */

const locale = z.custom<Locale>((value) => typeof value === 'string' && value !== '');
const product = z.custom<Product>((value) => typeof value === 'object' && value !== null);
const productId = z.custom<ProductId>((value) => typeof value === 'string' || typeof value === 'number');

/** What every job of a run works by. */
export const settingsSchema = z.object({
  catalog: z.string(),
  source: locale,
  profile: profileSchema,
  translateNames: z.boolean(),
  model: z.string().nullable(),
  glossary: glossarySchema,
  force: z.boolean(),
});
export type Settings = z.output<typeof settingsSchema>;

/** `internal/<batch>/batch.json`: all that the jobs of a batch read. */
export const batchFileSchema = z.object({
  settings: settingsSchema,
  /** The one that all of these products belong to. */
  shard: z.object({ index: z.int().nonnegative(), of: z.int().positive() }),
  products: z.array(product),
  /** The place of each in the order of the run. */
  positions: z.array(z.int().nonnegative()),
  /** Product names of the catalog that occur in these products' texts: never translated there. */
  names: z.array(z.string()),
  /** Locale -> a person's own translations for these products. */
  overrides: z.record(z.string(), overridesSchema),
});
export type BatchFile = z.output<typeof batchFileSchema>;

const spent = {
  startedAt: z.number(),
  ms: z.number(),
  model: z.string().nullable(),
  calls: z.int(),
  retries: z.int(),
  unanswered: z.int(),
  usage: z.object({ promptTokens: z.number(), cachedTokens: z.number(), completionTokens: z.number() }),
  usd: z.number(),
};

/** What one invocation did; missing from what an older version wrote. */
const trail = trailSchema.default([]);

/** What the jobs of one locale have spent, all invocations together. */
const spentInLocale = {
  locale,
  calls: z.int(),
  retries: z.int(),
  ms: z.number(),
  usage: spent.usage,
  usd: z.number(),
  model: z.string().nullable(),
};

/** `internal/plan.json`: what Merge goes by. */
export const planFileSchema = z.object({
  runId: z.string(),
  planId: z.string(),
  startedAt: z.string(),
  /**
   * The trace and root span of the run, as a traceparent, the root's name, and, of a run that was cut off and is taken up again, when the trace began, in ms since
   * 1970. Nothing where an older version planned.
   */
  trace: z
    .object({ traceparent: z.string(), root: z.string(), since: z.number().nullable() })
    .default({ traceparent: '', root: '', since: null }),
  engine: z.enum(['groq', 'offline']),
  settings: settingsSchema,
  locales: z.array(locale),
  /** How many shards the catalog's memory has, and the one of each batch's products, by the batch's number. */
  shardCount: z.int().positive(),
  shards: z.array(z.int().nonnegative()),
  batches: z.int().nonnegative(),
  products: z.int().nonnegative(),
  /** How many products were left out; they stand in `invalid.jsonl`. */
  invalid: z.int().nonnegative(),
  /** Whether each locale is merged by itself before the last Merge. */
  mergesByLocale: z.boolean(),
  /** Whether what this run translates is published under the catalog's name. */
  publishes: z.boolean(),
  wrapper: z.record(z.string(), z.unknown()).nullable(),
  /** What earlier plannings of this run have spent. */
  spentBefore: z.array(z.object(spentInLocale)).default([]),
  /** A person's translations that stand for nothing in the catalog. */
  unusedOverrides: z
    .array(
      z.object({
        locale,
        product_id: z.string(),
        field: z.string().nullable(),
        check: z.string(),
        message: z.string(),
      }),
    )
    .default([]),
});
export type PlanFile = z.output<typeof planFileSchema>;

/** A line of `invalid.jsonl`: a product that was left out, and why. */
export const invalidLineSchema = z.object({ id: productId.nullable(), faults: z.array(z.string()) });
export type InvalidLine = z.output<typeof invalidLineSchema>;

/**
 * `<locale>.attempts/<name>.json`: an invocation that left no part, and why. `<name>.open.json`: how far one had come at its last checkpoint; nothing is
 * to be read from it once the invocation's own record or part stands.
 */
export const attemptFileSchema = z.object({
  ...spent,
  trail,
  error: z.string(),
  cause: z.string(),
  /** What it asked for in vain: the next one need not. */
  gaveUp: z
    .array(z.object({ key: z.string(), error: z.string(), cause: z.string(), lastAnswer: z.string().nullable() }))
    .default([]),
});
export type AttemptFile = z.output<typeof attemptFileSchema>;

/** `<locale>.part.json`: what a locale job translated, products in the order of the batch. */
export const partFileSchema = z.object({
  ...spent,
  trail,
  /** The invocation's name among the job's attempts. */
  attempt: z.string(),
  memoryHits: z.int(),
  /** Files of memory that were set aside, by the names that they had under `memory/`: what they held was asked anew. */
  damagedMemory: z.array(z.string()).default([]),
  /** Why the job ended before it was done, or null. */
  endedBy: z.object({ error: z.string(), cause: z.string() }).nullable(),
  products: z.array(
    z.object({
      units: z.record(z.string(), z.string()),
      pseudo: z.array(z.string()),
      warnings: z.array(z.object({ unit: z.string(), check: z.string(), message: z.string() })),
      failures: z.array(
        z.object({
          unit: z.string(),
          field: z.string(),
          error: z.string(),
          cause: z.string(),
          lastAnswer: z.string().nullable(),
        }),
      ),
    }),
  ),
});
export type PartFile = z.output<typeof partFileSchema>;
export type Spent = Pick<PartFile, keyof typeof spent>;

/** `merged/<locale>.json`: what the merge of one locale came to, of a run whose locales are merged each by itself. */
export const mergedLocaleFileSchema = z.object({
  totals: z.object({
    ...spentInLocale,
    counts: z.object({ units: z.int(), translated: z.int(), pseudo: z.int(), warnings: z.int() }),
    memoryHits: z.int(),
  }),
  damagedMemory: z.array(z.string()),
  stoppedBy: z.object({ error: z.string(), cause: z.string() }).nullable(),
  parts: z.array(z.object({ file: z.string(), products: z.int(), locale: locale.optional() })),
  /** When the jobs of each batch began and ended: its number, and twice ms since 1970. */
  batches: z.array(z.tuple([z.int(), z.number(), z.number()])).default([]),
  /** Whether there are rows of failures.json. */
  failures: z.boolean(),
  /** What the manifest is to say; null where nothing was published. */
  published: z
    .object({ runId: z.string(), startedAt: z.string(), products: z.int(), missing: z.array(productId).readonly() })
    .nullable(),
});
export type MergedLocaleFile = z.output<typeof mergedLocaleFileSchema>;
