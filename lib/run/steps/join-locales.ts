import { StoreUnavailable } from '../contract/errors.ts';
import { type MergedLocaleFile, mergedLocaleFileSchema, type PlanFile } from '../contract/internal.ts';
import { keys } from '../contract/keys.ts';
import type { FailureRow, PublishedLocale } from '../contract/results.ts';
import type { RunOutput } from '../contract/state.ts';
import { jsonLines, jsonList } from '../json-list.ts';
import { openOutput } from '../output.ts';
import { JoinedReport } from '../report/joined-report.ts';
import { readJson } from '../store.ts';
import { RunSpans } from '../trace/run-spans.ts';
import { exportOnce } from './export-spans.ts';
import { finishRun, invalidProducts, outputOf } from './finish-run.ts';
import type { MergeDeps } from './merge-deps.ts';
import { publishManifest } from './publish.ts';

/** Joins what the merges of the locales have left, one by one, to the run's results. */
export async function joinLocales(plan: PlanFile, deps: MergeDeps): Promise<RunOutput> {
  const { store, published, log } = deps;
  const locales: MergedLocaleFile[] = [];
  const spans = new RunSpans(plan);
  const written: Record<string, PublishedLocale> = {};
  for (const locale of plan.locales) {
    const key = keys.mergedLocale(plan, locale);
    const file = await readJson(store, key);
    if (file === null) throw new StoreUnavailable(`${key} is missing`);
    const merged = mergedLocaleFileSchema.parse(file);
    locales.push(merged);
    if (merged.published) written[locale] = merged.published;
    for (const [batch, startMs, endMs] of merged.batches) spans.addBatch({ batch, startMs, endMs });
  }
  const failures = openOutput<FailureRow>(store, keys.failures(plan.runId), jsonList);
  const report = await JoinedReport.open(plan, store);
  const tell = (row: FailureRow): Promise<void> => {
    report.row(row);
    return failures.push(row);
  };
  await invalidProducts(plan, deps, tell);
  for (const [index, locale] of plan.locales.entries()) {
    if (!locales[index]?.failures) continue;
    const rows = await store.open(keys.localeFailures(plan, locale));
    for await (const row of jsonLines(rows ?? [])) await tell(row as FailureRow);
  }
  await failures.end();
  if (published && plan.publishes) {
    await publishManifest(plan, written, published);
    log('catalog.published', {
      runId: plan.runId,
      catalog: plan.settings.catalog,
      locales: Object.keys(written),
    });
  }
  const summary = await finishRun(
    plan,
    {
      totals: locales.map(({ totals }) => totals),
      damagedMemory: [...new Set(locales.flatMap(({ damagedMemory }) => damagedMemory))],
      stoppedBy: locales.find(({ stoppedBy }) => stoppedBy !== null)?.stoppedBy ?? null,
      report: report.end(),
      merged: { parts: locales.flatMap(({ parts }) => parts) },
    },
    deps,
  );
  await exportOnce(plan, null, () => spans.run(summary), deps);
  return outputOf(summary);
}
