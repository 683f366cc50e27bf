import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const COMMAND = resolve(import.meta.dirname, '../../bin/fanout.ts');

/**
 * Translates the bundled catalog offline and returns the folder of the run. It costs nothing whatever stands in the environment or in a `.env` beside the
 * sources: the command, which reads the `.env` of its own working folder, runs in `folder`.
 * @param folder an empty one
 */
export async function sampleRun(folder: string, options: readonly string[]): Promise<string> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(GROQ|FANOUT|OTEL)_/.test(name)));
  const output = join(folder, 'output');
  const command = ['--import', import.meta.resolve('tsx'), COMMAND, ...options, '--output', output];
  await promisify(execFile)(process.execPath, command, { cwd: folder, env });
  const run = (await readdir(output)).find((name) => name !== 'memory');
  if (run === undefined) throw new Error(`no run in ${output}`);
  return join(output, run);
}
