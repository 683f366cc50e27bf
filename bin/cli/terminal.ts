import pc from 'picocolors';
import type { Clock } from '../../lib/run/clock.ts';
import { printable } from '../../lib/run/text-report.ts';

/** 0 all translated; 1 a partial or failed run; 2 bad usage or input, nothing run. */
export const EXIT = { ok: 0, incomplete: 1, usage: 2, interrupted: 130 } as const;

/** What the command is given by whoever starts it: a process, or a test. */
export interface OwnStreams extends Pick<Terminal, 'stdout' | 'stderr' | 'env'> {
  readonly stdin?: NodeJS.ReadStream;
  readonly clock?: Clock;
}

/** Where the command's words go. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Columns of the screen; 80 where there is none. */
  readonly width: number;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** Null where nobody can answer. */
  readonly stdin: NodeJS.ReadStream | null;
  /** What a deployed run is followed by; null for the system's own. */
  readonly clock: Clock | null;
  readonly paint: ReturnType<typeof pc.createColors>;
  print(text: string): void;
  complain(text: string): void;
  /** Says every fault and returns the exit code for bad input. */
  refuse(faults: readonly string[]): number;
  /** Says what went wrong unforeseen, without a trace (with one when DEBUG is set), and returns the exit code. */
  crashed(error: unknown): number;
}

export function terminalOf(own: OwnStreams): Terminal {
  const { stdout, stderr, env, clock = null } = own;
  const paint = pc.createColors(pc.isColorSupported && stdout.isTTY === true);
  const complain = (text: string) => void stderr.write(`${text}\n`);
  return {
    env,
    stdout,
    stderr,
    // A process opens its stdin when it is first looked at: most commands never do.
    get stdin() {
      return own.stdin ?? null;
    },
    clock,
    paint,
    complain,
    // A terminal may say that it has none.
    width: stdout.columns || 80,
    print: (text) => void stdout.write(`${text}\n`),
    refuse(written) {
      const faults = written.map(printable);
      complain(faults.length === 1 ? `fanout: ${faults[0]}` : `fanout: ${faults.length} faults, nothing was run:`);
      if (faults.length > 1) for (const fault of faults) complain(`  - ${fault}`);
      return EXIT.usage;
    },
    crashed(error) {
      const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
      complain(printable(`fanout: ${name === 'Error' ? '' : `${name}: `}${message}`));
      if (env['DEBUG']) complain(stack ?? '');
      return EXIT.incomplete;
    },
  };
}
