import { describe, expect, it } from 'vitest';
import { inMemoryStore } from '../../lib/adapters/memory-store.ts';
import type { Locale } from '../../lib/catalog/locale.ts';
import { LINK_SECONDS } from '../../lib/run/contract/api.ts';
import { StoreUnavailable } from '../../lib/run/contract/errors.ts';
import { keys, RUNS_PREFIX } from '../../lib/run/contract/keys.ts';
import type { RunInput } from '../../lib/run/contract/state.ts';
import { type StatusDeps, status } from '../../lib/run/status.ts';
import { planRecordingRefusal } from '../../lib/run/steps/refusal.ts';
import type { Store } from '../../lib/run/store.ts';
import { fakeExecutions } from '../fakes/executions.ts';
import { products, run, world } from '../fakes/run.ts';
import { getRun } from './start/events.ts';

const RUN = '20261121-093015-123-x7k2';
const SELF = `https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/prod/runs/${RUN}`;
const LINK = (file: string) => `https://bucket.example/${RUNS_PREFIX}${RUN}/${file}?seconds=${LINK_SECONDS}`;
const input: RunInput = { runId: RUN, request: {} };

/** The steps see the runs alone, Status the whole bucket. */
const runsOf = (store: Store): Store => ({
  ...store,
  read: (key) => store.read(RUNS_PREFIX + key),
  write: (key, text) => store.write(RUNS_PREFIX + key, text),
  open: (key) => store.open(RUNS_PREFIX + key),
  writePieces: (key, pieces) => store.writePieces(RUNS_PREFIX + key, pieces),
  list: async (prefix) => (await store.list(RUNS_PREFIX + prefix)).map((key) => key.slice(RUNS_PREFIX.length)),
});

function statusWorld() {
  const store = inMemoryStore();
  const executions = fakeExecutions();
  const logged: unknown[] = [];
  const deps: StatusDeps = {
    store,
    executions,
    linkTo: async (key, seconds) => `https://bucket.example/${key}?seconds=${seconds}`,
    clock: { now: () => Date.UTC(2026, 10, 21, 9, 30) },
    log: (event, data) => void logged.push({ event, ...data }),
  };
  const ask = async (event: unknown = getRun(RUN), more: Partial<StatusDeps> = {}) => {
    const { statusCode, headers, body } = await status(event, { ...deps, ...more });
    expect(headers).toEqual({ 'content-type': 'application/json', 'cache-control': 'no-store' });
    return { statusCode, body: JSON.parse(body) };
  };
  return { store, executions, logged, ask, workflow: world({ store: runsOf(store) }) };
}

const output = (state: string) => ({ runId: RUN, status: state, units: 4, translated: 4, failed: 0 });

describe('GET /runs/{runId} while the run is under way', () => {
  it('tells that it is, before there is a plan', async () => {
    const { executions, ask } = statusWorld();
    await executions.start(RUN, input);
    expect(await ask()).toEqual({
      statusCode: 200,
      body: {
        runId: RUN,
        status: 'RUNNING',
        progress: null,
        summary: null,
        links: { self: SELF, catalogs: {} },
        linksExpireAt: '2026-11-21T09:45:00.000Z',
      },
    });
  });

  it('counts the jobs that have ended, and reads no file of any', async () => {
    const { store, executions, ask } = statusWorld();
    await executions.start(RUN, input);
    const plan = { runId: RUN, planId: 'p', batches: 2, locales: ['es', 'fr'] };
    const key = (name: string) => RUNS_PREFIX + name;
    await store.write(key(keys.plan(RUN)), JSON.stringify(plan));
    await store.write(key(keys.part(plan, 0, 'es' as Locale)), 'not to be read');
    await store.write(key(keys.part({ ...plan, runId: `${RUN}-other` }, 0, 'fr' as Locale)), 'of another run');
    const reads: string[] = [];
    const read = (name: string) => {
      reads.push(name);
      return store.read(name);
    };
    const { body } = await ask(getRun(RUN), { store: { ...store, read } });
    expect(body).toMatchObject({
      status: 'RUNNING',
      progress: { jobs: 4, ended: 1, perLocale: { es: { jobs: 2, ended: 1 }, fr: { jobs: 2, ended: 0 } } },
    });
    expect(reads.sort()).toEqual([key(keys.plan(RUN)), key(keys.summary(RUN))]);
  });

  it('does not give the results of before when it is redriven', async () => {
    const { executions, ask, workflow } = statusWorld();
    await run(workflow, { catalog: products(1), locales: ['es'] }, { runId: RUN });
    await executions.start(RUN, input);
    executions.end(RUN, { status: 'PENDING_REDRIVE' });
    const { body } = await ask();
    expect(body).toMatchObject({ status: 'RUNNING', summary: null, progress: { jobs: 1, ended: 1 } });
    expect(body.links).toEqual({ self: SELF, catalogs: {} });
  });
});

