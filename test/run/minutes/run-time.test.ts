import { describe, expect, it } from 'vitest';
import type { Locale } from '../../../lib/catalog/locale.ts';
import { type JobEstimate, totalEstimate } from '../../../lib/run/estimate.ts';
import { flowOf } from '../../../lib/run/minutes/flow.ts';
import { withRunTime } from '../../../lib/run/minutes/run-time.ts';
import { type PlannedBatch, planRun } from '../../../lib/run/plan.ts';
import { newRunId } from '../../../lib/run/run-id.ts';
import { traceOf } from '../../../lib/run/trace/context.ts';
import { limitsOf, route } from '../../../lib/translate/routing.ts';

const LOCALES = ['nl', 'sv', 'da', 'fi'] as Locale[];
const PLAN = 'developer';
const AT = { providerPlan: PLAN, onePace: false } as const;
const ID = newRunId(new Date(0));

function job(locale: Locale, calls: number): JobEstimate {
  const model = route(locale, null).chain[0] ?? '';
  const [promptTokens, completionTokens, reservedTokens] = [900 * calls, 600 * calls, 2_000 * calls];
  const minutes = reservedTokens / (limitsOf(model, PLAN).tokensPerMinute ?? 0);
  const none = { language: locale, units: calls, memoryHits: 0, usd: 0 };
  return { locale, model, ...none, calls, promptTokens, completionTokens, reservedTokens, minutes };
}

/** So many batches of as many calls into each language. */
function run(batches: number, calls: number) {
  const planned: PlannedBatch[] = Array.from({ length: batches }, (_, batch) => ({
    batch,
    estimates: LOCALES.map((locale) => job(locale, calls)),
  }));
  const settings = { dryRun: true, locales: LOCALES, maxConcurrency: 10, maxUsd: null, limits: PLAN } as const;
  const identity = { runId: ID, planId: ID, trace: traceOf(ID, null) };
  const plan = planRun({ ...identity, ...settings, products: batches, mergeProducts: batches }, planned);
  const total = totalEstimate(planned.flatMap(({ estimates }) => estimates));
  return { total, planned, plan };
}

describe('the minutes of a run', () => {
  it('are much the same by rehearsal as by the stream of calls, where a run is long enough for that', async () => {
    const { total, planned, plan } = run(60, 4);
    expect(total.total.calls).toBe(960);
    const rehearsed = await withRunTime(total, planned, plan, AT);
    const flow = flowOf(total, planned, plan.state, PLAN);
    expect(rehearsed.total.minutes).toBeGreaterThan(4);
    for (const { locale, minutes } of rehearsed.locales) {
      expect(flow.get(locale)).not.toBe(minutes);
      expect(Math.abs((flow.get(locale) ?? 0) / minutes - 1)).toBeLessThan(0.15);
    }
  });

  it('of more than a thousand calls are those of the stream', async () => {
    const { total, planned, plan } = run(63, 4);
    const long = await withRunTime(total, planned, plan, AT);
    const flow = flowOf(total, planned, plan.state, PLAN);
    expect(long.locales.map(({ minutes }) => minutes)).toEqual(LOCALES.map((locale) => flow.get(locale)));
    expect(long.total.minutes).toBe(Math.max(...flow.values()));
  });

  it('are none where nothing is asked', async () => {
    const { total, planned, plan } = run(3, 0);
    const none = await withRunTime(total, planned, plan, AT);
    expect([none.total, ...none.locales].map(({ minutes }) => minutes)).toEqual([0, 0, 0, 0, 0]);
  });
});
