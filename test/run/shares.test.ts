import { describe, expect, it } from 'vitest';
import type { Locale } from '../../lib/catalog/locale.ts';
import { batchItemSchema, type PlanState } from '../../lib/run/contract/state.ts';
import type { StepDeps } from '../../lib/run/ports.ts';
import { type LocaleNeed, type RunNeeds, shareOut } from '../../lib/run/shares.ts';
import { planStep } from '../../lib/run/steps/plan.ts';
import { fullCallTokens } from '../../lib/translate/full-call.ts';
import { BATCH_SHARE } from '../../lib/translate/pacing/share.ts';
import { MODELS, modelFacts } from '../../lib/translate/routing.ts';
import { products, world } from '../fakes/run.ts';

const [SMALL = ''] = MODELS.groups.western;
const [ASIAN = ''] = MODELS.groups.asian;
const need = (tag: string, minutes: number, model = SMALL): LocaleNeed => ({ locale: tag as Locale, model, minutes });
const share = (needs: Partial<RunNeeds> & Pick<RunNeeds, 'locales'>) =>
  shareOut({ batches: 1, maxConcurrency: 10, plan: 'developer', ...needs });
const ES = 'es' as Locale;

describe('the shares of a run', () => {
  it('are all of the limits for a short run, whose calls fit into one minute', () => {
    const shared = share({ locales: ['es', 'fr', 'de'].map((tag) => need(tag, 0.33)), plan: 'free' });
    expect(shared).toMatchObject({ localeConcurrency: 3, batchConcurrency: 3 });
    expect(shared.shareOf(ES, 1)).toBe(1);
  });

  it('are an equal part of nine tenths for the jobs of a batch run that are in flight at once', () => {
    const locales = ['es', 'fr', 'de'].map((tag) => need(tag, 5));
    expect(share({ locales }).shareOf(ES, 5)).toBeCloseTo(BATCH_SHARE / 3, 12);
    expect(share({ locales, batches: 50, maxConcurrency: 12 }).shareOf(ES, 0.1)).toBeCloseTo(BATCH_SHARE / 12, 12);
    expect(share({ locales, batches: 2, maxConcurrency: 12 }).shareOf(ES, 2.5)).toBeCloseTo(BATCH_SHARE / 6, 12);
  });

  it('are larger for the jobs that take more where all are in flight at once, and add up to nine tenths', () => {
    const locales = ['es', 'fr', 'de'].map((tag) => need(tag, 5));
    const { shareOf } = share({ locales, batches: 2, maxConcurrency: 12 });
    const [large, small] = [shareOf(ES, 4), shareOf(ES, 1)];
    expect(large).toBeCloseTo(BATCH_SHARE / 12 + ((BATCH_SHARE / 2) * 4) / 15, 12);
    expect(small).toBeCloseTo(BATCH_SHARE / 12 + BATCH_SHARE / 2 / 15, 12);
    expect(3 * (large + small)).toBeCloseTo(BATCH_SHARE, 12);
  });

  it('count only the jobs that ask the same model, and have anything to ask', () => {
    const locales = [need('es', 5), need('fr', 0), need('ja', 5, ASIAN), need('ko', 5, ASIAN)];
    const { shareOf } = share({ locales });
    expect(shareOf(ES, 5)).toBe(BATCH_SHARE);
    expect(shareOf('ja' as Locale, 5)).toBe(BATCH_SHARE / 2);
  });

  it('hold a full call a minute each: where they would not, fewer jobs run at once', () => {
    const locales = ['es', 'fr', 'de'].map((tag) => need(tag, 5));
    const free = share({ locales, batches: 50, plan: 'free' });
    expect(free).toMatchObject({ localeConcurrency: 1, batchConcurrency: 1 });
    expect(free.shareOf(ES, 0.1)).toBe(BATCH_SHARE);

    const developer = share({ locales, batches: 1_000, maxConcurrency: 1_000 });
    const inFlight = developer.localeConcurrency * developer.batchConcurrency;
    const room = (modelFacts(SMALL).limits.developer.tokensPerMinute ?? 0) * developer.shareOf(ES, 0.005);
    expect(room).toBeGreaterThanOrEqual(fullCallTokens(SMALL, ES));
    // With one more locale's worth of jobs there would be too little.
    expect((room * inFlight) / (inFlight + 3)).toBeLessThan(fullCallTokens(SMALL, ES));
  });

  it('are whole, and the concurrency as asked for, where no limits hold', () => {
    const shared = share({ locales: [need('es', 500)], batches: 50, plan: null });
    expect(shared).toMatchObject({ localeConcurrency: 1, batchConcurrency: 10 });
    expect(shared.shareOf(ES, 1)).toBe(1);
  });
});

describe('a full call', () => {
  it.each(['es', 'ja', 'ar'])("fits into the free tier's minute, also within a batch run's part of it: %s", (tag) => {
    expect(fullCallTokens(SMALL, tag as Locale)).toBeGreaterThan(3_000);
    expect(fullCallTokens(SMALL, tag as Locale)).toBeLessThan(8_000 * BATCH_SHARE);
  });
});

describe('a plan', () => {
  const request = { catalog: products(30), products: 'all', locales: ['fr', 'de'], maxConcurrency: 4 };
  async function planned(options: Partial<StepDeps>) {
    const w = world({ batchProducts: 1, ...options });
    const state: PlanState = await planStep({ runId: 'r', request }, w.deps);
    const items = JSON.parse((await w.store.read(state.batchesKey)) ?? '') as unknown[];
    return {
      state,
      shares: new Set(items.flatMap((item) => batchItemSchema.parse(item).jobs.map(({ share: own }) => own))),
    };
  }

  it('gives each job of a batch run its share, and lets as many run as have room', async () => {
    const { state, shares } = await planned({ providerPlan: 'free' });
    expect(state).toMatchObject({ localeConcurrency: 1, batchConcurrency: 1 });
    expect(shares).toEqual(new Set([BATCH_SHARE]));
  });

  it.each<Partial<StepDeps>>([
    { providerPlan: 'developer' },
    { engine: 'offline', origin: 'offline', providerPlan: 'free' },
  ])('leaves a short run, and any run offline, as it is: %o', async (options) => {
    const { state, shares } = await planned(options);
    expect(state).toMatchObject({ localeConcurrency: 2, batchConcurrency: 2 });
    expect(shares).toEqual(new Set([1]));
  });
});
