import { expect, it } from 'vitest';
import { stepFunctions } from '../../lib/adapters/executions.ts';
import { Failed } from '../fakes/aws/step-functions.ts';
import { FakeTerminal } from '../fakes/terminal.ts';
import { cloud, eager, gatedCloud, SOON, STACK } from './cloud.ts';
import { fanout, workplace } from './command.ts';

const start = (out: string, ...args: string[]) =>
  fanout(['translate', '--stack', STACK, '--output', out, ...args], { clock: eager });
const resume = (out: string, runId: string, ...more: string[]) =>
  fanout(['--stack', STACK, '--resume', runId, '--output', out, ...more], { clock: eager });

it('follows a run that is under way', async () => {
  const { stack, open } = await gatedCloud();
  const { machine } = stack;
  const place = await workplace();
  const first = start(place.out);
  await expect.poll(() => machine.names(), SOON).toHaveLength(1);
  const [runId = ''] = machine.names();

  const terminal = new FakeTerminal();
  const second = fanout(['--stack', STACK, '--resume', runId, '--output', place.out], { terminal, clock: eager });
  await expect.poll(() => terminal.stdout.text, SOON).toContain('is under way');
  open();

  const { code, stdout } = await second;
  expect(code).toBe(0);
  expect(stdout).toContain(`Run ${runId} is under way.`);
  expect(stdout).toContain('COMPLETE: 21 of 21');
  expect(machine.names()).toEqual([runId]);
  await first;
});

it('goes on with a run that failed', async () => {
  let tries = 0;
  const { machine } = await cloud({
    run:
      ({ work }) =>
      (input, signal) => {
        if (++tries === 1) throw new Failed('StoreRefused', '{"errorType":"StoreRefused","errorMessage":"no room"}');
        return work(input, signal);
      },
  });
  const place = await workplace();
  const failed = await start(place.out);
  expect(failed.code).toBe(1);
  expect(failed.stderr).toContain('failed: StoreRefused: no room');
  const [runId = ''] = machine.names();

  const { code, stdout } = await resume(place.out, runId);

  expect(code).toBe(0);
  expect(stdout).toContain(`Run ${runId} goes on where it failed.`);
  expect(machine.names()).toEqual([runId]);
});

it('follows a redrive that Step Functions does not show at once to its end', async () => {
  let tries = 0;
  const { machine } = await cloud({
    run:
      ({ work }) =>
      (input, signal) => {
        if (++tries === 1) throw new Failed('StoreRefused', 'no room');
        return work(input, signal);
      },
  });
  const place = await workplace();
  await start(place.out);
  const [runId = ''] = machine.names();
  machine.lagging(3);

  const { code, stderr } = await resume(place.out, runId);

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect((await place.results()).merged.status).toBe('COMPLETE');
});

it.each([true, false])(
  'refuses a run whose request.json could not be followed, and never does it by the defaults (redrivable: %s)',
  async (redrivable) => {
    const { machine } = await cloud();
    const executions = stepFunctions({ stateMachineArn: machine.stateMachineArn });
    const fault = 'catalogs/x.request.json: not JSON: Unexpected token';
    const request = { catalog: 'catalogs/x.json', products: 'all', locales: ['de'] };
    await executions.start('refused', { runId: 'refused', request, faults: [fault] });
    await machine.ended('refused');
    expect(machine.status('refused')).toBe('FAILED');
    machine.end('refused', { redrivable });
    const place = await workplace();

    const { code, stderr } = await resume(place.out, 'refused');

    expect(code).toBe(2);
    expect(stderr).toContain(`  - ${fault}\n`);
    expect(stderr).toContain(
      '--resume: the run refused was started with this fault and cannot be taken up: mend what is named, then upload the catalog again',
    );
    expect(machine.names()).toEqual(['refused']);
    expect(machine.status('refused')).toBe('FAILED');
    expect(machine.log.map(({ action }) => action)).not.toContain('RedriveExecution');
  },
);

