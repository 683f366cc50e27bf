import { expect, it } from 'vitest';
import { stackOutputs } from '../../lib/adapters/stack-outputs.ts';
import { RequestInvalid, StoreUnavailable } from '../../lib/run/contract/errors.ts';
import { startCloudFormation } from '../fakes/aws/cloudformation.ts';
import { awsEnvironment } from '../fakes/aws/environment.ts';

const outputs = { BucketName: 'shop', StateMachineArn: 'arn:machine', ApiUrl: 'https://api.example/?a&b' };

async function cloud(stacks: Record<string, Record<string, string>> = { Shop: outputs }, env = {}) {
  const server = await startCloudFormation({ stacks });
  awsEnvironment({ AWS_ENDPOINT_URL_CLOUDFORMATION: server.url, ...env });
  return server;
}

const faultsOf = (stack: string) => stackOutputs(stack, 300).catch((error: RequestInvalid) => error.faults);

it("reads a stack's bucket, state machine and API", async () => {
  await cloud();

  expect(await stackOutputs('Shop')).toEqual({
    bucket: 'shop',
    stateMachineArn: 'arn:machine',
    apiUrl: 'https://api.example/?a&b',
  });
});

it('knows a stack without an API', async () => {
  const { ApiUrl: _, ...others } = outputs;
  await cloud({ Shop: others });

  expect(await stackOutputs('Shop')).toMatchObject({ bucket: 'shop', apiUrl: null });
});

it('says that there is no such stack, where it looked and what to do', async () => {
  await cloud();

  expect(await faultsOf('Shpo')).toEqual([
    '--stack Shpo: no such stack in eu-central-1 (deploy it with "npx cdk deploy", or set AWS_REGION)',
  ]);
});

it("says that a stack is another project's", async () => {
  await cloud({ Other: { BucketName: 'x' } });

  expect(await faultsOf('Other')).toEqual([
    "--stack Other: has no output StateMachineArn: it is not deployed yet, or another project's",
  ]);
});

it.each([
  [{ AWS_REGION: '' }, /^--stack: cannot look up the stack Shop: no AWS region is set/],
  [{ AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' }, /^--stack: cannot look up .* no AWS credentials \(set AWS_P/],
])('says what of %j is missing', async (env, said) => {
  await cloud(undefined, env);

  expect(await faultsOf('Shop')).toEqual([expect.stringMatching(said)]);
});

it('says that the stack may not be looked at', async () => {
  (await cloud()).failing('denied');

  expect(await faultsOf('Shop')).toEqual([expect.stringContaining('is not authorized')]);
});

it.each(['throttle', 'error', 'reset', 'hang'] as const)('calls a %s that lasts unavailable', async (fault) => {
  (await cloud()).failing(fault, { times: 100 });

  await expect(stackOutputs('Shop', 200)).rejects.toThrow(StoreUnavailable);
  await expect(stackOutputs('Shop', 200)).rejects.not.toThrow(RequestInvalid);
});
