import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';

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
  return new Promise((settle) => {
    execFile(resolve('node_modules/.bin/cdk'), args, { env }, (error, _, stderr) =>
      settle({ code: error === null ? 0 : Number(error.code), stderr }),
    );
  });
}

/** Begins to synthesize and bundle the stack once for all tests of a project. Other tests run meanwhile. */
export default function setup(project: TestProject): () => Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'fanout-synthesis-'));
  const context = { locales: 'es,fr', maxConcurrency: '20', groqBaseUrl: 'http://127.0.0.1:9' };
  const ended = cdkSynth(folder, 'out', context).then((end) => {
    writeFileSync(join(folder, `${ENDED}.part`), JSON.stringify(end));
    renameSync(join(folder, `${ENDED}.part`), join(folder, ENDED));
  });
  project.provide('synthesis', folder);
  return async () => {
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
}

/** How that ended, and the folder of what it made. */
export async function synthesis(): Promise<CdkEnded & { readonly output: string }> {
  const folder = inject('synthesis');
  while (!existsSync(join(folder, ENDED))) await setTimeout(50);
  return { ...(JSON.parse(readFileSync(join(folder, ENDED), 'utf8')) as CdkEnded), output: join(folder, 'out') };
}