describe('GET /runs/{runId} when the run has ended', () => {
  it('gives its summary, and links to what there is', async () => {
    const { store, executions, ask, workflow } = statusWorld();
    await executions.start(RUN, input);
    const { summary } = await run(workflow, { catalog: products(1), locales: ['es', 'pt-BR'] }, { runId: RUN });
    executions.end(RUN, { output: output('COMPLETE') });
    const told = await ask();
    expect(told).toEqual({
      statusCode: 200,
      body: {
        runId: RUN,
        status: 'COMPLETE',
        progress: { jobs: 2, ended: 2, perLocale: { es: { jobs: 1, ended: 1 }, 'pt-BR': { jobs: 1, ended: 1 } } },
        summary: JSON.parse(JSON.stringify(summary)),
        links: {
          self: SELF,
          merged: LINK('merged.json'),
          failures: LINK('failures.json'),
          summary: LINK('summary.json'),
          report: LINK('report.html'),
          catalogs: { es: LINK('catalogs/es.json'), 'pt-BR': LINK('catalogs/pt-BR.json') },
        },
        linksExpireAt: '2026-11-21T09:45:00.000Z',
      },
    });
    expect(LINK_SECONDS).toBe(900);
    await store.write(`${RUNS_PREFIX}${RUN}/report.html`, '');
    await store.write(`${RUNS_PREFIX}${RUN}/merged.json.bak`, '');
    await store.write(`${RUNS_PREFIX}${RUN}/catalogs/notes.txt`, '');
    expect((await ask()).body.links).toEqual({ ...told.body.links, report: LINK('report.html') });
  });

  it('links to the parts of a merged.json that only lists them', async () => {
    const { store, executions, ask } = statusWorld();
    await executions.start(RUN, input);
    for (const file of ['merged.json', 'merged/00000.jsonl', 'merged/00001.jsonl'])
      await store.write(`${RUNS_PREFIX}${RUN}/${file}`, '');
    executions.end(RUN, { output: output('COMPLETE') });
    expect((await ask()).body.links).toEqual({
      self: SELF,
      merged: LINK('merged.json'),
      catalogs: {},
      parts: {
        'merged/00000.jsonl': LINK('merged/00000.jsonl'),
        'merged/00001.jsonl': LINK('merged/00001.jsonl'),
      },
    });
  });

  it('still gives its results when its execution is forgotten', async () => {
    const { ask, workflow } = statusWorld();
    await run(workflow, { catalog: products(1), locales: ['es'] }, { runId: RUN });
    expect(await ask()).toMatchObject({
      statusCode: 200,
      body: {
        status: 'COMPLETE',
        progress: { jobs: 1, ended: 1 },
        summary: { runId: RUN },
        links: { merged: LINK('merged.json') },
      },
    });
  });

  it.each([{ status: 'FAILED', error: 'Lambda.Unknown' }, { output: output('PARTIAL') }] as const)(
    'tells of one that was taken up again what its newest execution does, not of that which ended with %j',
    async (ended) => {
      const { executions, ask, workflow } = statusWorld();
      await executions.start(RUN, input);
      executions.end(RUN, ended);
      await executions.start(`${RUN}-2`, input);
      const { body } = await ask();
      expect(body).toMatchObject({ status: 'RUNNING', summary: null });
      expect(body).not.toHaveProperty('error');

      await run(workflow, { catalog: products(1), locales: ['es'] }, { runId: RUN });
      executions.end(`${RUN}-2`, { output: output('COMPLETE') });
      const { body: told } = await ask();
      expect(told).toMatchObject({ status: 'COMPLETE', summary: { status: 'COMPLETE' }, progress: { ended: 1 } });
      expect(told.links).toMatchObject({ merged: LINK('merged.json') });
      expect(told).not.toHaveProperty('error');
    },
  );

  it('is FAILED when its newest execution failed, also where an earlier one left results', async () => {
    const { executions, ask, workflow } = statusWorld();
    await run(workflow, { catalog: products(1), locales: ['es'] }, { runId: RUN });
    await executions.start(RUN, input);
    executions.end(RUN, { output: output('PARTIAL') });
    await executions.start(`${RUN}-2`, input);
    executions.end(`${RUN}-2`, { status: 'FAILED', error: 'StoreRefused', cause: 'no' });
    expect((await ask()).body).toMatchObject({ status: 'FAILED', error: { error: 'StoreRefused', cause: 'no' } });
  });

  it('gives the estimate of a dry run', async () => {
    const { executions, ask, workflow } = statusWorld();
    await executions.start(RUN, input);
    const request = { catalog: products(2), locales: ['es'], dryRun: true };
    executions.end(RUN, { output: await planRecordingRefusal({ runId: RUN, request }, workflow.deps) });
    const { body } = await ask();
    expect(body).toMatchObject({ status: 'PLANNED', summary: null, progress: null, estimate: { total: { calls: 1 } } });
    expect(body.links).toEqual({ self: SELF, catalogs: {} });
    expect(body).not.toHaveProperty('error');
  });

  it('gives all that was wrong with one that was refused, and no stack trace', async () => {
    const { executions, ask, workflow } = statusWorld();
    await executions.start(RUN, input);
    const refused = {
      runId: RUN,
      request: { catalog: 'none.json', locales: ['frensh'] },
      faults: ['x.request.json: not JSON'],
    };
    const thrown = await planRecordingRefusal(refused, workflow.deps).then(
      () => expect.unreachable(),
      (error: Error) => error,
    );
    const cause = { errorType: thrown.name, errorMessage: thrown.message, trace: thrown.stack?.split('\n') };
    executions.end(RUN, { status: 'FAILED', error: thrown.name, cause: JSON.stringify(cause) });
    const { body } = await ask();
    expect(body).toMatchObject({
      status: 'FAILED',
      error: { error: 'RequestInvalid', cause: thrown.message },
      summary: { status: 'FAILED', faults: expect.arrayContaining(['x.request.json: not JSON']) },
      links: { summary: LINK('summary.json') },
    });
    expect(body.links).not.toHaveProperty('merged');
    expect(JSON.stringify(body)).not.toMatch(/\bat .*\.ts/);
  });

  it.each([
    ['TIMED_OUT', 'States.Timeout'],
    ['ABORTED', 'Aborted'],
  ] as const)('is FAILED with the reason when it is %s, also where Merge had written', async (ended, error) => {
    const { executions, ask, workflow } = statusWorld();
    await run(workflow, { catalog: products(1), locales: ['es'] }, { runId: RUN });
    await executions.start(RUN, input);
    executions.end(RUN, { status: ended });
    expect((await ask()).body).toMatchObject({
      status: 'FAILED',
      error: { error, cause: expect.any(String) },
      links: { merged: LINK('merged.json') },
    });
  });

  it('is FAILED where neither execution nor store tells what came of it', async () => {
    const { store, executions, ask } = statusWorld();
    await executions.start(RUN, input);
    executions.end(RUN);
    expect((await ask()).body).toMatchObject({ status: 'FAILED', summary: null });
    await store.write(`${RUNS_PREFIX}${keys.summary(RUN)}`, '{"status":"unheard of"}');
    expect((await ask()).body).toMatchObject({ status: 'FAILED' });
  });
});

