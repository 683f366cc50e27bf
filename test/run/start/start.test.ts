import { describe, expect, it } from 'vitest';
import { RequestInvalid } from '../../../lib/run/contract/errors.ts';
import { parseDefaults } from '../../../lib/run/start/defaults.ts';
import { start } from '../../../lib/run/start/start.ts';
import { ask, FILES, VALID } from './ask.ts';
import { postRuns, scheduleEvent, uploadEvent } from './events.ts';
import { startWorld, XRAY_HEADER } from './world.ts';

describe('an event that no trigger sends', () => {
  const { detail, ...withoutDetail } = uploadEvent();
  it.each([
    ['nothing', undefined, /got nothing$/],
    ['null', null, /got null$/],
    ['a text', 'x', /got the text "x"$/],
    ['a list', [uploadEvent()], /got a list$/],
    ['an empty object', {}, /an object with no fields$/],
    ["S3's own notification", { Records: [{ eventSource: 'aws:s3' }] }, /an object with "Records"$/],
    ['another event of S3', uploadEvent({}, { 'detail-type': 'Object Deleted' }), /"detail-type"/],
    ['an event of something else', uploadEvent({}, { source: 'aws.ec2' }), /"source"/],
    ['an upload of nothing', { ...withoutDetail, detail: { ...detail, object: {} } }, /"detail"/],
    ['a schedule without a time', { trigger: 'schedule' }, /"trigger"$/],
    ['a schedule whose time was not filled in', scheduleEvent('<aws.scheduler.scheduled-time>'), /"scheduledTime"$/],
    ['a request without its context', { httpMethod: 'POST', path: '/runs', body: '{}' }, /"httpMethod"/],
    [
      'many long fields',
      Object.fromEntries(Array.from({ length: 99 }, (_, n) => ['k'.repeat(99) + n, 1])),
      /, \.\.\.$/,
    ],
  ])('is refused with what was read: %s', async (_, event, told) => {
    const { deps, executions } = await startWorld();
    const error = await start(event, deps).then(
      () => expect.unreachable(),
      (thrown: Error) => thrown,
    );
    expect(error).toBeInstanceOf(RequestInvalid);
    expect(error.message).toMatch(told);
    expect(error.message).toContain('"Object Created"');
    expect(error.message.length).toBeLessThan(1000);
    expect(executions.inputs).toEqual([]);
  });
});

describe("the stack's defaults", () => {
  it('are any fields of a request', () => {
    expect(parseDefaults('{"locales":["es"],"maxConcurrency":10,"model":null}')).toEqual({
      locales: ['es'],
      maxConcurrency: 10,
      model: null,
    });
  });

  it.each(['', '[]', 'null', '{', '3'])('are refused when they are no JSON object: %j', (text) => {
    expect(() => parseDefaults(text)).toThrow(/^FANOUT_DEFAULTS: expected a JSON object/);
  });
});

describe('the trace of a run', () => {
  it('is that of the upload or the request which starts it', async () => {
    const world = await startWorld(FILES);
    await start(uploadEvent(), world.deps);
    await ask(postRuns(VALID), world);
    expect(world.executions.traces).toEqual([XRAY_HEADER, XRAY_HEADER]);
  });

  it('is its own where one event starts many', async () => {
    const { deps, executions } = await startWorld({ 'catalogs/a.json': '[]', 'catalogs/b.json': '[]' });
    await start(scheduleEvent(), deps);
    expect(executions.traces).toEqual([null, null]);
  });

  it('is its own where nothing is traced', async () => {
    const { deps, executions } = await startWorld();
    await start(uploadEvent(), { ...deps, xrayHeader: () => null });
    expect(executions.traces).toEqual([null]);
  });
});
