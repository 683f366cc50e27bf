import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { GPT, QWEN, standIn } from '../local/groq-server/standin.ts';
import { asking, fanout, ketl, workplace } from './command.ts';

const occurrences = (text: string, part: string) => text.split(part).length - 1;

/** An address on which nobody listens. */
async function deadUrl(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => void server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

it('asks the server that GROQ_BASE_URL names, and calls its engine groq', async () => {
  const place = await workplace();
  const server = await standIn({ apiKeys: ['secret'] });

  const { code, stdout } = await fanout(['--languages', 'es', 'ja', '--output', place.out], {
    env: asking(server, 'secret'),
  });

  expect(code).toBe(0);
  expect(stdout.split('\n')[0]).toBe(`The Groq-compatible server at ${server.url} answers.`);
  const { merged } = await place.results();
  expect(merged.engine).toBe('groq');
  // Every call that the run counts came here.
  expect(server.log.map(({ status, authorized }) => ({ status, authorized }))).toEqual(
    Array.from({ length: merged.stats.calls }, () => ({ status: 200, authorized: true })),
  );
  expect(stdout).not.toContain('secret');
  expect(JSON.stringify(merged)).not.toContain('secret');
});

it('refuses a base URL without a key before anything is run', async () => {
  const place = await workplace();
  const server = await standIn();

  const { code, stderr } = await fanout(['--output', place.out], { env: { GROQ_BASE_URL: server.url } });

  expect(code).toBe(2);
  expect(stderr).toMatch(/^fanout: GROQ_BASE_URL needs GROQ_API_KEY too/);
  expect(place.wasMade()).toBe(false);
  expect(server.log).toEqual([]);
});

it('says once that the key is wrong, and asks each language at most once', async () => {
  const place = await workplace();
  const server = await standIn({ apiKeys: ['right'] });
  const languages = ['es', 'fr', 'de', 'it', 'ja', 'ar'];

  const { code, stdout, stderr } = await fanout(['--languages', ...languages, '--output', place.out], {
    env: asking(server, 'wrong'),
  });

  expect(code).toBe(1);
  expect(server.log.length).toBeLessThanOrEqual(languages.length);
  expect(server.log.every(({ authorized }) => !authorized)).toBe(true);
  const shown = stdout + stderr;
  expect(occurrences(shown, 'the key was refused: 401')).toBe(1);
  expect(occurrences(shown, 'check GROQ_API_KEY')).toBe(1);
  expect(shown).not.toContain('wrong');
  expect(shown).toContain('FAILED: 0 of 42 units translated');
  const { merged, summary, failures } = await place.results();
  expect(merged.status).toBe('FAILED');
  expect(summary.stoppedBy).toMatchObject({ error: 'ProviderKeyRejected' });
  expect(failures).toHaveLength(42);
});

it('asks no second language when the first one finds out that the key is wrong', async () => {
  const place = await workplace();
  const server = await standIn({ apiKeys: ['right'] });
  const args = ['--languages', 'es', 'fr', 'de', '--max-concurrency', '1', '--output', place.out];

  expect((await fanout(args, { env: asking(server, 'wrong') })).code).toBe(1);

  expect(server.log).toHaveLength(1);
});

it('says once that nobody listens at the base URL, whatever models are asked for', async () => {
  const place = await workplace();
  const env = { GROQ_BASE_URL: await deadUrl(), GROQ_API_KEY: 'any' };

  const { code, stdout, stderr } = await fanout(['--languages', 'es', 'ja', 'ar', '--output', place.out], { env });

  expect(code).toBe(1);
  expect(stderr).toBe('');
  expect(occurrences(stdout, 'ProviderUnreachable: the connection failed (ECONNREFUSED)')).toBe(1);
  expect(occurrences(stdout, 'check GROQ_BASE_URL and the network')).toBe(1);
  expect((await place.results()).merged.status).toBe('FAILED');
});

it('takes the successor of a retired model for every language, and says so', async () => {
  const place = await workplace();
  const server = await standIn();
  const args = ['--model', 'llama-3.3-70b-versatile', '--languages', 'es', 'ja', 'ar', '--output', place.out];

  const { code, stdout } = await fanout(args, { env: asking(server) });

  expect(code).toBe(0);
  expect(stdout).toContain(
    'Note: llama-3.3-70b-versatile was shut down (2026-08-16); using its successor openai/gpt-oss-120b.',
  );
  const { stats } = (await place.results()).merged;
  expect(Object.values(stats.perLocale).map(({ model }) => model)).toEqual(Array(3).fill('openai/gpt-oss-120b'));
  expect(new Set(server.log.map(({ body }) => (body as { model: string }).model))).toEqual(
    new Set(['openai/gpt-oss-120b']),
  );
});

it('says that the server does not serve the model that was asked for', async () => {
  const place = await workplace();
  const server = await standIn();

  const { code, stdout } = await fanout(['--model', 'acme/translator', '--output', place.out], { env: asking(server) });

  expect(code).toBe(1);
  expect(stdout).toContain('Note: acme/translator is not in the model table');
  expect(occurrences(stdout, 'ModelNotServed: acme/translator: 404')).toBe(1);
  expect(stdout).toContain('"fanout models" lists what is served');
  const { failures } = await place.results();
  expect(new Set(failures.map(({ error }) => error))).toEqual(new Set(['ModelNotServed']));
});

it('shows what a model made of a field only where it passed', async () => {
  const place = await workplace();
  const catalog = await place.file('shop.json', [ketl(1, { fabric_details: 'Weight: 121g' })]);
  const server = await standIn({ faults: [{ fault: 'lost_mask' }] });
  const args = ['--catalog', catalog, '--languages', 'es', '--output', place.out];

  const { code, stdout } = await fanout(args, { env: asking(server) });

  expect(code).toBe(1);
  expect(stdout).toMatch(/^ {2}fabric_details {2}Weight: 121g +not translated:/m);
  expect((await place.results()).merged.products[0]?.translations['es']).not.toHaveProperty('fabric_details');
});

it('lists the routing table without a key, and asks nobody', async () => {
  const { code, stdout } = await fanout(['models']);

  expect(code).toBe(0);
  expect(stdout).toContain(GPT);
  expect(stdout).not.toContain('Served');
  expect(stdout).toContain('llama-3.1-8b-instant -> openai/gpt-oss-20b');
});

it('says with a key which models are served, and ends with 1 when one is not', async () => {
  const all = await standIn();
  const some = await standIn({ models: [GPT, 'openai/gpt-oss-120b'] });
  const served = (stdout: string, model: string) =>
    stdout
      .split('\n')
      .filter((line) => line.includes(` ${model} `) && !line.includes('->'))
      .map((line) => line.split(/\s+/).at(-1));

  const complete = await fanout(['models'], { env: asking(all) });
  expect(complete.code).toBe(0);
  expect(served(complete.stdout, QWEN)).toEqual(['yes']);

  const lacking = await fanout(['models'], { env: asking(some) });
  expect(lacking.code).toBe(1);
  expect(served(lacking.stdout, QWEN)).toEqual(['no']);
  expect(served(lacking.stdout, GPT)).toEqual(['yes', 'yes']);
});

it('says in one sentence why the models cannot be listed', async () => {
  const server = await standIn({ apiKeys: ['right'] });

  const { code, stdout, stderr } = await fanout(['models'], { env: asking(server, 'wrong') });

  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toBe('fanout: ProviderKeyRejected: the key was refused: 401 Invalid API Key\n');
});
