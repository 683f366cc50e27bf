import { describe, expect, it } from 'vitest';
import { runChecks } from '../../../lib/run/checks.ts';
import { keys } from '../../../lib/run/contract/keys.ts';
import type { Summary } from '../../../lib/run/contract/results.ts';
import type { Span } from '../../../lib/run/contract/span.ts';
import { mergeStep } from '../../../lib/run/steps/merge.ts';
import { planStep } from '../../../lib/run/steps/plan.ts';
import { translateStep } from '../../../lib/run/steps/translate.ts';
import { readJson } from '../../../lib/run/store.ts';
import {
  ProviderKeyRejected,
  ProviderUnavailable,
  RateLimited,
  RequestRejected,
} from '../../../lib/translate/errors.ts';
import { documents, product, products, run, world } from '../../fakes/run.ts';
import { pathsOf, recordedSpans, treeFaults } from '../../fakes/spans.ts';

const named = (spans: readonly Span[], name: string) => spans.filter((span) => span.name === name);
const calls = (spans: readonly Span[]) => spans.filter(({ isRequest }) => isRequest);
const CALL = 'chat openai/gpt-oss-20b';

describe('the trace of a run', () => {
  it('of one product has the product over its languages, and those over their calls', async () => {
    const traced = recordedSpans();
    await run(world(traced), { catalog: products(3), products: [2], locales: ['fr', 'pt-BR'] });
    expect(treeFaults(traced.all)).toEqual([]);
    const under = (language: string) => [
      `translate_product_2 > translate_to_${language}`,
      ...['attempt', CALL, 'recall_memory'].map((name) => `translate_product_2 > translate_to_${language} > ${name}`),
    ];
    expect(pathsOf(traced.all)).toEqual(
      ['translate_product_2', ...under('french'), ...under('brazilian_portuguese')].sort(),
    );
    expect(named(traced.all, 'translate_product_2')[0]?.attributes).toMatchObject({
      'openinference.span.kind': 'CHAIN',
      product_id: '2',
      locales: ['fr', 'pt-BR'],
      status: 'COMPLETE',
      success: true,
      units: 6,
      translated: 6,
      calls: 2,
      memory_hits: 0,
      prompt_tokens: 200,
      completion_tokens: 100,
    });
    expect(named(traced.all, 'translate_to_french')[0]?.attributes).toMatchObject({
      locale: 'fr',
      language: 'French',
      model: 'openai/gpt-oss-20b',
      success: true,
      units: 3,
      translated: 3,
      calls: 1,
      response_length: '[fr] thumb loops of kind c'.length + '[fr] Sage'.length + '[fr] Cloud'.length,
    });
  });

  it('of several products has the catalog over its batches, through the Distributed Map as well', async () => {
    const traced = recordedSpans();
    await run(world({ ...traced, batchProducts: 2 }), { catalog: products(5), locales: ['fr', 'de'] });
    expect(treeFaults(traced.all)).toEqual([]);
    const paths = new Set(pathsOf(traced.all));
    for (const batch of [0, 1, 2])
      for (const language of ['french', 'german'])
        expect(paths).toContain(`translate_catalog > translate_batch_${batch} > translate_to_${language} > ${CALL}`);
    expect(calls(traced.all).map(({ attributes }) => attributes['product_ids'])).toContainEqual(['1', '2']);
    expect(named(traced.all, 'translate_catalog')).toHaveLength(1);
  });

  it('is the same tree where each locale is merged by itself', async () => {
    const [whole, split] = [recordedSpans(), recordedSpans()];
    const request = { catalog: products(5), locales: ['fr', 'de'] } as const;
    await run(world({ ...whole, batchProducts: 2 }), { ...request, locales: ['fr', 'de'] });
    await run(world({ ...split, batchProducts: 2, mergeProducts: 3 }), { ...request, locales: ['fr', 'de'] });
    expect(treeFaults(split.all)).toEqual([]);
    expect(pathsOf(split.all)).toEqual(pathsOf(whole.all));
  });

  it('shows a failed locale as an error with its cause, and the others as they are', async () => {
    const traced = recordedSpans();
    const fail = ({ locale }: { locale: string }) => {
      if (locale === 'de') throw new ProviderUnavailable('503 it said');
    };
    await run(world({ ...traced, answers: { fail } }), { catalog: products(1), products: [1], locales: ['fr', 'de'] });
    expect(treeFaults(traced.all)).toEqual([]);
    const [german] = named(traced.all, 'translate_to_german');
    expect(german?.error).toEqual({ error: 'ProviderUnavailable', cause: '503 it said' });
    expect(german?.attributes).toMatchObject({ success: false, translated: 0, failed: 3 });
    expect(named(traced.all, 'translate_to_french')[0]?.error).toBeNull();
    const german503 = calls(traced.all).filter(({ attributes }) => attributes['locale'] === 'de');
    expect(german503.every(({ error }) => error?.error === 'ProviderUnavailable')).toBe(true);
  });

  it('doubles no id when an invocation fails and is called again, and shows both', async () => {
    const traced = recordedSpans();
    const fail = ({ locale, beforeOfLocale }: { locale: string; beforeOfLocale: number }) => {
      if (locale === 'fr' && beforeOfLocale === 0) throw new ProviderUnavailable('503');
    };
    const told = await run(world({ ...traced, answers: { fail } }), { catalog: products(1), locales: ['fr', 'de'] });
    expect(told.summary.status).toBe('COMPLETE');
    expect(treeFaults(traced.all)).toEqual([]);
    const french = named(traced.all, 'translate_to_french');
    expect(french).toHaveLength(1);
    expect(french[0]?.error).toBeNull();
    expect(french[0]?.events).toMatchObject([{ name: 'attempt.ended', attributes: { error: 'ProviderUnavailable' } }]);
    const attempts = named(traced.all, 'attempt').filter(({ attributes }) => attributes['locale'] === 'fr');
    expect(attempts.map(({ error }) => error?.error)).toEqual(['ProviderUnavailable', undefined]);
  });

  it('shows corrections, other models and refusals for the rate as retries, waits as spans and checks as events', async () => {
    const traced = recordedSpans();
    const refusals = [true];
    const w = world({
      ...traced,
      answers: {
        fail: () => {
          if (refusals.pop()) throw new RateLimited('slow down', 2_000);
        },
        // Nothing for the first model's two calls.
        translate: (text, { before }) => (before < 3 ? undefined : `[fr] ${text}`),
      },
    });
    await run(w, { catalog: products(1), products: [1], locales: ['fr'] });
    expect(treeFaults(traced.all)).toEqual([]);
    const reasons = calls(traced.all).map(({ events }) => events[0]?.attributes['reason'] ?? null);
    expect(reasons).toEqual([null, 'rate', 'correction', 'model']);
    expect(calls(traced.all)[0]?.error).toEqual({ error: 'RateLimited', cause: 'slow down' });
    const [first] = named(traced.all, 'wait_for_rate_limit').map(({ startMs, endMs }) => endMs - startMs);
    expect(first).toBe(2_000);
    const checked = named(traced.all, 'attempt')[0]?.events.map(({ attributes }) => attributes);
    expect(checked).toMatchObject([{ refused: 3 }, { refused: 3 }, { accepted: 3, refused: 0 }]);
  });

  it('counts what memory held', async () => {
    const traced = recordedSpans();
    const w = world(traced);
    const request = { catalog: products(2), locales: ['fr'] as [string] };
    await run(w, request, { runId: 'first' });
    const first = traced.all.length;
    await run(w, request, { runId: 'second' });
    const second = traced.all.slice(first);
    expect(treeFaults(second)).toEqual([]);
    expect(named(second, 'recall_memory')[0]?.attributes).toMatchObject({ hits: 4, misses: 0 });
    expect(named(second, 'translate_catalog')[0]?.attributes).toMatchObject({ memory_hits: 6, calls: 0, usd: 0 });
    expect(calls(second)).toEqual([]);
  });

  it("exports a run's own spans once, however often Merge is called", async () => {
    const traced = recordedSpans();
    const w = world(traced);
    await run(w, { catalog: products(2), locales: ['fr'] }, { runId: 'r' });
    const before = traced.all.length;
    await mergeStep({ runId: 'r' }, w.deps);
    expect(traced.all).toHaveLength(before);
  });

  it('shows prompts and answers only where it is told to', async () => {
    const text = 'a text that nobody else is to read';
    const catalog = [product(1, { product_features: text })];
    const spansWith = async (content: boolean) => {
      const traced = recordedSpans({ content });
      await run(world(traced), { catalog, locales: ['fr'] });
      return traced.all;
    };
    const without = await spansWith(false);
    expect(JSON.stringify(without)).not.toContain(text);
    const [call] = calls(await spansWith(true));
    expect(call?.attributes['llm.input_messages.0.message.role']).toBe('system');
    expect(call?.attributes['input.value']).toContain(text);
    expect(call?.attributes['llm.output_messages.0.message.content']).toContain(`[fr] ${text}`);
    expect(JSON.parse(`${call?.attributes['llm.invocation_parameters']}`)).toHaveProperty('max_completion_tokens');
  });

  it('is a part of the results nowhere: a store that takes no mark of it costs the trace and nothing else', async () => {
    const traced = recordedSpans();
    const w = world(traced);
    const events: string[] = [];
    const store: typeof w.store = {
      ...w.store,
      write: (key, text) => (key.endsWith('/traced') ? Promise.reject(new Error('full')) : w.store.write(key, text)),
    };
    const deps = { ...w.deps, store, log: (event: string) => void events.push(event) };
    const told = await run({ ...w, deps }, { catalog: products(2), locales: ['fr'] });
    expect(told.summary.status).toBe('COMPLETE');
    expect(events).toContain('trace.dropped');
    expect(named(traced.all, 'translate_catalog')).toEqual([]);
  });

  it('is put under the context of the state: without one nothing is exported', async () => {
    const traced = recordedSpans();
    await run(world({ ...traced, documents: documents({}) }), { catalog: products(1), locales: ['fr'], dryRun: true });
    expect(traced.all).toEqual([]);
  });

  it('is one where the answer of an invocation was lost and it is called again', async () => {
    const traced = recordedSpans();
    // The second text fails, so that there is something left to do.
    const translate = (text: string) => (text === 'Cloud' ? undefined : `[fr] ${text}`);
    const w = world({ ...traced, answers: { translate } });
    const state = await planStep({ runId: 'r', request: { catalog: products(1), locales: ['fr'] } }, w.deps);
    const [job] = state.jobs;
    await translateStep(job, w.deps);
    w.clock.advance(5_000);
    await translateStep(job, w.deps);
    await mergeStep({ runId: 'r' }, w.deps);
    expect(treeFaults(traced.all)).toEqual([]);
    expect(named(traced.all, 'attempt')).toHaveLength(2);
    const summary = (await readJson(w.store, keys.summary('r'))) as Summary;
    expect(summary.stats.calls).toBe(w.model.asked.length);
  });

  it('asks nothing again where the lost answer was of a job that had all', async () => {
    const traced = recordedSpans();
    const w = world(traced);
    const state = await planStep({ runId: 'r', request: { catalog: products(1), locales: ['fr'] } }, w.deps);
    const first = await translateStep(state.jobs[0], w.deps);
    const asked = w.model.asked.length;
    w.clock.advance(5_000);
    expect(await translateStep(state.jobs[0], w.deps)).toEqual(first);
    expect(w.model.asked).toHaveLength(asked);
    await mergeStep({ runId: 'r' }, w.deps);
    expect(treeFaults(traced.all)).toEqual([]);
  });

  it('goes on in the same trace when a run that was cut off is taken up again', async () => {
    const traced = recordedSpans();
    const w = world({ ...traced, batchProducts: 1 });
    const request = { catalog: products(2), locales: ['fr', 'de'] as [string, string] };
    const state = await planStep({ runId: 'r', request }, w.deps);
    const items = (await readJson(w.store, state.batchesKey)) as { jobs: unknown[] }[];
    await translateStep(items[0]?.jobs[0], w.deps);
    w.clock.advance(60_000);
    await run(w, request, { runId: 'r' });
    expect(treeFaults(traced.all)).toEqual([]);
    // What had ended is another trace when it is taken up.
    const before = traced.all.length;
    await run(w, request, { runId: 'r' });
    expect(treeFaults(traced.all.slice(before))).toEqual([]);
    expect(traced.all[before]?.traceId).not.toBe(traced.all[0]?.traceId);
  });

  it('tells no text, and nothing that a provider has said, where no content may go with it', async () => {
    const secret = 'hidden pocket for your passport';
    const catalog = [product(1, { product_features: secret }), product(2, { product_features: `${secret} too` })];
    const told = async (fail: () => void, translate?: (text: string) => string) => {
      const traced = recordedSpans();
      const answers = { fail, ...(translate && { translate }) };
      const w = world({ ...traced, examine: runChecks, answers });
      await run(w, { catalog, locales: ['fr'] });
      return JSON.stringify(traced.all);
    };
    const refusals = [
      new RequestRejected(`m: 400 cannot read "${secret}"`),
      new ProviderKeyRejected(`the key was refused: 401 gsk_${secret} is no key`),
      new ProviderUnavailable(`m: 503 ${secret}`),
    ];
    for (const error of refusals) {
      const spans = await told(() => {
        throw error;
      });
      expect(spans).not.toContain(secret);
      expect(spans).toContain(error.name);
      expect(spans).toMatch(/: (400|401|503)"/);
    }
    const untranslated = await told(
      () => {},
      (text) => text,
    );
    expect(untranslated).not.toContain(secret);
    expect(untranslated).toContain('ModelAnswerInvalid');
  });
});
