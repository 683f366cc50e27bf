import { describe, expect, it } from 'vitest';
import { standInModel } from '../../bench/minutes/model.ts';
import type { RawRunRequest } from '../../lib/run/contract/request.ts';
import { draftRun } from '../../lib/run/steps/plan.ts';
import { RequestTooLarge } from '../../lib/translate/errors.ts';
import type { ModelAnswer, ModelPort } from '../../lib/translate/model.ts';
import { Pacer } from '../../lib/translate/pacing/pace.ts';
import { limitsOf, usdOf } from '../../lib/translate/routing.ts';
import { product, run, world } from '../fakes/run.ts';

type Plan = 'free' | 'developer';
const SENTENCE = 'The storm hood of this jacket keeps rain and wind away from your face on long walks. ';
const long = (characters: number) => SENTENCE.repeat(Math.ceil(characters / SENTENCE.length));
const withText = (id: number, text: string) => product(id, { product_features: text });

/** The run as it is foretold, and as it goes against the stand-in with a plan's limits. */
async function planAndRun(plan: Plan, request: Partial<RawRunRequest>) {
  const w = world({ providerPlan: plan });
  const random = () => 0.5;
  const locales = request.locales as string[];
  const limits = limitsOf('openai/gpt-oss-20b', plan);
  const counted = counting(await standInModel(w.clock, limits, { locales, random }));
  const pacer = new Pacer({ clock: w.clock, plan, share: 1, random });
  const deps = { ...w.deps, model: counted.model, pacer: () => pacer };
  const draft = await draftRun({ runId: 'plan', request: { catalog: [], ...request } as RawRunRequest }, deps);
  return { estimate: draft.estimate, told: await run({ ...w, deps }, request), ...counted.bought };
}

function counting(inner: ModelPort) {
  const bought = { calls: 0, promptTokens: 0, completionTokens: 0, usd: 0, tooLarge: 0 };
  const count = (model: string, { usage }: ModelAnswer) => {
    bought.calls++;
    bought.promptTokens += usage.promptTokens;
    bought.completionTokens += usage.completionTokens;
    bought.usd += usdOf(model, usage);
  };
  const model: ModelPort = {
    async complete(request) {
      try {
        const answer = await inner.complete(request);
        count(request.model, answer);
        return answer;
      } catch (error) {
        if (error instanceof RequestTooLarge) bought.tooLarge++;
        throw error;
      }
    },
  };
  return { model, bought };
}

const FIGURES = ['promptTokens', 'completionTokens', 'usd'] as const;
type Held = Awaited<ReturnType<typeof planAndRun>>;

function expectNear(held: Held): void {
  const { total } = held.estimate;
  expect(total.calls).toBe(held.calls);
  for (const figure of FIGURES) expect(Math.abs(total[figure] / held[figure] - 1), figure).toBeLessThan(0.2);
}

describe('a text whose call can never be let in', () => {
  const catalog = [
    ...Array.from({ length: 12 }, (_, index) => withText(index, `${long(900)} ${'abcdefghijkl'[index]}`)),
    withText(100, long(60_000)),
  ];

  it('is estimated as nothing where the plan’s limits refuse it, as the run then buys nothing of it', async () => {
    const held = await planAndRun('free', { catalog, products: 'all', locales: ['nl'] });
    expectNear(held);
    expect(held.calls).toBeGreaterThan(2);
    // The first model of the chain refuses it, and the next one.
    expect(held.tooLarge).toBe(2);
    expect(held.told.summary.status).toBe('PARTIAL');
    expect(held.told.failures).toMatchObject([{ product_id: 100, error: 'RequestTooLarge' }]);
    const { units } = held.estimate.total;
    expect(held.told.summary.counts).toMatchObject({ units, failed: 1 });
  });

  it('costs neither money nor time where it is all there is to ask', async () => {
    const bare = { product_name: 'Hoodie', available_colors: null };
    const alone = [product(1, { ...bare, product_features: long(60_000) })];
    const held = await planAndRun('free', { catalog: alone, locales: ['nl'] });
    expect(held.estimate.total).toMatchObject({ calls: 0, promptTokens: 0, completionTokens: 0, usd: 0, minutes: 0 });
    expect(held).toMatchObject({ calls: 0, tooLarge: 2 });
  });

  it('is estimated, and bought, under a plan that lets it in', async () => {
    const held = await planAndRun('developer', { catalog, products: 'all', locales: ['nl'] });
    expectNear(held);
    expect(held.tooLarge).toBe(0);
    expect(held.told.summary.status).toBe('COMPLETE');
    expect(held.estimate.total.promptTokens).toBeGreaterThan(15_000);
  });

  it('is estimated where only a later model of the chain has room for its answer, at that one’s price', async () => {
    const request = { catalog: [withText(1, long(40_000))], locales: ['ko'] as [string] };
    const held = await planAndRun('developer', request);
    expect(held.told.summary.status).toBe('COMPLETE');
    expectNear(held);
  });

  it('is estimated as nothing where no model writes as much', async () => {
    const held = await planAndRun('developer', { catalog: [withText(1, long(1_000_000))], locales: ['nl'] });
    expect(held.told.failures).toMatchObject([{ product_id: 1, error: 'RequestTooLarge' }]);
    expectNear(held);
    // Nobody is asked: the model's room is known.
    expect(held.tooLarge).toBe(0);
  });
});
