import { expect, it } from 'vitest';
import { readKey } from '../../lib/adapters/read-key.ts';
import { writeKey } from '../../lib/adapters/ssm-key.ts';
import { StoreRefused, StoreUnavailable } from '../../lib/run/contract/errors.ts';
import { awsEnvironment } from '../fakes/aws/environment.ts';
import { startSsm } from '../fakes/aws/ssm.ts';

const NAME = '/shop/key';

async function ssm(variable = 'AWS_ENDPOINT_URL_SSM') {
  const server = await startSsm();
  awsEnvironment({ [variable]: server.url });
  return server;
}

it('reads the key that the SDK’s own client wrote', async () => {
  await ssm();
  await writeKey(NAME, 'gsk_1');

  expect(await readKey(NAME)).toBe('gsk_1');
});

it('finds the server also under the endpoint of all services', async () => {
  const server = await ssm('AWS_ENDPOINT_URL');
  server.parameters.set(NAME, { value: 'gsk_1', type: 'SecureString' });

  expect(await readKey(NAME)).toBe('gsk_1');
});

it('reads no key where none is, or an empty one, and trims one', async () => {
  const server = await ssm();
  expect(await readKey(NAME)).toBeNull();
  server.parameters.set(NAME, { value: ' \n', type: 'SecureString' });
  expect(await readKey(NAME)).toBeNull();
  server.parameters.set(NAME, { value: 'gsk_1\n', type: 'SecureString' });
  expect(await readKey(NAME)).toBe('gsk_1');
});

it('asks again for what passes', async () => {
  const server = await ssm();
  server.parameters.set(NAME, { value: 'gsk_1', type: 'SecureString' });
  server.failing('error', { times: 2 });

  expect(await readKey(NAME)).toBe('gsk_1');
  expect(server.log).toHaveLength(3);
});

it.each(['throttle', 'error', 'reset', 'hang'] as const)('calls a %s that lasts unavailable', async (fault) => {
  const server = await ssm();
  server.failing(fault, { times: 100 });

  await expect(readKey(NAME, 300)).rejects.toThrow(StoreUnavailable);
});

it('calls a page in the place of an answer unavailable', async () => {
  const server = await ssm();
  server.failing('page');

  await expect(readKey(NAME)).rejects.toThrow(StoreUnavailable);
});

it('refuses who may not, with AWS’s own words', async () => {
  const server = await ssm();
  server.failing('denied');

  const error: Error = await readKey(NAME).then(
    () => expect.unreachable('it was to be refused'),
    (thrown) => thrown,
  );
  expect(error).toBeInstanceOf(StoreRefused);
  expect(error.message).toBe(
    'cannot read the parameter /shop/key: AccessDeniedException User: arn:aws:iam::1:user/x is not authorized',
  );
});
