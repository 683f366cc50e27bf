import { describe, expect, it } from 'vitest';
import { keys } from '../../lib/run/contract/keys.ts';
import type { LocaleJob } from '../../lib/run/contract/state.ts';
import { planStep } from '../../lib/run/steps/plan.ts';
import { translateStep } from '../../lib/run/steps/translate.ts';
import { readJson, writeJson } from '../../lib/run/store.ts';
import { ProviderKeyRejected, ProviderUnavailable } from '../../lib/translate/errors.ts';
import { fakePublished } from '../fakes/published.ts';
import { documents, product, run, world } from '../fakes/run.ts';

/** A catalog that can change, in a bucket; a model that can refuse a locale's calls. */
function shop() {
  const files: Record<string, string> = {};
  const published = fakePublished();
  const refused = new Map<string, Error>();
  const w = world({
    documents: { ...documents(files), identify: () => ({ name: 'shop', isPublished: true }) },
    published: published.published,
    answers: {
      fail: ({ locale }) => {
        const error = refused.get(locale);
        if (error) throw error;
      },
    },
  });
  const put = (...products: unknown[]) => {
    files['c.json'] = JSON.stringify(products);
  };
  const take = (locales: [string, ...string[]]) =>
    run(w, { catalog: 'c.json', locales, maxConcurrency: 1 }, { runId: 'r' });
  return { put, take, refused, published };
}

describe('a run that is taken up again', () => {
  it('takes no part of the plan before for one of its own, when the catalog has changed since and a job leaves none', async () => {
    const { put, take, refused, published } = shop();
    put(product(1), product(2));
    refused.set('es', new ProviderUnavailable('503'));
    expect((await take(['es', 'fr'])).summary).toMatchObject({ status: 'PARTIAL' });

    put(product(9, { product_features: 'waterproof zip' }), product(1), product(2));
    refused.set('es', new ProviderKeyRejected('refused'));
    const { merged } = await take(['es', 'fr']);
    // The refused key stopped the run before French had its turn.
    expect(merged.products.map(({ translations }) => translations['fr']?.['features'])).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(published.json('shop/fr.json')).toHaveLength(2);
    expect(JSON.stringify(published.json('shop/fr.json'))).not.toContain('"product_id":9');

    refused.clear();
    const { merged: whole } = await take(['es', 'fr']);
    expect(whole.products.map(({ translations }) => translations['fr']?.['features'])).toEqual([
      '[fr] waterproof zip',
      '[fr] thumb loops of kind b',
      '[fr] thumb loops of kind c',
    ]);
  });

  it('says no more what had stopped it, once it has got through', async () => {
    const { put, take, refused } = shop();
    put(product(1));
    refused.set('fr', new ProviderKeyRejected('there is no key'));
    expect((await take(['fr'])).summary).toMatchObject({ status: 'FAILED', stoppedBy: { cause: 'there is no key' } });
    refused.clear();
    expect((await take(['fr'])).summary).toMatchObject({ status: 'COMPLETE', stoppedBy: null });
  });
});

describe('a job that is called again', () => {
  it('has what its earlier invocations have left of its share of the budget', async () => {
    const w = world();
    const { jobs } = await planStep(
      { runId: 'r', request: { catalog: [product(1)], locales: ['fr', 'de'], maxUsd: 1 } },
      w.deps,
    );
    const [french, german] = jobs as [LocaleJob, LocaleJob];
    const usage = { promptTokens: 1, cachedTokens: 0, completionTokens: 1 };
    const attempt = { startedAt: 1, ms: 1, model: 'm', calls: 1, retries: 0, unanswered: 0, usage };
    const spent = { ...attempt, usd: french.maxUsd, error: 'ProviderUnavailable', cause: '503' };
    await writeJson(w.store, `${keys.attempts(french, 0, french.locale)}1-1.json`, spent);

    expect(await translateStep(french, w.deps)).toMatchObject({ status: 'failed', translated: 0 });
    expect(w.model.asked).toEqual([]);
    expect(await readJson(w.store, keys.part(french, 0, french.locale))).toMatchObject({
      products: [{ failures: expect.arrayContaining([expect.objectContaining({ error: 'BudgetReached' })]) }],
    });
    expect(await translateStep(german, w.deps)).toMatchObject({ status: 'translated' });
  });
});

describe('a job of a run whose key was refused to another', () => {
  it('asks for nothing, and says why; what memory holds is still delivered', async () => {
    const refuse = { now: true };
    const w = world({
      answers: {
        fail: () => {
          if (refuse.now) throw new ProviderKeyRejected('the key was refused: 401');
        },
      },
    });
    const request = { catalog: [product(1)], locales: ['es', 'fr'] };
    const { jobs } = await planStep({ runId: 'r', request }, w.deps);
    await expect(translateStep(jobs[0], w.deps)).rejects.toThrow('401');
    const asked = w.model.asked.length;
    refuse.now = false;
    await expect(translateStep(jobs[1], w.deps)).rejects.toMatchObject({
      name: 'ProviderKeyRejected',
      message: 'the key was refused: 401',
    });
    expect(w.model.asked).toHaveLength(asked);
    const caught = { Error: 'ProviderKeyRejected', Cause: '{"errorMessage":"the key was refused: 401"}' };
    expect(await translateStep({ ...jobs[1], caught }, w.deps)).toMatchObject({ status: 'failed', stop: true });
  });
});
