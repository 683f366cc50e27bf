import { join } from 'node:path';
import { beginWork } from '../../lib/local/at-work.ts';
import { localDeps } from '../../lib/local/deps.ts';
import { startEngine } from '../../lib/local/engine.ts';
import { type FailedRun, runHere } from '../../lib/local/run-here.ts';
import { ERROR_NAMES, StoreError } from '../../lib/run/contract/errors.ts';
import { keys } from '../../lib/run/contract/keys.ts';
import { printable } from '../../lib/run/text-report.ts';
import { engineLine } from './engine-line.ts';
import { noticeFor } from './models.ts';
import type { RunOptions } from './options.ts';
import { prepare } from './prepare.ts';
import { progressDisplay } from './progress.ts';
import { showRun } from './result.ts';
import { beginResumed, canBeResumed } from './resume.ts';
import { storeFault } from './store-fault.ts';
import { EXIT, type Terminal } from './terminal.ts';
import { tracing } from './tracing.ts';

/** `translate`: runs the workflow here or in a deployed stack, shows its progress, then the result. Returns the exit code. */
export async function translateCommand(options: RunOptions, terminal: Terminal): Promise<number> {
  if (options.stack === undefined) return translateHere(options, terminal);
  // Loaded on demand: a run on this machine needs nothing of AWS.
  const { translateInStack } = await import('./remote/translate.ts');
  return translateInStack(options.stack, options, terminal);
}

async function translateHere(options: RunOptions, terminal: Terminal): Promise<number> {
  const { runId, request, config } = await prepare(options, terminal);
  const atWork = join(options.output, keys.atWork(runId));
  let endWork = options.resume === undefined ? () => {} : beginResumed(runId, atWork);
  const engine = await startEngine(config);
  const { traced, report } = await tracing(terminal);
  const talk = options.json ? terminal.stderr : terminal.stdout;
  const say = (text: string) => void talk.write(`${text}\n`);
  const display = progressDisplay(talk, terminal);
  let announced = false;
  const onInterrupt = () => {
    display.stop();
    terminal.complain(
      canBeResumed(runId, options.output)
        ? `Interrupted. What is translated is kept: "--resume ${runId}" asks only for the rest.`
        : 'Interrupted while the run was being planned: nothing was run. Start it again.',
    );
    process.exit(EXIT.interrupted);
  };
  process.once('SIGINT', onInterrupt);
  try {
    const deps = { ...localDeps(options.output, engine), ...traced };
    const run = await runHere(runId, request, deps, (event) => {
      if (!announced) {
        announced = true;
        say(engineLine(config));
        const notice = noticeFor(request.model ?? undefined);
        if (notice !== null) say(`Note: ${notice}.`);
      }
      // From here on there is something to resume.
      if (event.type === 'planned' && options.resume === undefined) endWork = beginWork(atWork);
      display.take(event);
    });
    display.stop();
    report();
    if (!run.ok) return failed(run, terminal);
    return await showRun(
      { ...run, folder: join(options.output, runId) },
      { say, json: options.json === true },
      terminal,
    );
  } finally {
    display.stop();
    process.removeListener('SIGINT', onInterrupt);
    endWork();
    await engine.close();
  }
}

/** A run without results: bad input, or a disk that cannot be written before anything ran, is a matter of usage. */
function failed({ error, message, cause, started }: FailedRun, terminal: Terminal): number {
  if (error === ERROR_NAMES.requestInvalid) return terminal.refuse(message.split('\n'));
  if (cause instanceof StoreError && !started) return terminal.refuse([storeFault(cause)]);
  terminal.complain(printable(`fanout: ${error}: ${message}`));
  return EXIT.incomplete;
}
