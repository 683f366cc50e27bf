import type { ProductId } from '../../catalog/product.ts';
import { invalidLineSchema, type PlanFile } from '../contract/internal.ts';
import { keys } from '../contract/keys.ts';
import { LOG_EVENTS } from '../contract/log-events.ts';
import type { FailureRow, MergedProduct, RunHeader, Summary } from '../contract/results.ts';
import type { RunOutput } from '../contract/state.ts';
import { jsonLines } from '../json-list.ts';
import { addCounts, invalidRows, NO_UNITS, type Reason } from '../merge.ts';
import type { ReportContents } from '../report/run-report.ts';
import { writeReport } from '../report/write-report.ts';
import { type LocaleTotals, runStats, runStatus } from '../stats.ts';
import { writeJson } from '../store.ts';
import type { MergeDeps } from './merge-deps.ts';
import type { MergedPart } from './merged-parts.ts';

/** All that a run came to. */
export interface WholeRun {
  readonly totals: readonly LocaleTotals[];
  readonly damagedMemory: readonly string[];
  readonly stoppedBy: Reason | null;
  /** What its page shows. */
  readonly report: ReportContents;
  readonly merged: { readonly parts: readonly MergedPart[] } | { readonly products: readonly MergedProduct[] };
}

/** Tells of each fault of the products that were left out. Returns the ids of those that have one. */
export async function invalidProducts(
  plan: PlanFile,
  { store }: MergeDeps,
  tell: (row: FailureRow) => Promise<void>,
): Promise<readonly ProductId[]> {
  const ids: ProductId[] = [];
  if (plan.invalid === 0) return ids;
  for await (const line of jsonLines((await store.open(keys.invalid(plan))) ?? [])) {
    const invalid = invalidLineSchema.parse(line);
    if (invalid.id !== null) ids.push(invalid.id);
    for (const row of invalidRows(invalid)) await tell(row);
  }
  return ids;
}

/** Writes what stands for the run as a whole. merged.json comes last: where it stands, the run's results are all there. */
export async function finishRun(plan: PlanFile, run: WholeRun, { store, clock, log }: MergeDeps): Promise<Summary> {
  const { runId } = plan;
  const counts = countAll(plan, run.totals);
  const header: RunHeader = {
    runId,
    status: runStatus(counts),
    engine: plan.engine,
    source: plan.settings.source,
    locales: plan.locales,
  };
  const finished = clock.now();
  const stats = runStats(run.totals, finished - Date.parse(plan.startedAt));
  const summary: Summary = {
    ...header,
    startedAt: plan.startedAt,
    finishedAt: new Date(finished).toISOString(),
    counts,
    stats,
    stoppedBy: run.stoppedBy,
    ...(plan.unusedOverrides.length > 0 && { unusedOverrides: plan.unusedOverrides }),
    ...(run.damagedMemory.length > 0 && { damagedMemory: run.damagedMemory }),
  };
  await writeJson(store, keys.summary(runId), summary);
  await writeReport(plan, summary, run.report, store);
  await writeJson(store, keys.merged(runId), { ...header, ...run.merged, stats });
  log(LOG_EVENTS.runFinished, { runId, status: header.status, ...counts, usd: stats.usd, wallMs: stats.wallMs });
  return summary;
}

/** What Merge returns of a run. */
export function outputOf({ runId, status, counts }: Summary): RunOutput {
  return { runId, status, units: counts.units, translated: counts.translated, failed: counts.failed };
}

function countAll(plan: PlanFile, totals: readonly LocaleTotals[]): Summary['counts'] {
  const found = totals.map(({ counts }) => counts).reduce(addCounts, NO_UNITS);
  const { units, translated, pseudo } = found;
  return {
    products: plan.products,
    invalidProducts: plan.invalid,
    units,
    translated,
    failed: units - translated,
    pseudo,
    warnings: found.warnings + plan.unusedOverrides.length,
    coverage: units === 0 ? 1 : translated / units,
  };
}
