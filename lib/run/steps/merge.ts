import type { Locale } from '../../catalog/locale.ts';
import type { Product } from '../../catalog/product.ts';
import { catalogText } from '../catalog-text.ts';
import { StoreUnavailable } from '../contract/errors.ts';
import { batchFileSchema, planFileSchema } from '../contract/internal.ts';
import { keys } from '../contract/keys.ts';
import { LOG_EVENTS } from '../contract/log-events.ts';
import {
  type FailureRow,
  MAX_MERGED_PRODUCTS,
  type MergedProduct,
  type RunHeader,
  type RunStats,
  type Summary,
} from '../contract/results.ts';
import { mergeInputSchema, type RunOutput } from '../contract/state.ts';
import { addCounts, invalidRows, type MergedBatch, mergeBatch, NO_UNITS } from '../merge.ts';
import type { StepDeps } from '../ports.ts';
import { askedAgain, type LocaleTotals, runStats, runStatus } from '../stats.ts';
import { readJson, type Store, writeJson } from '../store.ts';
import { findStop, type JobFiles, jobId, jobResult, readJobFiles } from './job-files.ts';
import { publish, publishable } from './publish.ts';

/**
 * Merge: for each planned (batch, locale) takes the part or the reason from the store, whatever the state says, and writes the run's results.
 * Running it again writes the same files.
 */
export async function mergeStep(
  state: unknown,
  { store, published, clock, log }: Pick<StepDeps, 'store' | 'published' | 'clock' | 'log'>,
): Promise<RunOutput> {
  const { runId } = mergeInputSchema.parse(state);
  const plan = planFileSchema.parse((await readJson(store, keys.plan(runId))) ?? missing(keys.plan(runId)));
  const files = await readJobFiles(store, plan);
  const stoppedBy = findStop(files);
  const totals = new Map<Locale, LocaleTotals>();
  const merged: MergedProduct[] = [];
  const parts: { file: string; products: number }[] = [];
  const failures: FailureRow[] = invalidRows(plan.invalid);
  const catalogs = new Map<Locale, Product[]>(plan.locales.map((locale) => [locale, []]));
  const ids: Pick<MergedProduct, 'product_id' | 'pseudo'>[] = [];
  let products = 0;

  for (let batch = 0; batch < plan.batches; batch++) {
    const file = batchFileSchema.parse(
      (await readJson(store, keys.batch(plan, batch))) ?? missing(keys.batch(plan, batch)),
    );
    const jobs = new Map(plan.locales.map((locale) => [locale, jobResult(files.get(jobId(batch, locale)), stoppedBy)]));
    const result = mergeBatch(file.products, plan.settings, jobs);
    products += file.products.length;
    merged.push(...result.products);
    ids.push(...result.products.map(({ product_id, pseudo }) => ({ product_id, ...(pseudo && { pseudo }) })));
    failures.push(...result.failures);
    for (const [locale, translated] of result.catalogs) catalogs.get(locale)?.push(...translated);
    for (const locale of plan.locales)
      totals.set(locale, addTotals(totals.get(locale), locale, result, files.get(jobId(batch, locale))));
    if (merged.length > MAX_MERGED_PRODUCTS || parts.length > 0)
      parts.push(await writePart(store, runId, parts.length, merged.splice(0)));
  }

  const rows = [...totals.values()];
  const counts = countAll(rows, products, plan.invalid.length);
  const header: RunHeader = {
    runId,
    status: runStatus(counts),
    engine: plan.engine,
    source: plan.settings.source,
    locales: plan.locales,
  };
  const finished = clock.now();
  const stats = runStats(rows, finished - Date.parse(plan.startedAt));
  for (const [locale, list] of catalogs) await store.writePieces(keys.catalog(runId, locale), catalogText(plan, list));
  if (published && plan.publishes) {
    const locales = [...catalogs].map(([locale, list]) => publishable(plan, locale, list, ids));
    log('catalog.published', {
      runId,
      catalog: plan.settings.catalog,
      locales: await publish(plan, locales, published),
    });
  }
  await writeJson(store, keys.failures(runId), failures);
  const summary: Summary = {
    ...header,
    startedAt: plan.startedAt,
    finishedAt: new Date(finished).toISOString(),
    counts,
    stats,
    stoppedBy,
  };
  await writeJson(store, keys.summary(runId), summary);
  await writeMerged(store, header, parts, merged, stats);
  log(LOG_EVENTS.runFinished, { runId, status: header.status, ...counts, usd: stats.usd, wallMs: stats.wallMs });
  return { runId, status: header.status, units: counts.units, translated: counts.translated, failed: counts.failed };
}

function missing(key: string): never {
  throw new StoreUnavailable(`${key} is missing`);
}

function addTotals(
  before: LocaleTotals | undefined,
  locale: Locale,
  batch: MergedBatch,
  files: JobFiles | undefined,
): LocaleTotals {
  const part = files && 'part' in files.result ? files.result.part : null;
  const spent = [...(files?.attempts ?? []), ...(part ? [part] : [])];
  const retries = spent.reduce((sum, own) => sum + own.retries, askedAgain(spent));
  return {
    locale,
    counts: addCounts(before?.counts ?? NO_UNITS, batch.counts.get(locale) ?? NO_UNITS),
    memoryHits: (before?.memoryHits ?? 0) + (part?.memoryHits ?? 0),
    retries: (before?.retries ?? 0) + retries,
    spent: [...(before?.spent ?? []), ...spent],
  };
}

function countAll(rows: readonly LocaleTotals[], products: number, invalidProducts: number): Summary['counts'] {
  const { units, translated, pseudo, warnings } = rows.map(({ counts }) => counts).reduce(addCounts, NO_UNITS);
  const coverage = units === 0 ? 1 : translated / units;
  return { products, invalidProducts, units, translated, failed: units - translated, pseudo, warnings, coverage };
}

async function writePart(store: Store, runId: string, index: number, products: readonly MergedProduct[]) {
  const key = keys.mergedPart(runId, index);
  await store.writePieces(
    key,
    products.map((product) => `${JSON.stringify(product)}\n`),
  );
  return { file: key.slice(runId.length + 1), products: products.length };
}

/** merged.json comes last: where it stands, the run's results are all there. */
async function writeMerged(
  store: Store,
  header: RunHeader,
  parts: { file: string; products: number }[],
  rest: readonly MergedProduct[],
  stats: RunStats,
): Promise<void> {
  await writeJson(
    store,
    keys.merged(header.runId),
    parts.length > 0 ? { ...header, parts, stats } : { ...header, products: rest, stats },
  );
}
