import { describe, expect, it } from 'vitest';
import type { RunRequest } from '../../../lib/run/contract/request.ts';
import { RUN_ID, type RunInput } from '../../../lib/run/contract/state.ts';
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

  it('tells what became of it when it was taken up again', async () => {
    const world = await startWorld(FILES);
    const { body } = await ask(keyed(VALID), world);
    world.executions.end(body.runId, { status: 'FAILED', error: 'Lambda.Unknown' });
    const [input] = world.executions.inputs;
    await world.executions.start(`${body.runId}-2`, input as RunInput);
    expect(await ask(keyed(VALID), world)).toMatchObject({ statusCode: 202, body: { ...body, status: 'RUNNING' } });
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

  it('looks again where Step Functions does not show yet what it has taken up', async () => {
    const world = await startWorld(FILES);
    world.executions.lagging(2);
    const { body } = await ask(keyed(VALID), world);
    expect((await ask(keyed({ ...VALID, force: true }), world)).statusCode).toBe(409);

    const { body: second } = await ask(keyed(VALID, 'night-43'), world);
    world.executions.end(second.runId, { status: 'FAILED', error: 'RequestInvalid' });
    expect(await ask(keyed(VALID, 'night-43'), world)).toMatchObject({
      statusCode: 202,
      body: { runId: second.runId, status: 'FAILED' },
    });
    expect(second.runId).not.toBe(body.runId);
  });

  it('is answered with 503, and says neither "accepted" nor "another request", where that does not show for long', async () => {
    const world = await startWorld(FILES);
    world.executions.lagging(Number.POSITIVE_INFINITY);
    const began = world.deps.clock.now();
    await ask(keyed(VALID), world);
    expect(await ask(keyed({ ...VALID, force: true }), world)).toMatchObject({
      statusCode: 503,
      body: { faults: [expect.stringMatching(/does not show yet; send this once more$/)] },
    });
    // API Gateway waits for 29 s.
    expect(world.deps.clock.now() - began).toBeLessThan(5_000);
  });

  it('tells requests apart with other products in them, and leaves those of the first alone', async () => {
    const world = await startWorld();
    const withProduct = (name: string) => ({ ...VALID, catalog: [{ product_id: 1, extracted_data: { name } }] });
    const first = await ask(keyed(withProduct('a')), world);
    const [started] = world.executions.inputs as readonly { request: RunRequest }[];
    const supplied = String(started?.request.catalog);
    const before = await world.store.read(supplied);
    expect(await ask(keyed(withProduct('a')), world)).toEqual(first);
    expect((await ask(keyed(withProduct('b')), world)).statusCode).toBe(409);
    expect(await world.store.read(supplied)).toBe(before);
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
