import { join } from 'node:path';
import { localDeps } from '../../lib/local/deps.ts';
import { startEngine } from '../../lib/local/engine.ts';
import { type FailedRun, type FinishedRun, runHere } from '../../lib/local/run-here.ts';
import { ERROR_NAMES } from '../../lib/run/contract/errors.ts';
import { printable } from '../../lib/run/text-report.ts';
import { engineLine } from './engine-line.ts';
import { failureLines } from './failures.ts';
import { noticeFor } from './models.ts';
import type { RunOptions } from './options.ts';
import { prepare } from './prepare.ts';
import { progressDisplay } from './progress.ts';
import { EXIT, type Terminal } from './terminal.ts';
import { warningLines } from './warnings.ts';

/** Products that the result view shows whole; more would scroll the statistics away. */
const PRODUCTS_SHOWN = 3;

/** `translate`: runs the workflow here, shows its progress, then the result. Returns the exit code. */
export async function translateCommand(options: RunOptions, terminal: Terminal): Promise<number> {
  const { runId, request, config } = await prepare(options, terminal);
  const engine = await startEngine(config);
  const talk = options.json ? terminal.stderr : terminal.stdout;
  const say = (text: string) => void talk.write(`${text}\n`);
  const display = progressDisplay(talk, terminal);
  let announced = false;
  const onInterrupt = () => {
    display.stop();
    terminal.complain(`Interrupted. What is translated is kept: "--resume ${runId}" asks only for the rest.`);
    process.exit(EXIT.interrupted);
  };
  process.once('SIGINT', onInterrupt);
  try {
    const run = await runHere(runId, request, localDeps(options.output, engine), (event) => {
      if (!announced) {
        announced = true;
        say(engineLine(config));
        const notice = noticeFor(request.model ?? undefined);
        if (notice !== null) say(`Note: ${notice}.`);
      }
      display.take(event);
    });
    display.stop();
    if (!run.ok) return failed(run, terminal);
    if (options.json) terminal.stdout.write(`${JSON.stringify(run.merged, null, 2)}\n`);
    await showResult(run, join(options.output, runId), say, terminal, options.json === true);
    return run.merged.status === 'COMPLETE' ? EXIT.ok : EXIT.incomplete;
  } finally {
    display.stop();
    process.removeListener('SIGINT', onInterrupt);
    await engine.close();
  }
}

/** A run without results: bad input, or a disk that cannot be written before anything ran, is a matter of usage. */
function failed({ error, message, started }: FailedRun, terminal: Terminal): number {
  if (error === ERROR_NAMES.requestInvalid) return terminal.refuse(message.split('\n'));
  const isStore = error === ERROR_NAMES.storeRefused || error === ERROR_NAMES.storeUnavailable;
  if (isStore && !started) return terminal.refuse([`--output: ${message}`]);
  terminal.complain(printable(`fanout: ${error}: ${message}`));
  return EXIT.incomplete;
}

async function showResult(
  { merged, summary, failures }: FinishedRun,
  folder: string,
  say: (text: string) => void,
  terminal: Terminal,
  brief: boolean,
): Promise<void> {
  if (!brief) {
    const { formatTranslationResult } = await import('../../lib/run/text-report.ts');
    const products = 'products' in merged ? merged.products : [];
    const view = { ...merged, products: merged.status === 'FAILED' ? [] : products };
    const shown = view.products.length > PRODUCTS_SHOWN ? 1 : PRODUCTS_SHOWN;
    const color = terminal.paint.isColorSupported;
    say(
      `\n${formatTranslationResult(view, { width: terminal.width, color, products: Math.min(shown, view.products.length) })}`,
    );
  }
  for (const line of [...failureLines(failures, summary.stoppedBy), ...warningLines(merged)]) say(line);
  say(
    `\n${merged.status}: ${summary.counts.translated} of ${summary.counts.units} units translated. Results in ${folder}`,
  );
}
