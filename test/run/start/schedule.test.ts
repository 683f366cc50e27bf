import { describe, expect, it } from 'vitest';
import { StoreRefused, StoreUnavailable } from '../../../lib/run/contract/errors.ts';
import { start } from '../../../lib/run/start/start.ts';
import { ownScheduleEvent, scheduleEvent, uploadEvent } from './events.ts';
import { DEFAULTS, startWorld } from './world.ts';

const FILES = {
  'catalogs/summer.json': '[]',
  'catalogs/summer.request.json': '{"locales":["fi"]}',
  'catalogs/summer.glossary.json': '{}',
  'catalogs/summer.profile.json': '{}',
  'catalogs/shop/winter.jsonl': '',
  'catalogs/autumn.ndjson': '',
  'catalogs/readme.txt': '',
  'published/summer/es.json': '[]',
};

const catalogsOf = (inputs: readonly { request: unknown }[]) =>
  inputs.map(({ request }) => (request as { catalog: string }).catalog).sort();

describe('the daily refresh', () => {
  it('takes what Scheduler sends of its own for the same event', async () => {
    const { deps } = await startWorld(FILES);
    expect(await start(ownScheduleEvent(), deps)).toEqual({ started: 3, exists: 0, underWay: 0 });
    expect(await start(scheduleEvent(), deps)).toMatchObject({ started: 0, underWay: 3 });
  });

  it('starts a run for each catalog, each with the request beside it', async () => {
    const { deps, executions } = await startWorld(FILES);
    expect(await start(scheduleEvent(), deps)).toEqual({ started: 3, exists: 0, underWay: 0 });
    expect(catalogsOf(executions.inputs)).toEqual([
      'catalogs/autumn.ndjson',
      'catalogs/shop/winter.jsonl',
      'catalogs/summer.json',
    ]);
    const requests = executions.inputs.map(({ request }) => request as { catalog: string; locales: string[] });
    expect(requests.find(({ catalog }) => catalog === 'catalogs/summer.json')?.locales).toEqual(['fi']);
    expect(requests.find(({ catalog }) => catalog === 'catalogs/autumn.ndjson')).toEqual({
      ...DEFAULTS,
      catalog: 'catalogs/autumn.ndjson',
      products: 'all',
    });
  });

  it('starts nothing new when it is told again, and all again the next day', async () => {
    const { deps, executions } = await startWorld(FILES);
    await start(scheduleEvent(), deps);
    expect(await start(scheduleEvent(), deps)).toEqual({ started: 0, exists: 0, underWay: 3 });
    for (const name of executions.names) executions.end(name);
    expect(await start(scheduleEvent(), deps)).toEqual({ started: 0, exists: 3, underWay: 0 });
    expect(executions.inputs).toHaveLength(3);
    expect(await start(scheduleEvent('2026-11-23T03:00:00Z'), deps)).toEqual({ started: 3, exists: 0, underWay: 0 });
  });

  it('leaves a catalog out whose run is still under way, whatever started it, and says so', async () => {
    const { deps, executions, linesOf } = await startWorld(FILES);
    await start(uploadEvent({ key: 'catalogs/summer.json' }), deps);
    expect(await start(scheduleEvent(), deps)).toEqual({ started: 2, exists: 0, underWay: 1 });
    expect(linesOf('schedule.under-way')).toEqual([{ event: 'schedule.under-way', catalog: 'catalogs/summer.json' }]);
    executions.end(executions.names[0]!, { status: 'FAILED' });
    expect(await start(scheduleEvent('2026-11-23T03:00:00Z'), deps)).toMatchObject({ started: 1, underWay: 2 });
  });

  it('leaves nothing out where it cannot be told what is under way', async () => {
    const { deps, executions, linesOf } = await startWorld(FILES);
    await start(uploadEvent({ key: 'catalogs/summer.json' }), deps);
    executions.failing('running', new StoreRefused('no permission to list'));
    expect(await start(scheduleEvent(), deps)).toEqual({ started: 3, exists: 0, underWay: 0 });
    expect(linesOf('schedule.running-unknown')).toEqual([
      { event: 'schedule.running-unknown', error: 'StoreRefused', message: 'no permission to list' },
    ]);
  });

  it('starts the others when one cannot be started, fails at the end, and starts that one when it is tried again', async () => {
    const { deps, executions, linesOf } = await startWorld(FILES);
    executions.failing('start', new StoreUnavailable('throttled'), ['autumn']);
    await expect(start(scheduleEvent(), deps)).rejects.toThrow(
      /^1 of 3 catalogs could not be started, the first of them catalogs\/autumn\.ndjson: throttled$/,
    );
    expect(catalogsOf(executions.inputs)).toEqual(['catalogs/shop/winter.jsonl', 'catalogs/summer.json']);
    expect(linesOf('schedule.failed')).toMatchObject([
      { catalog: 'catalogs/autumn.ndjson', error: 'StoreUnavailable', message: 'throttled' },
    ]);
    executions.failing('start', null);
    expect(await start(scheduleEvent(), deps)).toEqual({ started: 1, exists: 0, underWay: 2 });
    expect(executions.inputs).toHaveLength(3);
  });

  it('goes on past a request.json that cannot be read just now', async () => {
    const { deps, executions } = await startWorld(FILES);
    const open = (key: string) =>
      key.includes('winter') ? Promise.reject(new StoreUnavailable('slow down')) : deps.store.open(key);
    await expect(start(scheduleEvent(), { ...deps, store: { ...deps.store, open } })).rejects.toThrow('slow down');
    expect(executions.inputs).toHaveLength(2);
  });

  it('starts runs that name both for two catalogs of one name, and leaves the others alone', async () => {
    const { deps, executions } = await startWorld({ ...FILES, 'catalogs/summer.ndjson': '' });
    expect(await start(scheduleEvent(), deps)).toEqual({ started: 4, exists: 0, underWay: 0 });
    const faulty = executions.inputs.filter(({ faults }) => faults);
    expect(catalogsOf(faulty)).toEqual(['catalogs/summer.json', 'catalogs/summer.ndjson']);
    for (const { faults } of faulty)
      expect(faults).toEqual([
        expect.stringMatching(/^(?=.*summer\.json )(?=.*summer\.ndjson ).*have one name, summer,/),
      ]);
  });

  it('starts one that says so for a catalog whose name is too long, and none for what is hidden', async () => {
    const long = `catalogs/${'x'.repeat(1_000)}.json`;
    const { deps, executions } = await startWorld({ [long]: '[]', 'catalogs/.drafts/x.json': '[]' });
    expect(await start(scheduleEvent(), deps)).toEqual({ started: 1, exists: 0, underWay: 0 });
    expect(executions.inputs).toMatchObject([{ faults: [expect.stringContaining('the name has 1000 bytes')] }]);
  });

  it('starts a run that says so for a request.json that is too deep to be passed on', async () => {
    const deep = `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`;
    const { deps, executions } = await startWorld({ ...FILES, 'catalogs/summer.request.json': deep });
    expect(await start(scheduleEvent(), deps)).toEqual({ started: 3, exists: 0, underWay: 0 });
    expect(executions.inputs.flatMap(({ faults = [] }) => faults)).toEqual([
      'catalogs/summer.request.json: nested deeper than 100 levels',
    ]);
    expect(() => JSON.stringify(executions.inputs)).not.toThrow();
  });

  it('does nothing where there is no catalog, and fails where the bucket cannot be listed', async () => {
    const empty = await startWorld({ 'catalogs/readme.txt': '' });
    expect(await start(scheduleEvent(), empty.deps)).toEqual({ started: 0, exists: 0, underWay: 0 });
    const store = { ...empty.deps.store, list: () => Promise.reject(new StoreUnavailable('slow down')) };
    await expect(start(scheduleEvent(), { ...empty.deps, store })).rejects.toThrow('slow down');
  });

  it('starts no more than ten at a time', async () => {
    const catalogs = Array.from({ length: 45 }, (_, n) => [`catalogs/c${n}.json`, '[]']);
    const { deps, executions } = await startWorld(Object.fromEntries(catalogs));
    let now = 0;
    let most = 0;
    const slow = {
      ...executions,
      start: async (...started: Parameters<typeof executions.start>) => {
        most = Math.max(most, ++now);
        await new Promise((resolve) => setTimeout(resolve, 1));
        now--;
        return executions.start(...started);
      },
    };
    expect(await start(scheduleEvent(), { ...deps, executions: slow })).toMatchObject({ started: 45 });
    expect(most).toBe(10);
  });
});
