import { describe, expect, it } from 'vitest';
import { keys } from '../../lib/run/contract/keys.ts';
import { type LocaleJob, mergeInputSchema } from '../../lib/run/contract/state.ts';
import type { StepDeps } from '../../lib/run/ports.ts';
import { mergeStep } from '../../lib/run/steps/merge.ts';
import { planStep } from '../../lib/run/steps/plan.ts';
import { translateStep } from '../../lib/run/steps/translate.ts';
import { ProviderUnavailable, RateLimited } from '../../lib/translate/errors.ts';
import { CHECKPOINT_MS } from '../../lib/translate/memory.ts';
import { usdOf } from '../../lib/translate/routing.ts';
import { CALL_USAGE } from '../fakes/model.ts';
import { product, run, type World, world } from '../fakes/run.ts';

/** Products whose texts fill a call each; the second one's text is `STUBBORN`. */
const filling = (mark: string) => `${'soft brushed fleece keeps warm air close '.repeat(110)} ${mark}`;
const bare = { product_name: null, available_colors: null };
const catalog = (count: number, maxUsd: number | null = null) => ({
  catalog: Array.from({ length: count }, (_, index) =>
    product(index + 1, { ...bare, product_features: filling('abcdefgh'[index] ?? '') }),
  ),
  locales: ['fr'] as [string],
  maxUsd,
});
const isOf = (text: string | undefined, mark: string) => text?.endsWith(` ${mark}`) === true;

const jobOf = async (w: World, request: ReturnType<typeof catalog>): Promise<LocaleJob> => {
  const { jobs } = await planStep({ runId: 'r', request }, w.deps);
  return (jobs as LocaleJob[])[0] as LocaleJob;
};

describe('a text that no model could translate', () => {
  it('is not asked for again when the job is called again', async () => {
    let closedUntil: number | null = null;
    const w: World = world({
      answers: {
        translate: (text) => (isOf(text, 'a') ? '' : `[fr] ${text}`),
        fail: async ({ segments: [first] }) => {
          if (!isOf(first?.text, 'b')) return;
          // By then both models have had their turn at the other text.
          await expect.poll(askedForIt).toHaveLength(4);
          closedUntil ??= w.clock.now() + 40_000;
          if (w.clock.now() < closedUntil) throw new RateLimited('429', closedUntil - w.clock.now());
        },
      },
    });
    // Once, again with what was wrong, and both from the chain's next model.
    const askedForIt = () => w.model.textsAsked().filter((text) => isOf(text, 'a'));
    const told = await run(w, catalog(2));
    expect(told.events.filter(({ type }) => type === 'waiting')).toHaveLength(1);
    expect(askedForIt()).toHaveLength(4);
    expect(told.summary).toMatchObject({ status: 'PARTIAL' });
    expect(told.failures).toMatchObject([
      { product_id: 1, error: 'ModelAnswerInvalid', cause: expect.stringContaining('empty') },
    ]);
  });

  it('keeps its own reason when the job ends for another', async () => {
    const w = world({
      answers: {
        translate: (text) => (isOf(text, 'a') ? '' : `[fr] ${text}`),
        fail: ({ segments: [first] }) => {
          if (isOf(first?.text, 'b')) throw new ProviderUnavailable('503');
        },
      },
    });
    const told = await run(w, catalog(2));
    expect(told.failures).toMatchObject([
      { product_id: 1, error: 'ModelAnswerInvalid', lastAnswer: '' },
      { product_id: 2, error: 'ProviderUnavailable' },
    ]);
  });
});

/** A job of three calls whose Lambda is cut off while it waits for the answer about `c`, checkpoints after it had those about `a` and `b`. */
async function cutOff(w: World, job: LocaleJob): Promise<void> {
  const deps: StepDeps = {
    ...w.deps,
    model: {
      complete: async (request) => {
        const text = request.messages.at(-1)?.content ?? '';
        if (text.includes(' c"')) return new Promise(() => {});
        // The second answer comes after the checkpoint of the first.
        if (text.includes(' b"')) await expect.poll(() => recorded()).toBe(CALL_USAGE.promptTokens);
        w.clock.advance(CHECKPOINT_MS);
        return w.model.complete(request);
      },
    },
  };
  const folder = keys.attempts(job, job.batch, job.locale);
  const recorded = async () => {
    const [key = ''] = await w.store.list(folder);
    return JSON.parse((await w.store.read(key)) ?? '{}').usage?.promptTokens;
  };
  void translateStep(job, deps);
  await expect.poll(recorded).toBe(2 * CALL_USAGE.promptTokens);
}

