import { join } from 'node:path';
import { REPORT_FILE } from '../../lib/run/contract/keys.ts';
import type { FailureRow, Merged, MergedManifest, Summary } from '../../lib/run/contract/results.ts';
import { failureLines } from './failures.ts';
import { EXIT, type Terminal } from './terminal.ts';
import { damagedLines, unusedLines, warningLines } from './warnings.ts';

/** Products that the result view shows whole; more would scroll the statistics away. */
const PRODUCTS_SHOWN = 3;

/** What a run left behind, and where. */
export interface ShownRun {
  readonly merged: Merged | MergedManifest;
  readonly summary: Summary;
  readonly failures: readonly FailureRow[];
  readonly folder: string;
}

export interface Showing {
  readonly say: (text: string) => void;
  /** Print merged.json alone on stdout. */
  readonly json: boolean;
}

/** Shows a finished run, wherever it ran, and returns its exit code. */
export async function showRun(run: ShownRun, { say, json }: Showing, terminal: Terminal): Promise<number> {
  const { merged, summary, failures, folder } = run;
  if (json) terminal.stdout.write(`${JSON.stringify(merged, null, 2)}\n`);
  else {
    const { formatTranslationResult } = await import('../../lib/run/text-report.ts');
    const products = 'products' in merged ? merged.products : [];
    const view = { ...merged, products: merged.status === 'FAILED' ? [] : products };
    const shown = view.products.length > PRODUCTS_SHOWN ? 1 : PRODUCTS_SHOWN;
    const color = terminal.paint.isColorSupported;
    say(
      `\n${formatTranslationResult(view, { width: terminal.width, color, products: Math.min(shown, view.products.length) })}`,
    );
  }
  const remarks = [...warningLines(merged), ...unusedLines(summary), ...damagedLines(summary)];
  for (const line of [...failureLines(failures, summary.stoppedBy), ...remarks]) say(line);
  const { translated, units } = summary.counts;
  const page = join(folder, REPORT_FILE);
  say(`\nTo look at: ${page}`);
  say(`${merged.status}: ${translated} of ${units} units translated. Results in ${folder}`);
  return merged.status === 'COMPLETE' ? EXIT.ok : EXIT.incomplete;
}
