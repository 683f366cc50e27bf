import { StoreRefused } from '../../lib/run/contract/errors.ts';
import type { LocaleEstimate } from '../../lib/run/estimate.ts';
import { MODELS } from '../../lib/run/models.ts';
import { dollars, fittingTable, languageLabel, printable } from '../../lib/run/text-report.ts';
import { noticeFor } from './models.ts';
import type { RunOptions } from './options.ts';
import { draft, prepare } from './prepare.ts';
import { storeFault } from './store-fault.ts';
import { EXIT, type Terminal } from './terminal.ts';
import { unusedLines } from './warnings.ts';

/** `plan`: what a run would do, per locale. Asks no model, writes nothing. */
export async function planCommand(options: RunOptions, terminal: Terminal): Promise<number> {
  const { request, config } = await prepare(options, terminal);
  try {
    const { estimate, survey } = await draft(request, options.output, config);
    const { selection, unusedOverrides } = survey;
    const notice = noticeFor(options.model);
    if (notice !== null) terminal.print(`Note: ${notice}.`);
    const rows = estimate.locales.map((row) => [languageLabel(row.locale), row.locale, ...cells(row), row.model]);
    const header = ['Language', 'Language', 'Units', 'Memory', 'Calls', 'Tokens in', 'out', 'USD', 'Minutes', 'Model'];
    const total = ['Total', 'Total', ...cells(estimate.total), ''];
    for (const line of fittingTable([header, ...rows, total], terminal.width, terminal.paint)) terminal.print(line);
    terminal.print('');
    terminal.print(
      `${selection.products} ${selection.products === 1 ? 'product' : 'products'}. Prices and limits as read on ${MODELS.read}; ${config.providerPlan === null ? 'no limits are known of that server' : `minutes at the limits of Groq's ${config.providerPlan} plan`}.`,
    );
    for (const { faults } of selection.someInvalid)
      for (const fault of faults) terminal.print(`Left out: ${printable(fault)}`);
    const untold = selection.invalid - selection.someInvalid.length;
    if (untold > 0) terminal.print(`Left out: ${untold} more invalid products`);
    for (const line of unusedLines({ unusedOverrides })) terminal.print(line);
    const over = request.maxUsd != null && estimate.total.usd > request.maxUsd;
    if (over) terminal.print(`Over the budget of ${dollars(request.maxUsd ?? 0)}: a run would be refused.`);
    return EXIT.ok;
  } catch (error) {
    if (error instanceof StoreRefused) return terminal.refuse([storeFault(error)]);
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
