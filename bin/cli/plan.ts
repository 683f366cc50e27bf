import { localDeps } from '../../lib/local/deps.ts';
import { readEngine } from '../../lib/local/engine.ts';
import { RequestInvalid } from '../../lib/run/contract/errors.ts';
import type { LocaleEstimate } from '../../lib/run/estimate.ts';
import { MODELS } from '../../lib/run/models.ts';
import { newRunId } from '../../lib/run/run-id.ts';
import { draftRun } from '../../lib/run/steps/plan.ts';
import { dollars, table } from '../../lib/run/text-report.ts';
import { noticeFor } from './models.ts';
import { type RunOptions, toRequest } from './options.ts';
import { EXIT, type Terminal, UsageError } from './terminal.ts';

/** `plan`: what a run would do, per locale. Asks no model, writes nothing. */
export async function planCommand(options: RunOptions, terminal: Terminal): Promise<number> {
  const request = { ...toRequest(options), dryRun: true };
  const parsed = readEngine(terminal.env);
  if (!parsed.ok) throw new UsageError(parsed.faults);
  const { engine, providerPlan } = parsed.config;
  const model = { complete: () => Promise.reject(new Error('plan asks no model')) };
  const deps = localDeps(options.output, { engine, providerPlan, model, close: async () => {} });
  try {
    const { estimate, selection } = await draftRun({ runId: newRunId(new Date()), request }, deps);
    const notice = noticeFor(options.model);
    if (notice !== null) terminal.print(`Note: ${notice}.`);
    const rows = estimate.locales.map((row) => [`${row.language} (${row.locale})`, ...cells(row), row.model]);
    const header = ['Language', 'Units', 'Memory', 'Calls', 'Tokens in', 'out', 'USD', 'Minutes', 'Model'];
    const total = ['Total', ...cells(estimate.total), ''];
    for (const line of table([header, ...rows, total], terminal.paint)) terminal.print(line);
    terminal.print('');
    terminal.print(
      `${selection.products.length} products. Prices and limits as read on ${MODELS.read}; minutes at the limits of Groq's ${providerPlan} plan.`,
    );
    for (const { faults } of selection.invalid) for (const fault of faults) terminal.print(`Left out: ${fault}`);
    const over = request.maxUsd != null && estimate.total.usd > request.maxUsd;
    if (over) terminal.print(`Over the budget of ${dollars(request.maxUsd ?? 0)}: a run would be refused.`);
    return EXIT.ok;
  } catch (error) {
    if (error instanceof RequestInvalid) return terminal.refuse(error.faults);
    throw error;
  }
}

function cells(row: Omit<LocaleEstimate, 'locale' | 'language' | 'model'>): string[] {
  const { units, memoryHits, calls, promptTokens, completionTokens, usd, minutes } = row;
  return [
    `${units}`,
    `${memoryHits}`,
    `${calls}`,
    `${promptTokens}`,
    `${completionTokens}`,
    dollars(usd),
    minutes.toFixed(1),
  ];
}
