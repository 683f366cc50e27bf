import { servedModels } from '../../lib/adapters/groq.ts';
import { readEngine } from '../../lib/local/engine.ts';
import { RequestInvalid } from '../../lib/run/contract/errors.ts';
import { MODELS, resolveModel, routingTable } from '../../lib/run/models.ts';
import { table } from '../../lib/run/text-report.ts';
import { EXIT, type Terminal } from './terminal.ts';

/** What to tell about a `--model`: that it is retired, or unknown. */
export function noticeFor(model: string | undefined): string | null {
  return model === undefined ? null : resolveModel(model).notice;
}

/** `models`: the routing table; with a key, whether each model is served. */
export async function modelsCommand(terminal: Terminal): Promise<number> {
  const parsed = readEngine(terminal.env);
  if (!parsed.ok) throw new RequestInvalid(parsed.faults);
  const served = parsed.config.engine === 'groq' ? new Set(await servedModels(parsed.config)) : null;
  const header = ['Group', 'Order', 'Model', 'USD/M in', 'out', 'Schema', ...(served ? ['Served'] : [])];
  const rows = routingTable().map(({ group, position, model, facts }) => [
    group,
    `${position}`,
    model,
    `${facts.usdPerMillion.prompt}`,
    `${facts.usdPerMillion.completion}`,
    facts.structuredOutput,
    ...(served ? [served.has(model) ? 'yes' : 'no'] : []),
  ]);
  for (const line of table([header, ...rows], terminal.paint)) terminal.print(line);
  terminal.print(`\nPrices as read on ${MODELS.read}. Retired names are taken for their successors:`);
  for (const [name, { successor, ended }] of Object.entries(MODELS.retired))
    terminal.print(`  ${name} -> ${successor} (ended ${ended})`);
  if (!served) terminal.print('\nWith GROQ_API_KEY set, this also checks which of them are served.');
  const missing = routingTable().filter(({ model }) => served?.has(model) === false);
  return missing.length > 0 ? EXIT.incomplete : EXIT.ok;
}
