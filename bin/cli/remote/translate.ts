import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../../../lib/run/clock.ts';
import { ERROR_NAMES, RequestInvalid, StoreRefused, StoreUnavailable } from '../../../lib/run/contract/errors.ts';
import { RUNS_PREFIX } from '../../../lib/run/contract/keys.ts';
import { sentenceOf } from '../../../lib/run/execution-cause.ts';
import type { Execution } from '../../../lib/run/executions.ts';
import type { Resumed } from '../../../lib/run/remote/resume.ts';
import { printable } from '../../../lib/run/text-report.ts';
import { noticeFor } from '../models.ts';
import type { RunOptions } from '../options.ts';
import { progressDisplay } from '../progress.ts';
import { showRun } from '../result.ts';
import { EXIT, type Terminal } from '../terminal.ts';
import { type ConnectedStack, connect } from './connect.ts';
import { askWhetherToStop, canAsk, type Interrupts, listenForInterrupts } from './interrupts.ts';
import { prepareRemote, type Wanted } from './prepare.ts';
import { RemoteRun } from './remote-run.ts';

/** `translate --stack`: runs the workflow in a deployed stack, shows its progress, downloads its results. Returns the exit code. */
export async function translateInStack(stackName: string, options: RunOptions, terminal: Terminal): Promise<number> {
  const aborting = new AbortController();
  const { signal } = aborting;
  const { wanted, stack } = await prepared(stackName, options, terminal.clock ?? breakableClock(signal));
  const talk = options.json ? terminal.stderr : terminal.stdout;
  const say = (text: string) => void talk.write(`${text}\n`);
  const display = progressDisplay(talk, terminal);
  const interrupts = listenForInterrupts();
  say(`The stack ${stack.name} answers (${stack.where}).`);
  const run = new RemoteRun({
    wanted,
    stack,
    output: options.output,
    onStart: (started) => {
      say(startLine(wanted.runId, started));
      const notice = noticeFor(options.model);
      if (notice !== null) say(`Note: ${notice}.`);
    },
    onEvent: (event) => display.take(event),
    onEnd: () => display.stop(),
    signal,
  });
  try {
    const running = run.execute();
    const first = await Promise.race([running, interrupts.next()]);
    display.stop();
    if (first === 'interrupted') {
      aborting.abort();
      // What it ends with is nobody's concern any more.
      running.catch(() => undefined);
      return await interrupted(run, { wanted, stack }, interrupts, terminal);
    }
    if (!first.ok) return endedBadly(first.execution, { wanted, stack }, terminal);
    return await showRun({ ...first.results, folder: first.folder }, { say, json: options.json === true }, terminal);
  } catch (error) {
    display.stop();
    if (!(error instanceof StoreUnavailable || error instanceof StoreRefused)) throw error;
    terminal.complain(printable(`fanout: ${error.message}`));
    terminal.complain(whatBecomes(run, { wanted, stack }));
    return EXIT.incomplete;
  } finally {
    interrupts.close();
  }
}

interface Asked {
  readonly wanted: Wanted;
  readonly stack: ConnectedStack;
}

/** What is wrong with the command line and with the stack is said together. @throws RequestInvalid */
async function prepared(stackName: string, options: RunOptions, clock: Clock): Promise<Asked> {
  const [wanted, stack] = await Promise.allSettled([prepareRemote(options), connect(stackName, clock)]);
  const errors = [wanted, stack].flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
  const faults = errors.flatMap((error) => (error instanceof RequestInvalid ? error.faults : []));
  if (faults.length > 0) throw new RequestInvalid(faults);
  if (wanted.status === 'rejected' || stack.status === 'rejected') throw errors[0];
  return { wanted: wanted.value, stack: stack.value };
}

/** The system's clock, whose waits end when the command is interrupted. */
const breakableClock = (signal: AbortSignal): Clock => ({
  now: () => Date.now(),
  sleep: (ms) => delay(ms, undefined, { signal }).catch(() => undefined),
});

function startLine(runId: string, started: Resumed | null): string {
  switch (started?.how) {
    case undefined:
      return `Run ${runId} has been started.`;
    case 'running':
      return `Run ${runId} is under way.`;
    case 'redriven':
      return `Run ${runId} goes on where it failed.`;
    case 'anew':
      return `Run ${runId} is done once more: only what is missing is asked for.`;
    case 'complete':
      return `Run ${runId} is complete: nothing is left to do.`;
  }
}

/** A run that ended without results. */
function endedBadly({ status, error, cause }: Execution, asked: Asked, terminal: Terminal): number {
  const said = sentenceOf(cause ?? '');
  if (error === ERROR_NAMES.requestInvalid) return terminal.refuse(said.split('\n'));
  const what = { ABORTED: 'was stopped', TIMED_OUT: 'took longer than it may' }[status as string] ?? 'failed';
  const why = [error, said].filter(Boolean).join(': ');
  terminal.complain(printable(`fanout: the run ${asked.wanted.runId} ${what}${why === '' ? '' : `: ${why}`}`));
  terminal.complain(`What is translated is kept: "${resumeOptions(asked)}" goes on.`);
  return EXIT.incomplete;
}

async function interrupted(run: RemoteRun, asked: Asked, interrupts: Interrupts, terminal: Terminal): Promise<number> {
  if (run.stage === 'underWay' && canAsk(terminal) && (await askWhetherToStop(terminal, interrupts)) === 'stop') {
    await asked.stack.executions.stop(run.executionName, 'stopped from the command line');
    terminal.complain(
      `Stopped; calls that are on their way may still end. What is translated is kept: "${resumeOptions(asked)}" goes on.`,
    );
  } else {
    terminal.complain(`Interrupted. ${whatBecomes(run, asked)}`);
  }
  return EXIT.interrupted;
}

/** What becomes of the run when the command ends before it. */
function whatBecomes({ stage }: RemoteRun, asked: Asked): string {
  const place = `s3://${asked.stack.bucket}/${RUNS_PREFIX}${asked.wanted.runId}/`;
  if (stage === 'before')
    return asked.wanted.kind === 'new' ? 'Nothing was started.' : 'Run the same command again to take the run up.';
  if (stage === 'copying') return `The run has ended; its results are in ${place}`;
  return `The run goes on. Follow it with "${resumeOptions(asked)}"; its results will be in ${place}`;
}

const resumeOptions = ({ wanted, stack }: Asked) => `--stack ${stack.name} --resume ${wanted.runId}`;
