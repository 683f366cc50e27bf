import { inMemoryStore } from '../lib/adapters/memory-store.ts';
import type { Locale } from '../lib/catalog/locale.ts';
import { bundledCatalog } from '../lib/local/package-folder.ts';
import { runHere } from '../lib/local/run-here.ts';
import { runWorkflow } from '../lib/local/runner.ts';
import { keys } from '../lib/run/contract/keys.ts';
import { MAX_MERGED_PRODUCTS } from '../lib/run/contract/results.ts';
import type { BatchItem, LocaleJob, PlanState } from '../lib/run/contract/state.ts';
import { BATCH_PRODUCTS } from '../lib/run/plan.ts';
import { newRunId } from '../lib/run/run-id.ts';
import { writeJson } from '../lib/run/store.ts';
import { modelFacts, route } from '../lib/translate/routing.ts';
import { withOfflineDeps } from './here.ts';
import { AWS_PRICES } from './prices.ts';
import type { Row } from './row.ts';

const PRODUCTS = 1_000_000;
const LOCALES =
  'es fr de it pt-BR nl sv da nb fi pl cs sk hu ro bg el uk hr sl ja zh-Hans zh-Hant ko th vi id hi ar he'.split(' ');
/** What changes in a night, of a catalog that is kept up. */
const CHANGED = 0.01;
/** A multipart upload's part. */
const PART_BYTES = 8 * 2 ** 20;
const PRODUCT_BYTES = 1_500;

/**
 * A million products into thirty languages, on paper: transitions counted by the workflow's own definition, tokens measured on the bundled catalog, prices
 * and limits from the tables.
 */
export async function paperRows(): Promise<Row[]> {
  const batches = PRODUCTS / BATCH_PRODUCTS;
  // Counted on two small runs: the definition adds the same for each batch, whatever their number.
  const [few, more] = [await transitions(2), await transitions(3)];
  const transitionCount = few + (batches - 2) * (more - few);
  const jobs = batches * LOCALES.length;
  const uploads = (2 * LOCALES.length * PRODUCTS * PRODUCT_BYTES) / PART_BYTES;
  const parts = (LOCALES.length * PRODUCTS) / MAX_MERGED_PRODUCTS;
  // Of each job its part and what it bought; of each batch its products; of each locale its catalog twice and its parts.
  const puts = 2 * jobs + batches + uploads + parts;
  const tokens = await tokensPerProduct();
  const row = (what: string, measured: string): Row => ({ what, measured, goal: 'on paper', met: true });
  const whole = modelBill(tokens, PRODUCTS);
  const night = modelBill(tokens, PRODUCTS * CHANGED);
  const of = `${PRODUCTS} products x ${LOCALES.length} locales`;
  const dollars = (usd: number) => `${usd.toFixed(usd < 100 ? 2 : 0)} USD`;
  return [
    row(`${of}: state transitions`, `${transitionCount}, ${dollars(transitionCount * AWS_PRICES.transition)}`),
    row(`${of}: objects written`, `${Math.round(puts)}, ${dollars(puts * AWS_PRICES.put)}`),
    row(`${of}, all of it: tokens`, `${(whole.tokens / 1e9).toFixed(1)} thousand million, ${dollars(whole.usd)}`),
    row(`${of}, all of it: hours at the developer plan's limits`, whole.hours.toFixed(0)),
    row(
      `${of}, ${CHANGED * 100}% changed: tokens`,
      `${(night.tokens / 1e6).toFixed(0)} million, ${dollars(night.usd)}`,
    ),
    row(`${of}, ${CHANGED * 100}% changed: hours at the developer plan's limits`, night.hours.toFixed(1)),
  ];
}

/** State transitions of a run of so many batches in which every job goes well, as the definition has them. */
async function transitions(batches: number): Promise<number> {
  const store = inMemoryStore();
  const run = { runId: 'paper', planId: 'plan' };
  const items = Array.from({ length: batches }, (_, batch): BatchItem => {
    const jobs = LOCALES.map((locale): LocaleJob => {
      const waiting = { fruitlessPauses: 0, waitedSeconds: 0 };
      return { ...run, batch, locale: locale as Locale, maxUsd: null, share: 1, ...waiting };
    });
    return { runId: run.runId, batch, localeConcurrency: 10, jobs };
  });
  await writeJson(store, keys.batches(run), items);
  const plan: PlanState = {
    runId: run.runId,
    mode: 'manyBatches',
    batchesKey: keys.batches(run),
    batchConcurrency: 1,
    localeConcurrency: 10,
    jobs: [],
    merges: LOCALES.map((locale) => ({ runId: run.runId, locale: locale as Locale })),
  };
  const result = await runWorkflow({
    input: { runId: run.runId, request: {} },
    store,
    handlers: {
      plan: async () => plan,
      translate: async (state) => {
        const { runId, batch, locale } = state as LocaleJob;
        return { status: 'translated', runId, batch, locale, units: 1, translated: 1, failed: 0, stop: false };
      },
      merge: async () => ({}),
    },
  });
  if (!result.ok) throw new Error(result.message);
  return result.transitions;
}

interface Tokens {
  readonly prompt: number;
  readonly completion: number;
}

/** What a product of the bundled catalog takes in each language group, measured against the stand-in. */
async function tokensPerProduct(): Promise<ReadonlyMap<string, Tokens>> {
  const perGroup = new Map<string, Tokens>();
  for (const locale of ['es', 'ja', 'ar']) {
    await withOfflineDeps(0, async (deps) => {
      const request = { catalog: bundledCatalog(), products: 'all', locales: [locale] as [string] } as const;
      const run = await runHere(newRunId(new Date()), request, deps);
      if (!run.ok) throw new Error(run.message);
      const { stats, counts } = run.summary;
      const { group } = route(locale as Locale, null);
      perGroup.set(group, {
        prompt: stats.promptTokens / counts.products,
        completion: stats.completionTokens / counts.products,
      });
    });
  }
  return perGroup;
}

/** All locales at their first model's price; models have limits of their own and work side by side. */
function modelBill(perGroup: ReadonlyMap<string, Tokens>, products: number) {
  const perModel = new Map<string, number>();
  let usd = 0;
  for (const locale of LOCALES) {
    const { group, chain } = route(locale as Locale, null);
    const { prompt, completion } = perGroup.get(group) ?? { prompt: 0, completion: 0 };
    const model = chain[0] ?? '';
    const { usdPerMillion } = modelFacts(model);
    usd += (products * (prompt * usdPerMillion.prompt + completion * usdPerMillion.completion)) / 1e6;
    perModel.set(model, (perModel.get(model) ?? 0) + products * (prompt + completion));
  }
  const minutes = [...perModel].map(
    ([model, tokens]) => tokens / (0.9 * (modelFacts(model).limits.developer.tokensPerMinute ?? Infinity)),
  );
  return {
    tokens: [...perModel.values()].reduce((sum, own) => sum + own, 0),
    usd,
    hours: Math.max(...minutes) / 60,
  };
}
