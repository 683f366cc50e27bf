import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import { beforeEnd } from '../../lib/adapters/before-end.ts';
import { ownFolder } from '../own-folder.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the command is synthesizing the stack. */
    readonly synthesis: string;
  }
}

export interface CdkEnded {
  readonly code: number;
  readonly stderr: string;
}

const ENDED = 'ended.json';

/** `npx cdk synth` into `<folder>/<output>`, with neither credentials nor a way to any: what an empty account would start from. */
export function cdkSynth(folder: string, output: string, context: Readonly<Record<string, string>>): Promise<CdkEnded> {
  return startCdk(folder, output, context).ended;
}

function startCdk(
  folder: string,
  output: string,
  context: Readonly<Record<string, string>>,
  detached = false,
): { readonly child: ChildProcess; readonly ended: Promise<CdkEnded> } {
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    AWS_EC2_METADATA_DISABLED: 'true',
    // Any request would fail here.
    HTTPS_PROXY: 'http://127.0.0.1:9',
    HTTP_PROXY: 'http://127.0.0.1:9',
  };
  const given = Object.entries(context).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const args = ['synth', '--quiet', '--no-notices', '-o', join(folder, output), ...given];
  const child = spawn(resolve('node_modules/.bin/cdk'), args, { env, detached, stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<CdkEnded>((settle, reject) => {
    child.on('error', reject).on('close', (code) => settle({ code: code ?? 1, stderr }));
  });
  return { child, ended };
}

/** Begins to synthesize and bundle the stack, with its default languages, once for all tests of a project. Other tests run meanwhile. */
export default function setup(project: TestProject): () => Promise<void> {
  const { path: folder, remove } = ownFolder('fanout-synthesis');
  const context = { maxConcurrency: '20', groqBaseUrl: 'http://127.0.0.1:9' };
  const { child, ended: cdkEnded } = startCdk(folder, 'out', context, true);
  // With all that it has started, before the folder goes: whoever is merely interrupted writes a log there first.
  const forget = beforeEnd(() => {
    if (child.pid && child.exitCode === null && child.signalCode === null) process.kill(-child.pid, 'SIGKILL');
  });
  const ended = cdkEnded.then((end) => {
    writeFileSync(join(folder, `${ENDED}.part`), JSON.stringify(end));
    renameSync(join(folder, `${ENDED}.part`), join(folder, ENDED));
  });
  project.provide('synthesis', folder);
  return async () => {
    await ended;
    forget();
    remove();
  };
}

/** How that ended, and the folder of what it made. */
export async function synthesis(): Promise<CdkEnded & { readonly output: string }> {
  const folder = inject('synthesis');
  while (!existsSync(join(folder, ENDED))) await setTimeout(50);
  return { ...(JSON.parse(readFileSync(join(folder, ENDED), 'utf8')) as CdkEnded), output: join(folder, 'out') };
}