describe('GET /runs/{runId} for what is no run', () => {
  it('is answered with 404 when nothing is known of it', async () => {
    const { store, ask } = statusWorld();
    await store.write(`${RUNS_PREFIX}${RUN}/internal/plan.json`, '{}');
    expect(await ask()).toEqual({ statusCode: 404, body: { faults: [`there is no run ${RUN}`] } });
  });

  it.each(['', 'a b', '../catalogs/x', 'x/y', 'ключ', 'x'.repeat(81), 'x'.repeat(5000), '%2e%2e'])(
    'is answered with 400 for what can be no id, and nothing is looked up: %.20j',
    async (runId) => {
      const { executions, ask } = statusWorld();
      executions.failing('describe', new Error('not to be called'));
      const { statusCode, body } = await ask(getRun(runId));
      expect(statusCode).toBe(400);
      expect(body.faults).toEqual([expect.stringMatching(/^expected a run id: /)]);
      expect(JSON.stringify(body).length).toBeLessThan(300);
    },
  );

  it('is answered with 400 where the path has none', async () => {
    expect(await statusWorld().ask({ ...getRun(RUN), pathParameters: null })).toMatchObject({ statusCode: 400 });
  });
});

describe('trouble', () => {
  const PLAIN = { statusCode: 500, body: { faults: [expect.stringMatching(/^something went wrong.* try again/)] } };

  it('is answered with 500 and a plain sentence, and the log has the rest', async () => {
    const { executions, ask, logged } = statusWorld();
    executions.failing('describe', new StoreUnavailable('arn:aws:secret is throttled'));
    expect(await ask()).toMatchObject(PLAIN);
    expect(logged).toEqual([
      { event: 'status.failed', error: 'StoreUnavailable', message: 'arn:aws:secret is throttled' },
    ]);
  });

  it.each(['read', 'list'] as const)('is answered so when the bucket fails to %s', async (call) => {
    const { store, executions, ask } = statusWorld();
    await executions.start(RUN, input);
    executions.end(RUN, { output: output('COMPLETE') });
    const broken = { ...store, [call]: () => Promise.reject(new StoreUnavailable('slow down')) };
    expect(await ask(getRun(RUN), { store: broken })).toMatchObject(PLAIN);
  });

  it('is answered so when a link cannot be made', async () => {
    const { executions, ask, workflow } = statusWorld();
    await run(workflow, { catalog: products(1), locales: ['es'] }, { runId: RUN });
    await executions.start(RUN, input);
    executions.end(RUN, { output: output('COMPLETE') });
    expect(await ask(getRun(RUN), { linkTo: () => Promise.reject(new Error('no credentials')) })).toMatchObject(PLAIN);
  });

  it.each([null, 'x', {}, { ...getRun(RUN), requestContext: null }])(
    'is answered so for what the API does not send: %.30j',
    async (event) => {
      expect(await statusWorld().ask(event)).toMatchObject(PLAIN);
    },
  );
});
