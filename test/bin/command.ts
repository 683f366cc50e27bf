import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { onTestFinished } from 'vitest';
import { runCommand } from '../../bin/cli/program.ts';
import type { OwnStreams } from '../../bin/cli/terminal.ts';
import type { GroqServer } from '../../lib/local/groq-server/options.ts';
import type { FailureRow, Merged, Summary } from '../../lib/run/contract/results.ts';
import { temporaryFolder } from '../fakes/folder.ts';
import { FakeTerminal, type FakeTerminalOptions } from '../fakes/terminal.ts';
import { builtCommand } from './build.ts';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command in this process, on streams of its own. */
export async function fanout(
  args: readonly string[],
  options: FakeTerminalOptions & Pick<OwnStreams, 'stdin' | 'clock'> & { readonly terminal?: FakeTerminal } = {},
): Promise<Ended & { readonly terminal: FakeTerminal }> {
  const { stdin, clock, terminal = new FakeTerminal(options) } = options;
  const { stdout, stderr, env } = terminal;
  const code = await runCommand(args, { stdout, stderr, env, ...(stdin && { stdin }), ...(clock && { clock }) });
  return { code, terminal, stdout: terminal.stdout.text, stderr: terminal.stderr.text };
}

/** What makes the command ask this server. */
export const asking = ({ url }: GroqServer, key = 'any') => ({ GROQ_BASE_URL: url, GROQ_API_KEY: key });

export interface Workplace {
  readonly folder: string;
  /** Where results are to go; not there yet. */
  readonly out: string;
  /** Writes a file and returns its path; what is no text becomes JSON. */
  file(name: string, content: unknown): Promise<string>;
  wasMade(): boolean;
  runs(): Promise<string[]>;
  /** The results of the only run. */
  results(): Promise<Results>;
}

export interface Results {
  readonly runId: string;
  readonly merged: Merged;
  readonly summary: Summary;
  readonly failures: readonly FailureRow[];
  readonly catalogs: Readonly<Record<string, readonly KetlProduct[]>>;
}

export interface KetlProduct {
  readonly product_id: number;
  readonly extracted_data: Readonly<Record<string, unknown>>;
}

export async function workplace(): Promise<Workplace> {
  const folder = await temporaryFolder();
  const out = join(folder, 'out');
  const runs = async () => (await readdir(out)).filter((name) => name !== 'memory');
  return {
    folder,
    out,
    runs,
    async file(name, content) {
      const path = join(folder, name);
      await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
      return path;
    },
    wasMade: () => existsSync(out),
    async results() {
      const [runId = '', ...others] = await runs();
      if (others.length > 0) throw new Error(`more than one run: ${[runId, ...others].join(', ')}`);
      const read = async (name: string) => JSON.parse(await readFile(join(out, runId, name), 'utf8'));
      const catalogs: Record<string, readonly KetlProduct[]> = {};
      for (const name of await readdir(join(out, runId, 'catalogs')))
        catalogs[name.replace('.json', '')] = await read(`catalogs/${name}`);
      return {
        runId,
        catalogs,
        merged: await read('merged.json'),
        summary: await read('summary.json'),
        failures: await read('failures.json'),
      };
    },
  };
}

const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
/** From the sources, as `npm start` runs them, and as the package is built. */
const COMMAND = {
  sources: () => ['--import', TSX, new URL('../../bin/fanout.ts', import.meta.url).pathname],
  build: () => [builtCommand()],
};

export interface Spawned {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  /** Resolves when this has been printed on stdout; what is printed so far. */
  printed(text: string): Promise<string>;
  kill(signal: NodeJS.Signals): void;
  closeStdout(): void;
}

/** The real command as a process and the head of its own group, with no environment but this one. */
export function spawnFanout(
  args: readonly string[],
  {
    cwd,
    env = {},
    from = 'build',
  }: {
    readonly cwd: string;
    readonly env?: Readonly<Record<string, string>>;
    /** @default the build: its processes compile nothing */
    readonly from?: keyof typeof COMMAND;
  },
): Spawned {
  const child = spawn(process.execPath, [...COMMAND[from](), ...args], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', HOME: cwd, TMPDIR: cwd, TSX_DISABLE_CACHE: '1', ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const pid = child.pid ?? 0;
  onTestFinished(() => void child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject).on('close', (code) => resolve({ code, stdout, stderr }));
  });
  return {
    pid,
    ended,
    printed: (text) =>
      new Promise((resolve, reject) => {
        const look = () => stdout.includes(text) && resolve(stdout);
        child.stdout.on('data', look);
        ended.then(() => reject(new Error(`ended without printing ${text}:\n${stdout}\n${stderr}`)));
        look();
      }),
    kill: (signal) => void child.kill(signal),
    closeStdout: () => void child.stdout.destroy(),
  };
}

/** The processes of this one's group that still live. A dead one that nobody has asked after does not count. */
export function leftovers(pid: number): string[] {
  const processes = execFileSync('ps', ['-eo', 'pgid=,stat=,args='], { encoding: 'utf8' }).split('\n');
  return processes.filter((line) => new RegExp(`^\\s*${pid}\\s+[^Z]`).test(line));
}

/** The catalog's one field that matters here, and the others it must have. */
export const ketl = (product_id: number | string, fields: Record<string, unknown> = {}) => ({
  product_id,
  extracted_data: { product_name: `Cap ${product_id}`, other_details: 'A cap for long days.', price: 3, ...fields },
});
