import { expect, it } from 'vitest';
import { stepFunctions } from '../../lib/adapters/executions.ts';
import { StoreRefused, StoreUnavailable } from '../../lib/run/contract/errors.ts';
import { awsEnvironment } from '../fakes/aws/environment.ts';
import type { Fault } from '../fakes/aws/server.ts';
import { Failed, type RunExecution, startStepFunctions } from '../fakes/aws/step-functions.ts';

async function machine(run: RunExecution = async () => ({ done: true }), timeoutMs = 5_000) {
  const server = await startStepFunctions({ run });
  awsEnvironment({ AWS_ENDPOINT_URL_SFN: server.url });
  return { server, executions: stepFunctions({ stateMachineArn: server.stateMachineArn, timeoutMs }) };
}

const input = { runId: 'a', request: { locales: ['es'] } };
const forever: RunExecution = () => new Promise(() => {});

it('starts an execution and tells how it ended', async () => {
  const { server, executions } = await machine(async (given) => ({ given }));

  expect(await executions.start('a', input)).toBe('started');
  await server.ended('a');

  expect(await executions.describe('a')).toEqual({
    status: 'SUCCEEDED',
    input,
    output: { given: input },
    error: null,
    cause: null,
    startedAt: expect.stringMatching(/^20\d\d-.*Z$/),
    isRedrivable: false,
    redriveCount: 0,
  });
});

it('says of a name that is taken that it exists, also after the end', async () => {
  const { server, executions } = await machine();
  await executions.start('a', input);
  await server.ended('a');

  expect(await executions.start('a', input)).toBe('exists');
  expect(await executions.start('a', { ...input, request: {} })).toBe('exists');
  expect(server.names()).toEqual(['a']);
});

it('goes on with the trace of who starts it, whatever the name and the input', async () => {
  const { server, executions } = await machine(forever);
  const header = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';
  const another = header.replace('bd86', 'aaaa');

  expect(await executions.start('a', input, header)).toBe('started');
  expect(await executions.start('a', input, another)).toBe('started');
  expect(await executions.start('a', { ...input, request: {} }, header)).toBe('exists');
  await executions.start('b', input, null);
  await executions.start('c', input, `${header};Lineage=${'x'.repeat(256)}`);

  const started = server.log.map(({ body }) => JSON.parse(body));
  expect(started.map(({ traceHeader }) => traceHeader)).toEqual([header, another, header, undefined, undefined]);
  expect(started[0]).toMatchObject({ name: 'a', input: JSON.stringify(input) });
  expect(server.names()).toEqual(['a', 'b', 'c']);
});

it('knows nothing of an execution that was never started', async () => {
  const { executions } = await machine();

  expect(await executions.describe('none')).toBeNull();
});

it('tells why an execution failed, and goes on with it', async () => {
  let tries = 0;
  const { server, executions } = await machine(async () => {
    if (++tries === 1) throw new Failed('StoreRefused', '{"errorType":"StoreRefused","errorMessage":"no"}');
    return 'done';
  });
  await executions.start('a', input);
  await server.ended('a');
  expect(await executions.describe('a')).toMatchObject({
    status: 'FAILED',
    error: 'StoreRefused',
    cause: '{"errorType":"StoreRefused","errorMessage":"no"}',
    output: null,
    isRedrivable: true,
  });

  await executions.redrive('a');
  await server.ended('a');

  expect(await executions.describe('a')).toMatchObject({ status: 'SUCCEEDED', output: 'done', redriveCount: 1 });
  await expect(executions.redrive('a')).rejects.toThrow(StoreRefused);
});

it('lists all executions that are under way, page after page', async () => {
  const { executions } = await machine(forever);
  const names = ['a', 'b', 'c', 'd', 'e'];
  for (const name of names) await executions.start(name, input);
  await executions.stop('c', 'enough');

  expect(await executions.running()).toEqual(['a', 'b', 'd', 'e']);
});

it('stops an execution with its cause', async () => {
  const { executions } = await machine(forever);
  await executions.start('a', input);

  await executions.stop('a', 'enough');

  expect(await executions.describe('a')).toMatchObject({ status: 'ABORTED', cause: 'enough', isRedrivable: true });
});

it.each<Fault>(['throttle', 'error', 'reset', 'hang'])('asks again after one %s', async (fault) => {
  const { server, executions } = await machine(forever, 300);
  await executions.start('a', input);
  server.failing(fault);

  expect(await executions.describe('a')).toMatchObject({ status: 'RUNNING' });
});

it.each<[Fault, string]>([
  ['throttle', 'cannot look at the run a: ThrottlingException Rate exceeded'],
  ['error', 'cannot look at the run a: InternalFailure We are having trouble'],
  ['reset', 'cannot look at the run a: ECONNRESET'],
  ['hang', 'cannot look at the run a:'],
])('calls a %s that lasts unavailable', async (fault, said) => {
  const { server, executions } = await machine(forever, 200);
  server.failing(fault, { times: 100 });

  const error = await executions.describe('a').catch((thrown) => thrown);

  expect(error).toBeInstanceOf(StoreUnavailable);
  expect(error.message).toContain(said);
  expect(error.cause).toBeDefined();
  expect(server.log.length).toBe(3);
});

it('takes the page of a proxy for no answer', async () => {
  const { server, executions } = await machine();
  server.failing('page');

  const error = await executions.describe('a').catch((thrown) => thrown);

  expect(error).toBeInstanceOf(StoreUnavailable);
  expect(error.message).toBe('cannot look at the run a: an answer that is not one of AWS (HTTP 403)');
});

it('calls a server that is not there unavailable', async () => {
  awsEnvironment({ AWS_ENDPOINT_URL_SFN: 'http://127.0.0.1:1' });
  const executions = stepFunctions({ stateMachineArn: 'arn:aws:states:eu-central-1:1:stateMachine:Fanout' });

  await expect(executions.running()).rejects.toThrow(/^cannot list the runs that are under way: .*ECONNREFUSED/);
  await expect(executions.running()).rejects.toThrow(StoreUnavailable);
});

it('refuses what may not be done, with the sentence of AWS, and does not ask again', async () => {
  const { server, executions } = await machine();
  server.failing('denied');

  const error = await executions.start('a', input).catch((thrown) => thrown);

  expect(error).toBeInstanceOf(StoreRefused);
  expect(error.message).toBe('cannot start the run a: User: arn:aws:iam::1:user/x is not authorized');
  expect(server.log.length).toBe(1);
});

it('refuses a state machine that is not there, and names that it does not take', async () => {
  const { server, executions } = await machine();
  const other = stepFunctions({ stateMachineArn: server.stateMachineArn.replace('Fanout', 'Other') });

  await expect(other.start('a', input)).rejects.toThrow(/^cannot start the run a: State Machine Does Not Exist/);
  await expect(executions.start('a/b', input)).rejects.toThrow(StoreRefused);
});

it.each([
  [{ AWS_REGION: '' }, /no AWS region is set/],
  [{ AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' }, /no AWS credentials/],
])('says what of %j is missing', async (missing, said) => {
  awsEnvironment({ AWS_ENDPOINT_URL_SFN: 'http://127.0.0.1:1', ...missing });
  const executions = stepFunctions({ stateMachineArn: 'arn:aws:states:eu-central-1:1:stateMachine:Fanout' });

  const error = await executions.running().catch((thrown) => thrown);

  expect(error).toBeInstanceOf(StoreRefused);
  expect(error.message).toMatch(said);
});
