import { describe, expect, it } from 'vitest';
import { allStates } from '../../lib/local/asl.ts';
import { workflowDefinition } from '../../lib/local/definition.ts';
import { LambdaError } from '../../lib/local/lambda-boundary.ts';
import { runWorkflow } from '../../lib/local/runner.ts';
import { stepHandlers } from '../../lib/local/step-handlers.ts';
import { keys } from '../../lib/run/contract/keys.ts';
import type { FailureRow, Summary } from '../../lib/run/contract/results.ts';
import { readJson } from '../../lib/run/store.ts';
import { impatient, products, storeThat, world } from '../fakes/run.ts';

interface Rule {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds: number;
  readonly BackoffRate: number;
  readonly MaxAttempts: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: string;
}

const definition = workflowDefinition();
const retrying = [...allStates(definition)].filter(([, { Retry }]) => Retry !== undefined);
const rulesOf = (name: string) => retrying.find(([state]) => state === name)?.[1]['Retry'] as readonly Rule[];
const tasks = retrying.filter(([, { Type }]) => Type === 'Task').map(([name]) => name);
const cases = tasks.flatMap((state) =>
  rulesOf(state).flatMap(({ ErrorEquals, MaxAttempts }) =>
    ErrorEquals.map((error) => ({ state, error, times: MaxAttempts })),
  ),
);

/** Which Task calls a step with that input. */
const taskOf = (step: string, state: object) =>
  step === 'translate'
    ? 'caught' in state
      ? 'Record what is missing'
      : 'Translate'
    : step === 'plan'
      ? 'Plan'
      : 'locale' in state
        ? 'Merge a locale'
        : 'Merge';

/** A run in which one Task's function is not reached some times; where Record is watched, Translate has failed before. */
async function runWith(state: string, error: string, times: number) {
  const byLocale = state === 'Merge a locale';
  const many = byLocale || state.endsWith(' of a batch');
  const task = state.replace(/ of a batch$/, '');
  const { deps, store } = world({ batchProducts: many ? 1 : 200, mergeProducts: byLocale ? 1 : 200 });
  let calls = 0;
  const steps = stepHandlers(deps);
  const handlerOf = (step: keyof typeof steps) => async (input: unknown) => {
    const called = taskOf(step, input as object);
    const first = ((input as { batch?: number }).batch ?? 0) === 0;
    if (first && called === task && ++calls <= times) throw new LambdaError(error, '{}');
    if (first && called === 'Translate' && task !== called && task.startsWith('Record'))
      throw new LambdaError('TypeError', '{"errorType":"TypeError","errorMessage":"a fault of ours"}');
    return steps[step](input);
  };
  const result = await runWorkflow({
    input: { runId: 'r', request: { catalog: products(many ? 2 : 1), locales: ['fr'] } },
    handlers: { plan: handlerOf('plan'), translate: handlerOf('translate'), merge: handlerOf('merge') },
    store,
    definition: impatient(definition),
  });
  const summary = (await readJson(store, keys.summary('r'))) as Summary | null;
  const failures = (await readJson(store, keys.failures('r'))) as FailureRow[] | null;
  return { result, calls, status: summary?.status ?? null, reasons: [...new Set(failures?.map((row) => row.error))] };
}

/** How long a rule goes on, on average: FULL jitter draws each wait between nothing and all of it. */
const averageSeconds = ({ IntervalSeconds, BackoffRate, MaxAttempts, MaxDelaySeconds = Infinity }: Rule) =>
  Array.from({ length: MaxAttempts }, (_, tried) =>
    Math.min(IntervalSeconds * BackoffRate ** tried, MaxDelaySeconds),
  ).reduce((sum, wait) => sum + wait / 2, 0);

describe('what the workflow retries', () => {
  it('is the same for each Task but for what concerns the provider', () => {
    expect(tasks).toEqual([
      'Plan',
      'Merge',
      'Translate',
      'Record what is missing',
      'Merge a locale',
      'Translate of a batch',
      'Record what is missing of a batch',
    ]);
    const withoutProvider = (name: string) =>
      rulesOf(name).filter(({ ErrorEquals: [error = ''] }) => !error.startsWith('Provider'));
    for (const task of tasks) expect(withoutProvider(task)).toEqual(rulesOf('Plan'));
    expect(rulesOf('Translate').length).toBe(rulesOf('Plan').length + 3);
  });

  it('names no error twice in a state', () => {
    for (const [name] of retrying) {
      const errors = rulesOf(name).flatMap(({ ErrorEquals }) => ErrorEquals);
      expect(new Set(errors).size).toBe(errors.length);
    }
  });

  it.each(cases)('$state, $error: $times times, and then it goes well', async ({ state, error, times }) => {
    const { result, calls, status, reasons } = await runWith(state, error, times);
    expect(calls).toBe(times + 1);
    expect(result.ok).toBe(true);
    const recorded = state.startsWith('Record');
    expect(status).toBe(recorded ? (state.endsWith('batch') ? 'PARTIAL' : 'FAILED') : 'COMPLETE');
    expect(reasons).toEqual(recorded ? ['TypeError'] : []);
  });

  it.each(cases)('$state, $error: no more than $times times', async ({ state, error, times }) => {
    const { result, calls, reasons } = await runWith(state, error, Infinity);
    expect(calls).toBe(times + 1);
    if (state === 'Plan' || state.startsWith('Merge')) expect(result).toMatchObject({ ok: false, error });
    else expect(reasons).toEqual([state.startsWith('Record') ? 'JobMissing' : error]);
  });
});

describe('a lack of Lambdas', () => {
  const [busy, ...others] = rulesOf('Translate');

  it('comes first, by itself, and is waited out for more than two hours', () => {
    expect(busy?.ErrorEquals).toEqual(['Lambda.TooManyRequestsException']);
    expect(busy?.JitterStrategy).toBe('FULL');
    expect(averageSeconds(busy!)).toBeGreaterThan(2 * 3600);
    expect(others.flatMap(({ ErrorEquals }) => ErrorEquals)).not.toContain('Lambda.TooManyRequestsException');
  });

  it("leaves room in an execution's history while the Map of 40 waits for ten Lambdas", () => {
    const eventsAnHour = (30 * 3 * 3600) / (busy!.MaxDelaySeconds! / 2);
    expect(eventsAnHour * 4).toBeLessThan(25_000);
  });
});

describe('the list of batches', () => {
  const [rule, ...others] = rulesOf('Batches');
  const unread = async (times: number) => {
    let reads = 0;
    const { deps, store } = world({ batchProducts: 1 });
    const result = await runWorkflow({
      input: { runId: 'r', request: { catalog: products(2), locales: ['fr'] } },
      handlers: stepHandlers(deps),
      // As Step Functions names it.
      store: storeThat(store, () => (++reads <= times ? new LambdaError('States.ItemReaderFailed', 'SlowDown') : null)),
      definition: impatient(definition),
    });
    return { result, reads, status: ((await readJson(store, keys.summary('r'))) as Summary).status };
  };

  it('is read again when it could not be read', async () => {
    expect(rule?.ErrorEquals).toEqual(['States.ItemReaderFailed']);
    expect(others).toEqual([]);
    expect(await unread(rule!.MaxAttempts)).toMatchObject({ reads: 6, result: { ok: true }, status: 'COMPLETE' });
  });

  it('is given up in the end, and Merge says what is missing', async () => {
    expect(await unread(Infinity)).toMatchObject({ reads: 6, result: { ok: true }, status: 'FAILED' });
  });
});
