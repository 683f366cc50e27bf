import type { Locale } from '../../catalog/locale.ts';
import { type Product, type ProductId, productId } from '../../catalog/product.ts';
import type { PlanFile } from '../contract/internal.ts';
import type { FailureRow, MergedProduct } from '../contract/results.ts';
import { translatable } from '../fields.ts';
import { mergedProduct, mergeText, translatedProduct } from '../merge.ts';
import { addJob, addUnits, type LocaleTotals, noTotals, totalsBefore } from '../stats.ts';
import { inOrder, type PlacedProduct } from './in-order.ts';
import type { JobFiles } from './job-files.ts';
import type { JobReader, OpenBatch } from './job-reader.ts';

/** Where one pass over a run's products puts what it finds. */
export interface MergeSink {
  product(merged: MergedProduct, placed: PlacedProduct): Promise<void>;
  failure(row: FailureRow): Promise<void>;
  /** Told of each job before the first of its products. */
  job(job: MergedJob): void;
}

/** One locale job, and what it left. */
export interface MergedJob extends JobFiles {
  readonly batch: number;
  readonly locale: Locale;
}

/** What some locales of a run came to. */
export interface MergedLocales {
  readonly totals: readonly LocaleTotals[];
  /** What of each locale may be published, and what may not. */
  readonly publishable: ReadonlyMap<Locale, { readonly products: number; readonly missing: readonly ProductId[] }>;
  /** Files of memory that were damaged. */
  readonly damagedMemory: readonly string[];
}

/** Puts the parts of these locales together, product by product in the run's order. */
export async function mergeLocales(
  plan: PlanFile,
  locales: readonly Locale[],
  reader: JobReader,
  sink: MergeSink,
): Promise<MergedLocales> {
  const totals = new Map(locales.map((locale) => [locale, totalsBefore(locale, plan.spentBefore)]));
  const publishable = new Map(locales.map((locale) => [locale, { products: 0, missing: [] as ProductId[] }]));
  const damaged = new Set<string>();
  // In the order of the run: batches are read ahead, and come in any order.
  const addJobs = ({ batch, jobs }: OpenBatch): void => {
    for (const [locale, { attempts, result }] of jobs) {
      sink.job({ batch, locale, attempts, result });
      const part = 'part' in result ? result.part : null;
      const spent = [...attempts, ...(part ? [part] : [])];
      totals.set(locale, addJob(totals.get(locale) ?? noTotals(locale), spent, part?.memoryHits ?? 0));
      for (const file of part?.damagedMemory ?? []) damaged.add(file);
    }
  };
  for await (const placed of inOrder(plan, (number) => reader.read(number, locales))) {
    const { product, index, batch } = placed;
    if (index === 0) addJobs(batch);
    const { profile, translateNames } = plan.settings;
    const id = productId(product, profile);
    const source = translatable(product, profile, translateNames);
    const texts = [...batch.jobs].map(([locale, { result }]) => mergeText(source, id, locale, result, index));
    await sink.product(mergedProduct(product, profile, texts), placed);
    for (const { locale, rows, counts } of texts) {
      for (const row of rows) await sink.failure(row);
      totals.set(locale, addUnits(totals.get(locale) ?? noTotals(locale), counts));
      const own = publishable.get(locale);
      if (own && rows.length === 0 && counts.pseudo === 0) own.products++;
      else own?.missing.push(id);
    }
  }
  return { totals: [...totals.values()], publishable, damagedMemory: [...damaged] };
}

/** The products of one locale that passed, in the catalog's own shape and order; `pseudo`: also those that are pseudo-localized. */
export async function* passedProducts(
  plan: PlanFile,
  locale: Locale,
  reader: JobReader,
  { pseudo }: { readonly pseudo: boolean },
): AsyncGenerator<Product> {
  for await (const { product, index, batch } of inOrder(plan, (number) => reader.read(number, [locale]))) {
    const job = batch.jobs.get(locale) as JobFiles;
    const translated = translatedProduct(product, plan.settings, job.result, index);
    if (translated && (pseudo || !isPseudo(job, index))) yield translated;
  }
}

const isPseudo = ({ result }: JobFiles, index: number) =>
  'part' in result && (result.part.products[index]?.pseudo.length ?? 0) > 0;
