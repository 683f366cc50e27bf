import * as z from 'zod';
import type { Locale } from '../../catalog/locale.ts';
import type { Product, ProductId } from '../../catalog/product.ts';
import { profileSchema } from '../../catalog/profile.ts';
import { glossarySchema } from '../../translate/glossary.ts';
import { overridesSchema } from '../../translate/overrides.ts';

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
  products: z.array(product),
  /** Product names of the catalog that occur in these products' texts: never translated there. */
  names: z.array(z.string()),
  /** Locale -> a person's own translations for these products. */
  overrides: z.record(z.string(), overridesSchema),
});
export type BatchFile = z.output<typeof batchFileSchema>;

/** `internal/plan.json`: what Merge goes by. */
export const planFileSchema = z.object({
  runId: z.string(),
  planId: z.string(),
  startedAt: z.string(),
  engine: z.enum(['groq', 'offline']),
  settings: settingsSchema,
  locales: z.array(locale),
  batches: z.int().nonnegative(),
  /** Whether what this run translates is published under the catalog's name. */
  publishes: z.boolean(),
  wrapper: z.record(z.string(), z.unknown()).nullable(),
  invalid: z.array(z.object({ index: z.int(), id: productId.nullable(), faults: z.array(z.string()) })),
});
export type PlanFile = z.output<typeof planFileSchema>;

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

/** `<locale>.attempts/<n>.json`: an invocation that left no part, and why. */
export const attemptFileSchema = z.object({ ...spent, error: z.string(), cause: z.string() });
export type AttemptFile = z.output<typeof attemptFileSchema>;

/** `<locale>.part.json`: what a locale job translated, products in the order of the batch. */
export const partFileSchema = z.object({
  ...spent,
  memoryHits: z.int(),
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
