import { catalogText } from '../catalog-text.ts';
import type { PlanFile } from '../contract/internal.ts';
import { keys } from '../contract/keys.ts';
import type { FailureRow, PublishedLocale } from '../contract/results.ts';
import type { RunOutput } from '../contract/state.ts';
import { jsonList } from '../json-list.ts';
import { openOutput } from '../output.ts';
import { RunReport } from '../report/run-report.ts';
import { RunSpans } from '../trace/run-spans.ts';
import { compactMemory } from './compact-memory.ts';
import { exportOnce } from './export-spans.ts';
import { finishRun, invalidProducts, outputOf } from './finish-run.ts';
import { JobReader } from './job-reader.ts';
import type { MergeDeps } from './merge-deps.ts';
import { mergeLocales, passedProducts } from './merge-locales.ts';
import { MergedParts } from './merged-parts.ts';
import { publishLocale, publishManifest } from './publish.ts';

/** Merges all locales of a run in one go: first what stands product by product, then each locale's catalog. */
export async function mergeWhole(plan: PlanFile, deps: MergeDeps): Promise<RunOutput> {
  const { store, published, log } = deps;
  const reader = await JobReader.open(store, plan);
  const failures = openOutput<FailureRow>(store, keys.failures(plan.runId), jsonList);
  const parts = new MergedParts(store, plan.runId);
  const spans = new RunSpans(plan);
  const report = new RunReport(plan, { chosen: 'failuresFirst', share: 1 });
  const invalid = await invalidProducts(plan, deps, (row) => {
    report.row(row);
    return failures.push(row);
  });
  const merged = await mergeLocales(plan, plan.locales, reader, {
    product: (product, placed) => {
      report.product(product, placed);
      return parts.add(product);
    },
    failure: (row) => failures.push(row),
    job: (job) => {
      spans.addJob(job);
      report.job(job);
    },
  });
  for (const locale of plan.locales) {
    const all = passedProducts(plan, locale, reader, { pseudo: true });
    await store.writePieces(keys.catalog(plan.runId, locale), catalogText(plan, all));
  }
  if (published && plan.publishes) {
    const written: Record<string, PublishedLocale> = {};
    for (const [locale, { products, missing }] of merged.publishable) {
      const passed = () => passedProducts(plan, locale, reader, { pseudo: false });
      const own = await publishLocale(plan, { locale, products, missing: [...missing, ...invalid], passed }, published);
      if (own) written[locale] = own;
    }
    await publishManifest(plan, written, published);
    log('catalog.published', {
      runId: plan.runId,
      catalog: plan.settings.catalog,
      locales: Object.keys(written),
    });
  }
  await failures.end();
  const whole = { ...merged, merged: await parts.end(), report: report.end(), stoppedBy: reader.stoppedBy };
  const summary = await finishRun(plan, whole, deps);
  for (const locale of plan.locales) await compactMemory(plan, locale, deps);
  await exportOnce(plan, null, () => [...spans.run(summary), ...spans.locales], deps);
  return outputOf(summary);
}
