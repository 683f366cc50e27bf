import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { sampleRun } from './sample-run.ts';

it('asks no provider for the picture, whatever key stands in the environment or in a .env', async () => {
  let asked = 0;
  const server = createServer((_, response) => {
    asked++;
    response.writeHead(401).end();
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const folder = await mkdtemp(join(tmpdir(), 'fanout-sample-'));
  const here = process.cwd();
  onTestFinished(async () => {
    process.chdir(here);
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true, force: true });
  });
  await writeFile(join(folder, '.env'), `GROQ_API_KEY=gsk_none\nGROQ_BASE_URL=${url}\n`);
  vi.stubEnv('GROQ_API_KEY', 'gsk_none');
  vi.stubEnv('GROQ_BASE_URL', url);
  await mkdir(join(folder, 'run'));
  process.chdir(folder);
  const run = await sampleRun(join(folder, 'run'), ['--languages', 'es']);
  const { engine } = JSON.parse(await readFile(join(run, 'summary.json'), 'utf8')) as { engine: string };
  expect([engine, asked]).toEqual(['offline', 0]);
});
