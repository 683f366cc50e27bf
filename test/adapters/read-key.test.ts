import { expect, it } from 'vitest';
import { readKey } from '../../lib/adapters/read-key.ts';
import { writeKey } from '../../lib/adapters/ssm-key.ts';
import { StoreRefused, StoreUnavailable } from '../../lib/run/contract/errors.ts';
import { awsEnvironment } from '../fakes/aws/environment.ts';
import { startSsm } from '../fakes/aws/ssm.ts';

const NAME = '/shop/key';
/** Without the pauses of a busy account. */
const SOON = { firstPauseMs: 1 };

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

it.each(['throttle', 'error', 'reset'] as const)('asks again after a %s', async (fault) => {
  const server = await ssm();
  server.parameters.set(NAME, { value: 'gsk_1', type: 'SecureString' });
  server.failing(fault, { times: 2 });

  expect(await readKey(NAME, SOON)).toBe('gsk_1');
  expect(server.log).toHaveLength(3);
});

it.each([
  ['throttle', 'ThrottlingException Rate exceeded'],
  ['error', 'InternalFailure We are having trouble'],
  ['reset', 'fetch failed'],
] as const)('calls a %s that lasts unavailable after four tries', async (fault, why) => {
  const server = await ssm();
  server.failing(fault, { times: 100 });

  const error: Error = await readKey(NAME, SOON).catch((thrown) => thrown);

  expect(error).toBeInstanceOf(StoreUnavailable);
  expect(error.message).toBe(`cannot read the parameter /shop/key: ${why}`);
  expect(server.log).toHaveLength(4);
});

it('pauses before each further try', async () => {
  const server = await ssm();
  server.failing('throttle', { times: 100 });
  const began = performance.now();

  await readKey(NAME, { firstPauseMs: 100 }).catch(() => undefined);

  // Between half and all of 100, 200 and 400 ms.
  expect(performance.now() - began).toBeGreaterThan(340);
});

it('pauses no longer than its time allows, and says what went wrong before', async () => {
  const server = await ssm();
  server.failing('throttle', { times: 100 });

  const error: Error = await readKey(NAME, { timeoutMs: 200, firstPauseMs: 600_000 }).catch((thrown) => thrown);

  expect(error).toBeInstanceOf(StoreUnavailable);
  expect(error.message).toContain('ThrottlingException');
  expect(server.log).toHaveLength(1);
});

it('calls a server that does not answer unavailable', async () => {
  const server = await ssm();
  server.failing('hang', { times: 100 });

  await expect(readKey(NAME, { timeoutMs: 200 })).rejects.toThrow(StoreUnavailable);
});

it('calls a page in the place of an answer unavailable', async () => {
  const server = await ssm();
  server.failing('page', { times: 100 });

  await expect(readKey(NAME, SOON)).rejects.toThrow(StoreUnavailable);
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
  expect(server.log).toHaveLength(1);
});
