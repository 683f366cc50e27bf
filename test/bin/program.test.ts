import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { packageFolder } from '../../lib/local/package-folder.ts';
import { standIn } from '../local/groq-server/standin.ts';
import { asking, fanout, spawnFanout, workplace } from './command.ts';

it('shows the commands and the options of the default one in its help', async () => {
  const { code, stdout, stderr } = await fanout(['--help']);

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  for (const word of [
    'translate',
    'plan',
    'models',
    'groq',
    'key',
    '--product',
    '--languages',
    '--max-usd',
    '--stack',
    '--json',
  ])
    expect(stdout).toContain(word);
});

it('shows the help of one command', async () => {
  const { code, stdout } = await fanout(['plan', '--help']);

  expect(code).toBe(0);
  expect(stdout).toContain('asks no model');
  expect(stdout).not.toContain('--json');
});

it('tells its version', async () => {
  const { version } = JSON.parse(await readFile(packageFolder('package.json'), 'utf8'));

  expect(await fanout(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' });
});

it('runs nothing for a mistyped command and suggests the right one', async () => {
  const server = await standIn();
  const { out, wasMade } = await workplace();

  const { code, stderr } = await fanout(['tranlsate', '--all', '--output', out], { env: asking(server) });

  expect(code).toBe(2);
  expect(stderr).toBe('fanout: unknown command "tranlsate": did you mean translate?\n');
  expect(server.log).toEqual([]);
  expect(wasMade()).toBe(false);
});

it('takes no command for a language, and says which commands there are', async () => {
  const { code, stderr } = await fanout(['spanish', 'french']);

  expect(code).toBe(2);
  expect(stderr).toBe('fanout: unknown command "spanish": expected one of translate, plan, models, groq, key, help\n');
});

it.each([
  [['translate', 'spanish'], "too many arguments for 'translate'"],
  [['--force', 'plan'], "too many arguments for 'translate'"],
  [['models', 'all'], "too many arguments for 'models'"],
  [['--langauges', 'es'], '(Did you mean --languages?)'],
  [['plan', '--json'], "unknown option '--json'"],
  [['--max-usd'], "option '--max-usd <n>' argument missing"],
])('refuses %j and points to the help', async (args, said) => {
  const { code, stdout, stderr } = await fanout(args);

  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(said);
  expect(stderr).toContain('fanout --help');
});

it('reads .env in its folder, and lets the environment win', async () => {
  const place = await workplace();
  const fromFile = await standIn();
  const fromEnvironment = await standIn();
  await place.file('.env', `GROQ_API_KEY=any\nGROQ_BASE_URL=${fromFile.url}\n`);
  const run = (env = {}) => spawnFanout(['--languages', 'es', '--force'], { cwd: place.folder, env }).ended;

  expect((await run()).code).toBe(0);
  expect([fromFile.log.length, fromEnvironment.log.length]).toEqual([1, 0]);

  expect((await run({ GROQ_BASE_URL: fromEnvironment.url })).code).toBe(0);
  expect([fromFile.log.length, fromEnvironment.log.length]).toEqual([1, 1]);
});
