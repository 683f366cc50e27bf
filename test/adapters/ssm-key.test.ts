import { expect, it } from 'vitest';
import { readKey } from '../../lib/adapters/read-key.ts';
import { writeKey } from '../../lib/adapters/ssm-key.ts';
import { StoreRefused, StoreUnavailable } from '../../lib/run/contract/errors.ts';
import { awsEnvironment } from '../fakes/aws/environment.ts';
import { startSsm } from '../fakes/aws/ssm.ts';

const NAME = '/shop/key';

async function ssm() {
  const server = await startSsm();
  awsEnvironment({ AWS_ENDPOINT_URL_SSM: server.url });
  return server;
}

it('writes a key as a secret and reads it back', async () => {
  const server = await ssm();

  expect(await writeKey(NAME, 'gsk_1')).toEqual({ region: 'eu-central-1', account: '123456789012' });

  expect(server.parameters.get(NAME)).toEqual({ value: 'gsk_1', type: 'SecureString' });
  expect(await readKey(NAME)).toBe('gsk_1');
});

it('puts a new key in the place of the old one', async () => {
  await ssm();
  await writeKey(NAME, 'gsk_1');

  await writeKey(NAME, 'gsk_2');

  expect(await readKey(NAME)).toBe('gsk_2');
});

it('has written the key also for who may not look at it', async () => {
  const server = await ssm();
  server.failing('denied', { action: 'GetParameter' });

  expect(await writeKey(NAME, 'gsk_1')).toEqual({ region: 'eu-central-1', account: null });
  expect(server.parameters.has(NAME)).toBe(true);
});

it.each(['throttle', 'error', 'reset', 'hang'] as const)('calls a %s that lasts unavailable', async (fault) => {
  const server = await ssm();
  server.failing(fault, { times: 100 });

  await expect(writeKey(NAME, 'gsk_1', 200)).rejects.toThrow(StoreUnavailable);
});

it('refuses who may not, and never says the key', async () => {
  const server = await ssm();
  server.failing('denied');

  const error: Error = await writeKey(NAME, 'gsk_secret').catch((thrown) => thrown);
  expect(error).toBeInstanceOf(StoreRefused);
  expect(error.message).toMatch(/^cannot write the parameter \/shop\/key: User: .* is not authorized$/);
  expect(error.message).not.toContain('gsk_secret');
});
