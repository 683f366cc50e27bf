import type { PlanFile } from '../contract/internal.ts';
import { keys } from '../contract/keys.ts';
import type { Summary } from '../contract/results.ts';
import type { Store } from '../store.ts';
import { reportPieces } from './page.ts';
import { type ReportContents, reportData } from './run-report.ts';

/** Writes report.html. @throws StoreUnavailable, StoreRefused */
export function writeReport(plan: PlanFile, summary: Summary, contents: ReportContents, store: Store): Promise<void> {
  return store.writePieces(keys.report(plan.runId), reportPieces(reportData(plan, summary, contents)));
}
