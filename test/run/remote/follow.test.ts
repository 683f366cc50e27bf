import { expect, it } from 'vitest';
import { inMemoryStore } from '../../../lib/adapters/memory-store.ts';
import { StoreRefused, StoreUnavailable } from '../../../lib/run/contract/errors.ts';
import { type Followed, follow, MAX_SILENCE_MS, POLL_MS } from '../../../lib/run/remote/follow.ts';
import { RunFiles } from '../../../lib/run/remote/run-files.ts';
import { fakeExecutions } from '../../fakes/executions.ts';
import { skippingClock } from '../../fakes/skipping-clock.ts';

/** A run under way; `onLook` before each look at its files, counted from 1. */
async function underWay(onLook: (look: number, executions: ReturnType<typeof fakeExecutions>) => void) {
  const executions = fakeExecutions();
  await executions.start('a', { runId: 'a', request: {} });
  const clock = skippingClock();
  const store = inMemoryStore();
  let looks = 0;
  const watched = {
    ...store,
    list: async (prefix: string) => {
      onLook(++looks, executions);
      return store.list(prefix);
    },
  };
  const aborting = new AbortController();
  const files = new RunFiles('a', watched, () => {}, null);
  const followed = { executionName: 'a', redriveCount: 0, files, signal: aborting.signal };
  const run = (more: Partial<Followed> = {}) => follow({ ...followed, ...more }, { executions, clock });
  return { executions, clock, aborting, looks: () => looks, run };
}

it('looks at the files until the execution has ended, and once after that', async () => {
  const { run, looks, clock } = await underWay((look, executions) => {
    if (look === 3) executions.end('a', { output: 'done' });
  });

  expect(await run()).toMatchObject({ status: 'SUCCEEDED', output: 'done' });
  expect(looks()).toBe(4);
  expect(clock.slept).toEqual([POLL_MS, POLL_MS, POLL_MS]);
});

it('takes an execution that waits for its redrive for one under way', async () => {
  const { run, executions, looks } = await underWay((look, all) => {
    if (look === 2) all.end('a');
  });
  executions.end('a', { status: 'PENDING_REDRIVE' });

  expect(await run()).toMatchObject({ status: 'SUCCEEDED' });
  expect(looks()).toBe(3);
});

it('waits for a redrive to show, and does not take the end from before for the run’s', async () => {
  const { run, executions, looks } = await underWay((look, all) => {
    if (look === 5) all.end('a', { output: 'done' });
  });
  executions.end('a', { status: 'FAILED', error: 'StoreRefused', isRedrivable: true });
  executions.lagging(3);
  await executions.redrive('a');

  expect(await run({ redriveCount: 1 })).toMatchObject({ status: 'SUCCEEDED', output: 'done' });
  expect(looks()).toBe(6);
});

it('does not wait for ever for a redrive to show', async () => {
  const { run, executions } = await underWay(() => {});
  executions.end('a', { status: 'FAILED', isRedrivable: true });
  executions.lagging(Number.POSITIVE_INFINITY);
  await executions.redrive('a');

  await expect(run({ redriveCount: 1 })).rejects.toThrow(StoreUnavailable);
});

it('waits for a redrive that is still to begin, however long', async () => {
  const { run, executions } = await underWay((look, all) => {
    if (look * POLL_MS > 2 * MAX_SILENCE_MS) all.end('a', { redriveCount: 1 });
  });
  executions.end('a', { status: 'PENDING_REDRIVE' });

  expect(await run({ redriveCount: 1 })).toMatchObject({ status: 'SUCCEEDED' });
});

it('looks less often at a run whose files take long to list', async () => {
  const { run, clock } = await underWay((look, executions) => {
    clock.advance(2_000);
    if (look === 2) executions.end('a');
  });

  await run();

  expect(clock.slept).toEqual([10_000, 10_000]);
});

it('bears a silence, and begins to count anew after each answer', async () => {
  const { run, looks } = await underWay((look, executions) => {
    if (look % 100 !== 0 && look < 500) throw new StoreUnavailable('the network is gone');
    if (look === 500) executions.end('a');
  });

  await run();

  expect(looks()).toBe(501);
});

it('gives up after a silence that is too long', async () => {
  const { run, looks } = await underWay(() => {
    throw new StoreUnavailable('the network is gone');
  });

  await expect(run()).rejects.toThrow('the network is gone');
  expect(looks()).toBeGreaterThan(MAX_SILENCE_MS / POLL_MS - 2);
  expect(looks()).toBeLessThan(MAX_SILENCE_MS / POLL_MS + 3);
});

it('gives up at once where it may not look', async () => {
  const { run, looks } = await underWay(() => {
    throw new StoreRefused('no');
  });

  await expect(run()).rejects.toThrow(StoreRefused);
  expect(looks()).toBe(1);
});

it('waits for an execution that Step Functions does not show yet, and not for ever', async () => {
  const { clock } = await underWay(() => {});
  const files = new RunFiles('b', inMemoryStore(), () => {}, null);

  const never = follow(
    { executionName: 'b', redriveCount: 0, files, signal: new AbortController().signal },
    { executions: fakeExecutions(), clock },
  );

  await expect(never).rejects.toThrow('Step Functions knows no execution b');
});

it('ends when it is called off', async () => {
  const { run, aborting } = await underWay((look) => {
    if (look === 2) aborting.abort(new Error('called off'));
  });

  await expect(run()).rejects.toThrow('called off');
});