it('does a partial run once more under its own id, asks only for the rest, and may do so again', async () => {
  const { machine, groq } = await cloud({ groq: { faults: [{ fault: 'bad_json', locale: 'de' }] } });
  const place = await workplace();
  expect((await start(place.out, '--languages', 'es', 'de')).code).toBe(1);
  const [runId = ''] = machine.names();
  expect((await resume(place.out, runId)).code).toBe(1);
  const asked = groq.log.length;
  groq.setFaults([]);

  const { code, stdout } = await resume(place.out, runId);

  expect(code).toBe(0);
  expect(stdout).toContain(`Run ${runId} is done once more: only what is missing is asked for.`);
  expect(stdout).toMatch(/^German \(de\): done, 7\/7 units/m);
  expect(stdout).toMatch(/^Spanish \(es\): done, 7\/7 units/m);
  expect(stdout).toContain('COMPLETE: 14 of 14 units translated');
  expect(machine.names()).toEqual([runId, `${runId}-2`, `${runId}-3`]);
  const later = groq.log.slice(asked).map(({ body }) => JSON.stringify(body));
  expect(later.length).toBeGreaterThan(0);
  expect(later.filter((body) => body.includes('\\"targetLocale\\":\\"de\\"'))).toEqual(later);
});

it('fetches the results of a run that is complete, and starts nothing', async () => {
  const { machine } = await cloud();
  const place = await workplace();
  await start(place.out);
  const [runId = ''] = machine.names();
  const elsewhere = await workplace();

  const { code, stdout } = await resume(elsewhere.out, runId);

  expect(code).toBe(0);
  expect(stdout).toContain(`Run ${runId} is complete: nothing is left to do.`);
  expect(await elsewhere.results()).toEqual(await place.results());
  expect(machine.names()).toEqual([runId]);
});

it('starts a failed run anew that is too old to be redriven', async () => {
  let tries = 0;
  const { machine, json } = await cloud({
    run:
      ({ work }) =>
      (input, signal) => {
        if (++tries === 1) throw new Failed('Lambda.Unknown', 'lost');
        return work(input, signal);
      },
  });
  const place = await workplace();
  await start(place.out, '--languages', 'it');
  const [runId = ''] = machine.names();
  machine.end(runId, { redrivable: false });

  const { code } = await resume(place.out, runId);

  expect(code).toBe(0);
  expect(machine.names()).toEqual([runId, `${runId}-2`]);
  expect(await json(`runs/${runId}/summary.json`)).toMatchObject({ runId, status: 'COMPLETE', locales: ['it'] });
});

it('starts a run anew that Step Functions has forgotten, as long as the bucket knows it', async () => {
  const { s3, machine } = await cloud();
  const request = { catalog: 'catalogs/x.json', products: 'all', locales: ['de'] };
  await s3.store.write('runs/old/internal/request.json', JSON.stringify(request));
  const place = await workplace();

  const { code, stderr } = await resume(place.out, 'old');

  expect(code).toBe(2);
  expect(stderr).toContain('catalogs/x.json');
  expect(machine.names()).toEqual(['old']);
});

it.each(['20260101-000000-000-none', '../up', ''])('says that there is no run %j', async (runId) => {
  const { machine, s3 } = await cloud();
  const place = await workplace();

  const { code, stderr } = await resume(place.out, runId);

  expect(code).toBe(2);
  expect(stderr).toBe(`fanout: --resume: there is no run ${JSON.stringify(runId)} in ${s3.bucket}\n`);
  expect(machine.names()).toEqual([]);
  expect(place.wasMade()).toBe(false);
});

it('refuses options that a resumed run has itself, and an unknown stack, at once', async () => {
  await cloud();
  const place = await workplace();

  const { code, stderr } = await resume(place.out, 'x', '--all', '--stack', 'Shpo');

  expect(code).toBe(2);
  expect(stderr).toContain("--resume repeats the run's own request: leave out --all");
  expect(stderr).toContain('--stack Shpo: no such stack');
});

it('says that a run which only planned has no results', async () => {
  const { s3, machine } = await cloud({ run: () => async () => ({ mode: 'dryRun' }) });
  await s3.store.write('runs/dry/internal/request.json', '{}');
  const place = await workplace();

  const { code, stderr } = await resume(place.out, 'dry');

  expect(code).toBe(2);
  expect(stderr).toContain('the run dry only planned: it has no results');
  expect(machine.names()).toEqual(['dry']);
});

it('refuses a run again whose request is wrong', async () => {
  const { machine } = await cloud();
  const place = await workplace();
  await start(place.out, '--max-usd', '0.00001');
  const [runId = ''] = machine.names();

  const { code, stderr } = await resume(place.out, runId);

  expect(code).toBe(2);
  expect(stderr).toContain('the estimate is over the budget');
});
