import type { Locale } from '../../catalog/locale.ts';
import { catalogText } from '../catalog-text.ts';
import type { MergedLocaleFile, PlanFile } from '../contract/internal.ts';
import { keys } from '../contract/keys.ts';
import type { FailureRow } from '../contract/results.ts';
import { type Output, openOutput } from '../output.ts';
import type { LocaleReport } from '../report/joined-report.ts';
import { RunReport } from '../report/run-report.ts';
import { writeJson } from '../store.ts';
import { RunSpans } from '../trace/run-spans.ts';
import { compactMemory } from './compact-memory.ts';
import { exportOnce } from './export-spans.ts';
import { invalidProducts } from './finish-run.ts';
import { JobReader } from './job-reader.ts';
import type { MergeDeps, MergedLocaleOutput } from './merge-deps.ts';
import { mergeLocales, passedProducts } from './merge-locales.ts';
import { MergedParts } from './merged-parts.ts';
import { publishLocale } from './publish.ts';

/** Merges one locale of a run that is too large to be merged in one go, and leaves what the last Merge needs. */
export async function mergeLocale(plan: PlanFile, locale: Locale, deps: MergeDeps): Promise<MergedLocaleOutput> {
  const { store, published } = deps;
  const { runId } = plan;
  const reader = await JobReader.open(store, plan);
  const parts = new MergedParts(store, runId, locale);
  const spans = new RunSpans(plan);
  const report = new RunReport(plan, { chosen: 'first', share: plan.locales.length });
  let failures: Output<FailureRow> | null = null;
  const merged = await mergeLocales(plan, [locale], reader, {
    product: (product, placed) => {
      report.product(product, placed);
      return parts.add(product);
    },
    failure: (row) => {
      failures ??= openOutput<FailureRow>(store, keys.localeFailures(plan, locale), lines);
      return failures.push(row);
    },
    job: (job) => {
      spans.addJob(job);
      report.job(job);
    },
  });
  const left = failures as Output<FailureRow> | null;
  await left?.end();
  const all = passedProducts(plan, locale, reader, { pseudo: true });
  await store.writePieces(keys.catalog(runId, locale), catalogText(plan, all));

  const { products, missing } = merged.publishable.get(locale) ?? { products: 0, missing: [] };
  const invalid = await invalidProducts(plan, deps, async () => undefined);
  const passed = () => passedProducts(plan, locale, reader, { pseudo: false });
  const publishable = { locale, products, missing: [...missing, ...invalid], passed };
  const file: MergedLocaleFile = {
    totals: merged.totals[0] as MergedLocaleFile['totals'],
    damagedMemory: [...merged.damagedMemory],
    stoppedBy: reader.stoppedBy,
    parts: [...((await parts.end()) as { parts: MergedLocaleFile['parts'] }).parts],
    failures: left !== null,
    batches: spans.batches.map(({ batch, startMs, endMs }) => [batch, startMs, endMs] as const),
    published: published && plan.publishes ? await publishLocale(plan, publishable, published) : null,
  };
  const { products: shown, timeline } = report.end();
  const ofReport: LocaleReport = { products: shown, timeline };
  await store.write(keys.localeReport(plan, locale), JSON.stringify(ofReport));
  await writeJson(store, keys.mergedLocale(plan, locale), file);
  await compactMemory(plan, locale, deps);
  await exportOnce(plan, locale, () => spans.locales, deps);
  return { runId, locale };
}

async function* lines(rows: AsyncIterable<FailureRow>): AsyncGenerator<string> {
  for await (const row of rows) yield `${JSON.stringify(row)}\n`;
}
