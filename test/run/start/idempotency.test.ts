import { describe, expect, it } from 'vitest';
import type { RunRequest } from '../../../lib/run/contract/request.ts';
import { RUN_ID } from '../../../lib/run/contract/state.ts';
import { ask, FILES, VALID } from './ask.ts';
import { postRuns } from './events.ts';
import { startWorld } from './world.ts';

describe('Idempotency-Key', () => {
  const keyed = (request: object, key = 'night-42', header = 'Idempotency-Key') => postRuns(request, { [header]: key });

  it('gives a request that is sent again the same run', async () => {
    const world = await startWorld(FILES);
    const first = await ask(keyed(VALID), world);
    expect(first.body.runId).toMatch(RUN_ID);
    for (const header of ['idempotency-key', 'IDEMPOTENCY-KEY'])
      expect(await ask(keyed(VALID, ' night-42 ', header), world)).toEqual(first);
    // The same request in other words.
    expect(await ask(keyed({ locales: ['es', 'pt_BR'], catalog: VALID.catalog, force: false }), world)).toEqual(first);
    expect(world.executions.inputs).toHaveLength(1);
    expect((await ask(keyed(VALID, 'night-43'), world)).body.runId).not.toBe(first.body.runId);
  });

  it('tells what became of it when it has ended', async () => {
    const world = await startWorld(FILES);
    const { body } = await ask(keyed(VALID), world);
    const output = { runId: body.runId, status: 'PARTIAL', units: 2, translated: 1, failed: 1 };
    world.executions.end(body.runId, { output });
    expect(await ask(keyed(VALID), world)).toMatchObject({ statusCode: 202, body: { ...body, status: 'PARTIAL' } });
    world.executions.end(body.runId, { status: 'FAILED', error: 'RequestInvalid' });
    expect(await ask(keyed(VALID), world)).toMatchObject({ statusCode: 202, body: { ...body, status: 'FAILED' } });
    expect(world.executions.inputs).toHaveLength(1);
  });

  it('is answered with 409 when it comes with another request, while the run is under way and after', async () => {
    const world = await startWorld(FILES);
    const { body } = await ask(keyed(VALID), world);
    for (let n = 0; n < 2; n++) {
      const answered = await ask(keyed({ ...VALID, force: true }), world);
      expect(answered).toMatchObject({ statusCode: 409, body: { faults: [expect.stringMatching(/another request/)] } });
      world.executions.end(body.runId);
    }
    expect(world.executions.inputs).toHaveLength(1);
  });

  it('tells requests apart that bring other products along, and leaves those of the first alone', async () => {
    const world = await startWorld();
    const bringing = (name: string) => ({ ...VALID, catalog: [{ product_id: 1, extracted_data: { name } }] });
    const first = await ask(keyed(bringing('a')), world);
    const [started] = world.executions.inputs as readonly { request: RunRequest }[];
    const brought = String(started?.request.catalog);
    const before = await world.store.read(brought);
    expect(await ask(keyed(bringing('a')), world)).toEqual(first);
    expect((await ask(keyed(bringing('b')), world)).statusCode).toBe(409);
    expect(await world.store.read(brought)).toBe(before);
  });

  it.each(['', '  ', 'x'.repeat(256)])('is answered with 400 when it is blank or long: %.5j', async (key) => {
    const answered = await ask(keyed(VALID, key), await startWorld(FILES));
    expect(answered).toMatchObject({
      statusCode: 400,
      body: { faults: [expect.stringMatching(/^Idempotency-Key: /)] },
    });
  });

  it('takes any characters', async () => {
    const world = await startWorld(FILES);
    const keys = ['../../x', 'ключ', '夏\u0000', 'a b', 'x'.repeat(255)];
    const ids = await Promise.all(keys.map(async (key) => (await ask(keyed(VALID, key), world)).body.runId));
    for (const id of ids) expect(id).toMatch(RUN_ID);
    expect(new Set(ids).size).toBe(keys.length);
  });

  it('is absent from a request without headers', async () => {
    const world = await startWorld(FILES);
    expect((await ask({ ...postRuns(VALID), headers: null }, world)).statusCode).toBe(202);
  });
});