describe('an invocation that is cut off', () => {
  const cost = usdOf('openai/gpt-oss-20b', CALL_USAGE);

  it('has what it had spent by its last checkpoint in the sums of the run', async () => {
    const w = world();
    const job = await jobOf(w, catalog(3));
    await cutOff(w, job);
    await translateStep(job, w.deps);
    await mergeStep(mergeInputSchema.parse({ runId: 'r' }), w.deps);
    const summary = JSON.parse((await w.store.read(keys.summary('r'))) ?? '');
    const { calls } = summary.stats;
    // Three went out, of which one brought nothing; the next invocation asked for what was missing.
    expect(calls).toBe(3 + (w.model.asked.length - 2));
    expect(summary.stats.usd).toBeGreaterThanOrEqual(2 * cost);
    expect(summary).toMatchObject({ status: 'COMPLETE' });
  });

  it('has in the sums what came soon after its last checkpoint too, though nothing came since', async () => {
    const w = world();
    const job = await jobOf(w, catalog(3));
    const silent: StepDeps = {
      ...w.deps,
      checkpointMs: 100,
      model: {
        complete: async (request) =>
          request.messages.at(-1)?.content.includes(' c"') ? new Promise(() => {}) : w.model.complete(request),
      },
    };
    void translateStep(job, silent);
    await expect.poll(() => w.store.list(keys.attempts(job, job.batch, job.locale))).toHaveLength(1);
    const [key = ''] = await w.store.list(keys.attempts(job, job.batch, job.locale));
    const { usage, unanswered } = JSON.parse((await w.store.read(key)) ?? '');
    expect([usage.promptTokens, unanswered]).toEqual([2 * CALL_USAGE.promptTokens, 1]);
  });

  it('has used up its part of the budget', async () => {
    const w = world();
    const job = await jobOf(w, catalog(3));
    await cutOff(w, job);
    expect(await translateStep({ ...job, maxUsd: 2 * cost }, w.deps)).toMatchObject({ status: 'partly' });
    expect(w.model.asked).toHaveLength(2);
  });

  it('is counted once when it ends after its checkpoint', async () => {
    const w = world();
    const job = await jobOf(w, catalog(3));
    const slow: StepDeps = {
      ...w.deps,
      model: {
        complete: async (request) => {
          w.clock.advance(CHECKPOINT_MS);
          return w.model.complete(request);
        },
      },
    };
    await translateStep(job, slow);
    expect(await w.store.list(keys.attempts(job, job.batch, job.locale))).toHaveLength(1);
    await mergeStep(mergeInputSchema.parse({ runId: 'r' }), w.deps);
    const summary = JSON.parse((await w.store.read(keys.summary('r'))) ?? '');
    expect(summary.stats).toMatchObject({ calls: w.model.asked.length, retries: 0 });
  });
});

describe('a run that was cut off and is taken up again', () => {
  const cost = usdOf('openai/gpt-oss-20b', CALL_USAGE);

  it('has what both of its plannings have spent in its sums, and in its budget', async () => {
    const w = world();
    const request = catalog(3, 1);
    const first = await jobOf(w, request);
    await cutOff(w, first);
    const before = w.model.asked.length;

    const second = await jobOf(w, request);
    expect(second.planId).not.toBe(first.planId);
    expect(second.maxUsd).toBeLessThanOrEqual(1 - before * cost + 1e-12);
    await translateStep(second, w.deps);
    await mergeStep(mergeInputSchema.parse({ runId: 'r' }), w.deps);
    const summary = JSON.parse((await w.store.read(keys.summary('r'))) ?? '');
    // Three went out at first, of which one brought nothing.
    expect(summary.stats.calls).toBe(3 + (w.model.asked.length - before));
    expect(summary.stats.usd).toBeCloseTo(w.model.asked.length * cost, 9);
  });

  it('counts a job that had ended once, with all of its invocations', async () => {
    const w = world();
    const request = catalog(3);
    const first = await jobOf(w, request);
    await cutOff(w, first);
    await translateStep(first, w.deps);
    const sent = w.model.asked.length + 1;

    await translateStep(await jobOf(w, request), w.deps);
    await mergeStep(mergeInputSchema.parse({ runId: 'r' }), w.deps);
    const summary = JSON.parse((await w.store.read(keys.summary('r'))) ?? '');
    expect(summary.stats.calls).toBe(sent);
    expect(summary.status).toBe('COMPLETE');
  });
});
