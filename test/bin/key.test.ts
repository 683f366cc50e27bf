import { expect, it } from 'vitest';
import { KEY_PARAMETER } from '../../lib/run/contract/environment.ts';
import { awsEnvironment } from '../fakes/aws/environment.ts';
import { startSsm } from '../fakes/aws/ssm.ts';
import { FakeTerminal } from '../fakes/terminal.ts';
import { fanout } from './command.ts';
import { keyboard } from './keyboard.ts';

const SECRET = 'gsk_very-secret.1';

async function store() {
  const server = await startSsm();
  awsEnvironment({ AWS_ENDPOINT_URL_SSM: server.url });
  return { server, stored: () => server.parameters.get(KEY_PARAMETER) ?? null };
}

/** A person types at the prompt. */
async function typed(keys: readonly string[], { columns = 80 } = {}) {
  const person = keyboard();
  const terminal = new FakeTerminal({ tty: true, columns });
  const ended = fanout(['key', 'set'], { terminal, stdin: person.stdin });
  await expect.poll(() => terminal.stderr.text, { timeout: 30_000 }).toContain("Groq's API key: ");
  expect(person.isRaw()).toBe(true);
  for (const key of keys) person.type(key);
  const result = await ended;
  expect(person.isRaw()).toBe(false);
  return result;
}

async function piped(text: string) {
  const pipe = keyboard({ tty: false });
  pipe.type(text);
  pipe.end();
  return fanout(['key', 'set'], { stdin: pipe.stdin });
}

it('stores a key that is typed, shows none of it, and says where it went', async () => {
  const { stored } = await store();

  const { code, stdout, stderr } = await typed([...SECRET, '\r']);

  expect(code).toBe(0);
  expect(stored()).toEqual({ value: SECRET, type: 'SecureString' });
  expect(stdout).toBe(
    `The key is stored in the SSM parameter ${KEY_PARAMETER} (eu-central-1, account 123456789012).\n`,
  );
  expect(stderr).toBe("Groq's API key: \n");
});

it.each<[string, readonly string[]]>([
  ['pasted at once', [`${SECRET}\r`]],
  ['pasted between the marks of a paste', ['\u001b[200~', SECRET, '\u001b[201~', '\r']],
  ['corrected with backspace', ['gsk_x\u007fvery-secretX\b', '.1', '\n']],
  ['begun anew with Ctrl-U', ['wrong\u0015', SECRET, '\r']],
  ['typed around an arrow key', ['gsk_\u001b[D', 'very-secret.1', '\r']],
  ['ended with Ctrl-D', [SECRET, '\u0004']],
])('takes a key %s', async (_, keys) => {
  const { stored } = await store();

  expect((await typed(keys)).code).toBe(0);

  expect(stored()?.value).toBe(SECRET);
});

it('stores nothing on Ctrl-C', async () => {
  const { stored } = await store();

  const { code, stderr } = await typed(['gsk_', '\u0003']);

  expect(code).toBe(130);
  expect(stderr).toBe("Groq's API key: \nInterrupted. No key was stored.\n");
  expect(stored()).toBeNull();
});

it.each([SECRET, `${SECRET}\n`, `  ${SECRET}\r\n`])('reads a key from a pipe: %j', async (text) => {
  const { stored } = await store();

  expect(await piped(text)).toMatchObject({ code: 0, stderr: '' });

  expect(stored()?.value).toBe(SECRET);
});

it.each([
  ['', 'the key is empty'],
  [' \n', 'the key is empty'],
  ['gsk_a gsk_b', 'the key has a space or a character that no HTTP header can carry'],
  ['gsk_a\ngsk_b\n', 'the key has a space or a character that no HTTP header can carry'],
  ['gsk_ä', 'the key has a space or a character that no HTTP header can carry'],
  ['x'.repeat(4_097), 'the key has 4097 characters, more than 4096'],
])('refuses what is no key (%#) and does not repeat it', async (text, fault) => {
  const { stored } = await store();

  const { code, stdout, stderr } = await piped(text);

  expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: `fanout: ${fault}\n` });
  expect(stored()).toBeNull();
});

it('says that the key may not be stored, or not just now', async () => {
  const { server } = await store();
  server.failing('denied');
  expect(await piped(SECRET)).toMatchObject({
    code: 2,
    stderr: `fanout: cannot write the parameter ${KEY_PARAMETER}: User: arn:aws:iam::1:user/x is not authorized\n`,
  });

  server.failing('error', { times: 3 });
  const { code, stderr } = await piped(SECRET);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^fanout: cannot write the parameter .*; no key was stored, try again\n$/);
  expect(stderr).not.toContain(SECRET);
});

it.each([
  [{ AWS_REGION: '' }, 'no AWS region is set'],
  [{ AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' }, 'no AWS credentials'],
])('says what of %j is missing', async (missing, said) => {
  awsEnvironment({ AWS_ENDPOINT_URL_SSM: 'http://127.0.0.1:1', ...missing });

  const { code, stderr } = await piped(SECRET);

  expect(code).toBe(2);
  expect(stderr).toContain(said);
});

it.each([[['key']], [['key', 'get']], [['key', SECRET]], [['key', 'set', SECRET]]])(
  'refuses %j with what is meant',
  async (args) => {
    const { stored } = await store();

    const { code, stdout, stderr } = await fanout(args);

    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/Usage: fanout key|fanout --help|expected key set/);
    expect(stderr).not.toContain(SECRET);
    expect(stored()).toBeNull();
  },
);
