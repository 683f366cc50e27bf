import { mkdirSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { lambdaEnvironment } from '../adapters/s3-buckets.ts';
import { faultyS3, hanging } from '../adapters/s3-proxy.ts';
import { standIn } from '../local/groq-server/standin.ts';
import { asking, type Ended, fanout, leftovers, spawnFanout, type Workplace, workplace } from './command.ts';

it('leaves no process, and no file but its results', async () => {
  const place = await workplace();

  const child = spawnFanout(['--languages', 'es'], { cwd: place.folder, from: 'sources' });

  expect((await child.ended).code).toBe(0);
  // What compiled the sources for it ends a moment later.
  await vi.waitFor(() => expect(leftovers(child.pid)).toEqual([]));
  // Home and the system's temporary folder are this folder too.
  expect(await readdir(place.folder)).toEqual(['out']);
});

it('ends on Ctrl-C with a sentence, and the next run asks only for the rest', async () => {
  const place = await workplace();
  const slow = { latencyMs: ({ targetLocale }: { targetLocale: string }) => (targetLocale === 'de' ? 60_000 : 0) };
  const args = ['--all', '--languages', 'es', 'de'];
  const before = await standIn(slow);
  const child = spawnFanout(args, { cwd: place.folder, env: asking(before) });
  await child.printed('Spanish (es): done');

  child.kill('SIGINT');

  const { code, stderr } = await child.ended;
  expect(code).toBe(130);
  expect(stderr).toMatch(/^Interrupted\. What is translated is kept: "--resume [\w-]+" asks only for the rest\.\n$/);
  await vi.waitFor(() => expect(leftovers(child.pid)).toEqual([]));
  const after = await standIn();
  const second = await fanout([...args, '--output', place.out], { env: asking(after) });
  expect(second.code).toBe(0);
  const asked = after.log.map(({ body }) => JSON.stringify(body));
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter((body) => body.includes('\\"targetLocale\\":\\"de\\"'))).toEqual(asked);
});

it('takes no run up while another process is at work on it, and does when that was killed', async () => {
  const place = await workplace();
  const slow = await standIn({ latencyMs: ({ targetLocale }) => (targetLocale === 'de' ? 60_000 : 0) });
  const child = spawnFanout(['--languages', 'es', 'de'], { cwd: place.folder, env: asking(slow) });
  await child.printed('Spanish (es): done');
  const [runId = ''] = await place.runs();
  const resume = async () => fanout(['--resume', runId, '--output', place.out], { env: asking(await standIn()) });

  const early = await resume();
  expect(early).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(`--resume: process ${child.pid} is at work on ${runId}`),
  });

  child.kill('SIGKILL');
  await child.ended;
  expect((await resume()).code).toBe(0);
  expect((await place.results()).summary.status).toBe('COMPLETE');
  expect(await readdir(join(place.out, runId, 'internal'))).not.toContain('at-work.json');
});

describe('Ctrl-C while a run is being planned', () => {
  /** Plans from a catalog that never comes, and is interrupted. */
  async function interrupted(args: (catalog: string) => readonly string[], place: Workplace): Promise<Ended> {
    const faulty = await faultyS3();
    faulty.rule = () => hanging;
    const env = lambdaEnvironment(faulty.url);
    const child = spawnFanout(args(`s3://${faulty.bucket}/summer.json`), { cwd: place.folder, env });
    await vi.waitFor(() => expect(faulty.asked).not.toEqual([]), 20_000);
    child.kill('SIGINT');
    return child.ended;
  }

  it('promises no rest of a run that does not stand yet', async () => {
    const place = await workplace();

    const { code, stderr } = await interrupted((catalog) => ['--catalog', catalog, '--all', '--max-usd', '9'], place);

    expect(code).toBe(130);
    expect(stderr).toBe('Interrupted while the run was being planned: nothing was run. Start it again.\n');
    expect(place.wasMade()).toBe(false);
  });

  it('leaves an earlier run to be resumed once more', async () => {
    const place = await workplace();

    const { code, stderr } = await interrupted((catalog) => {
      const internal = join(place.out, 'r1/internal');
      mkdirSync(internal, { recursive: true });
      writeFileSync(join(internal, 'request.json'), JSON.stringify({ catalog, products: 'all', locales: ['es'] }));
      return ['--resume', 'r1'];
    }, place);

    expect(code).toBe(130);
    expect(stderr).toBe('Interrupted. What is translated is kept: "--resume r1" asks only for the rest.\n');
  });
});

it('serves the stand-in on a free port until it is interrupted', async () => {
  const place = await workplace();
  const child = spawnFanout(['groq', '--port', '0', '--latency', '0'], { cwd: place.folder });
  const url = /http:\S+/.exec(await child.printed('Ctrl-C ends it'))?.[0] ?? '';

  const { code } = await fanout(['--languages', 'es', '--output', place.out], {
    env: { GROQ_BASE_URL: url, GROQ_API_KEY: 'any' },
  });
  expect(code).toBe(0);
  child.kill('SIGINT');

  expect(await child.ended).toMatchObject({ code: 0, stderr: '' });
  await vi.waitFor(() => expect(leftovers(child.pid)).toEqual([]));
});

it('says that the port of the stand-in is in use', async () => {
  const { port } = await standIn();

  const { code, stderr } = await fanout(['groq', '--port', `${port}`]);

  expect(code).toBe(2);
  expect(stderr).toBe(`fanout: --port ${port}: is in use\n`);
});

it.each([
  ['--port', 'abc'],
  ['--port', '70000'],
  ['--latency', '-1'],
])('refuses %s %s of the stand-in', async (option, value) => {
  const { code, stderr } = await fanout(['groq', option, value]);

  expect(code).toBe(2);
  expect(stderr).toMatch(new RegExp(`^fanout: ${option}: expected a whole number`));
});
