import { createInterface } from 'node:readline/promises';
import type { Terminal } from '../terminal.ts';

/** Ctrl-C, one after the other, instead of the process's end. */
export interface Interrupts {
  /** Resolves with the next one. */
  next(): Promise<'interrupted'>;
  /** From now on Ctrl-C ends the process again. */
  close(): void;
}

export function listenForInterrupts(): Interrupts {
  let tell = () => {};
  const listener = () => tell();
  process.on('SIGINT', listener);
  return {
    next: () =>
      new Promise((resolve) => {
        tell = () => resolve('interrupted');
      }),
    close: () => void process.removeListener('SIGINT', listener),
  };
}

/** Whether somebody is there to be asked. */
export const canAsk = ({ stdin, stderr }: Terminal): boolean => stdin?.isTTY === true && stderr.isTTY === true;

/** Asks what becomes of a run under way. No answer, or Ctrl-C once more, leaves it running: that can still be changed later. */
export async function askWhetherToStop({ stdin, stderr }: Terminal, interrupts: Interrupts): Promise<'stop' | 'leave'> {
  if (stdin === null) return 'leave';
  const lines = createInterface({ input: stdin, output: stderr, terminal: true });
  const closed = new Promise<'leave'>((resolve) => {
    // A terminal that reads lines gives Ctrl-C to whoever reads them.
    const leave = () => {
      // The question stands in a line of its own.
      stderr.write('\n');
      resolve('leave');
    };
    lines.once('SIGINT', leave).once('close', leave);
    interrupts.next().then(leave);
  });
  const asked = (async () => {
    for (;;) {
      const answer = (await lines.question('Stop the run, or leave it running? [s/L] ')).trim().toLowerCase();
      if (/^s(top)?$/.test(answer)) return 'stop';
      if (/^(l(eave)?)?$/.test(answer)) return 'leave';
    }
  })();
  // A question that nobody answers is rejected when the lines are closed.
  asked.catch(() => undefined);
  try {
    return await Promise.race([asked, closed]);
  } finally {
    lines.removeAllListeners('close').close();
  }
}
