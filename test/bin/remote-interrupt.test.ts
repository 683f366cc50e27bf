import { expect, it, vi } from 'vitest';
import { FakeTerminal } from '../fakes/terminal.ts';
import { type Cloud, eager, gatedCloud, SOON, STACK } from './cloud.ts';
import { fanout, leftovers, spawnFanout, workplace } from './command.ts';
import { keyboard } from './keyboard.ts';

const COMMAND = ['translate', '--stack', STACK, '--languages', 'es'];

/** A run that waits until the gate is opened, and a person before a terminal who follows it. */
async function watched() {
  const { stack, open } = await gatedCloud();
  const place = await workplace();
  const person = keyboard();
  const terminal = new FakeTerminal({ tty: true });
  const ended = fanout([...COMMAND, '--output', place.out], { terminal, stdin: person.stdin, clock: eager });
  await expect.poll(() => stack.machine.names(), SOON).toHaveLength(1);
  await expect.poll(() => terminal.stdout.text, SOON).toContain('has been started');
  const [runId = ''] = stack.machine.names();
  return { ...stack, place, person, terminal, ended, runId, open };
}

const ctrlC = () => void process.emit('SIGINT');
const asked = (terminal: FakeTerminal) =>
  expect.poll(() => terminal.stderr.text, SOON).toContain('Stop the run, or leave it running? [s/L]');
const goesOn = (runId: string, { s3 }: Pick<Cloud, 's3'>) =>
  `The run goes on. Follow it with "--stack Shop --resume ${runId}"; its results will be in s3://${s3.bucket}/runs/${runId}/`;

it.each(['s', 'stop'])('stops the run when it is told to: %s', async (answer) => {
  const { ended, person, terminal, machine, runId, open } = await watched();
  ctrlC();
  await asked(terminal);

  person.type(`${answer}\r`);

  const { code, stderr } = await ended;
  expect(code).toBe(130);
  expect(stderr).toContain(
    `Stopped; calls that are on their way may still end. What is translated is kept: "--stack Shop --resume ${runId}" goes on.\n`,
  );
  expect(machine.status(runId)).toBe('ABORTED');
  expect(machine.stopCauses).toEqual(['stopped from the command line']);
  open();
  await machine.ended(runId);
});

it.each([
  ['Enter', '\r'],
  ['l', 'l\r'],
  ['Ctrl-C once more', '\u0003'],
  ['the end of input', '\u0004'],
])('leaves the run alone on %s', async (_, keys) => {
  const { ended, person, terminal, machine, runId, s3, open } = await watched();
  ctrlC();
  await asked(terminal);

  person.type(keys);

  const { code, stderr } = await ended;
  expect(code).toBe(130);
  expect(stderr).toContain(`Interrupted. ${goesOn(runId, { s3 })}\n`);
  open();
  await machine.ended(runId);
  expect(machine.status(runId)).toBe('SUCCEEDED');
});

it('leaves the run alone when the signal comes once more', async () => {
  const { ended, terminal, machine, runId, open } = await watched();
  ctrlC();
  await asked(terminal);

  ctrlC();

  expect((await ended).code).toBe(130);
  expect(machine.status(runId)).toBe('RUNNING');
  open();
  await machine.ended(runId);
});

it('asks again after an answer that is none', async () => {
  const { ended, person, terminal, machine, runId, open } = await watched();
  ctrlC();
  await asked(terminal);

  person.type('what?\r');
  await expect.poll(() => terminal.stderr.text.match(/Stop the run/g)?.length, SOON).toBeGreaterThan(1);
  person.type('s\r');

  expect((await ended).code).toBe(130);
  expect(machine.status(runId)).toBe('ABORTED');
  open();
});

it('says so when the run cannot be stopped', async () => {
  const { ended, person, terminal, machine, runId, s3, open } = await watched();
  machine.failing('denied', { action: 'StopExecution' });
  ctrlC();
  await asked(terminal);

  person.type('s\r');

  const { code, stderr } = await ended;
  expect(code).toBe(1);
  expect(stderr).toContain(`cannot stop the run ${runId}: User: arn:aws:iam::1:user/x is not authorized`);
  expect(stderr).toContain(goesOn(runId, { s3 }));
  open();
  await machine.ended(runId);
});

it('leaves the run alone where nobody can be asked, says how to follow it, and ends at once', async () => {
  const { stack, open } = await gatedCloud();
  const place = await workplace();
  const child = spawnFanout(COMMAND, { cwd: place.folder, env: stack.env });
  await child.printed('has been started');
  const [runId = ''] = stack.machine.names();

  child.kill('SIGINT');

  const { code, stderr } = await child.ended;
  expect(code).toBe(130);
  expect(stderr).toBe(`Interrupted. ${goesOn(runId, stack)}\n`);
  expect(place.wasMade()).toBe(false);
  await vi.waitFor(() => expect(leftovers(child.pid)).toEqual([]));
  open();
  await stack.machine.ended(runId);

  // And so it can be followed.
  const later = await fanout(['--stack', STACK, '--resume', runId, '--output', place.out], { clock: eager });
  expect(later.code).toBe(0);
  expect((await place.results()).runId).toBe(runId);
});
