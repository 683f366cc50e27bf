import pLimit from 'p-limit';
import { inMemoryStore, inMemoryTranslationMemory } from '../../lib/adapters/memory-store.ts';
import { localDeps } from '../../lib/local/deps.ts';
import { runChildren } from '../../lib/local/distributed-map.ts';
import type { RawRunRequest } from '../../lib/run/contract/request.ts';
import type { Estimate } from '../../lib/run/contract/results.ts';
import { type BatchItem, batchItemSchema, type LocaleJob, type PlanState } from '../../lib/run/contract/state.ts';
import { seeded } from '../../lib/run/minutes/seeded.ts';
import { VirtualClock } from '../../lib/run/minutes/virtual-clock.ts';
import type { StepDeps } from '../../lib/run/ports.ts';
import { planStep } from '../../lib/run/steps/plan.ts';
import { translateStep } from '../../lib/run/steps/translate.ts';
import { readJson } from '../../lib/run/store.ts';
import { RateLimited } from '../../lib/translate/errors.ts';
import type { ModelPort } from '../../lib/translate/model.ts';
import { Pacer } from '../../lib/translate/pacing/pace.ts';
import { limitsOf, usdOf } from '../../lib/translate/routing.ts';
import { standInModel } from './model.ts';

export interface MinutesScenario {
  readonly catalog: RawRunRequest['catalog'];
  readonly locales: readonly string[];
  readonly plan: 'free' | 'developer';
  /** One model for all languages. @default the routing's */
  readonly model?: string;
  /** @default the request's */
  readonly maxConcurrency?: number;
  /** Each job with a pace of its own, as in Lambdas, or one for all of them, as on one machine. */
  readonly pace: 'each' | 'one';
  /** How often it is run, each time with other latencies: in a short run of several languages which goes first is chance. @default 1 */
  readonly runs?: number;
}

/** What was foretold, or what it then came to. */
export interface Figures {
  readonly calls: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly usd: number;
  readonly minutes: number;
}

export interface MeasuredRun {
  readonly estimate: Estimate;
  /** By locale; `minutes` is when its last job had ended. */
  readonly locales: Readonly<Record<string, Figures>>;
  readonly total: Figures;
  readonly refused: number;
  readonly pauses: number;
}

const LAMBDA_MS = 15 * 60_000;
const MAX_WAIT_SECONDS = 24 * 3_600;

/**
 * Plans a run, and does all its jobs with the real steps against the stand-in on a virtual clock: as many at a time as the plan says, each with its share of
 * the limits, called again after each pause.
 */
export async function measuredRun(scenario: MinutesScenario, seed = 1): Promise<MeasuredRun> {
  const { catalog, plan, model: asked, maxConcurrency, pace } = scenario;
  const clock = new VirtualClock();
  const random = seeded(seed);
  const limits = limitsOf(asked ?? 'openai/gpt-oss-20b', plan);
  const counted = counting(await standInModel(clock, limits, { locales: scenario.locales, random }));
  const held = untilSaved(counted.model, byShard(inMemoryTranslationMemory()));
  const engine = { engine: 'groq', origin: 'groq', providerPlan: plan, model: held.model } as const;
  const local = localDeps('.', { ...engine, close: async () => {} }, clock);
  const deps: StepDeps = {
    ...local,
    pacer: pace === 'one' ? local.pacer : (share) => new Pacer({ clock, plan, share, random }),
    onePace: pace === 'one',
    store: inMemoryStore(),
    memory: held.memory,
    maxWaitSeconds: MAX_WAIT_SECONDS,
    checkpointMs: Number.POSITIVE_INFINITY,
    remainingMs: () => LAMBDA_MS,
  };
  const request = {
    catalog,
    products: 'all' as const,
    locales: scenario.locales,
    ...(asked !== undefined && { model: asked }),
    ...(maxConcurrency !== undefined && { maxConcurrency }),
  };
  const { estimate } = await planStep({ runId: 'plan', request: { ...request, dryRun: true } }, deps);
  const state = await planStep({ runId: 'run', request }, deps);
  const begun = clock.now();
  const ended: Record<string, number> = {};
  let pauses = 0;
  const doJob = async (job: LocaleJob) => {
    for (let next = job; ; pauses++) {
      const outcome = await translateStep(next, deps);
      if (outcome.status === 'translated') break;
      if (outcome.status !== 'paused') throw new Error(`a job of the run to measure came to ${outcome.status}`);
      await clock.sleep(outcome.waitSeconds * 1_000);
      const { status: _, waitSeconds: __, reason: ___, ...again } = outcome;
      next = again;
    }
    ended[job.locale] = clock.now();
  };
  await clock.run(runBatches(state, await batchItems(state, deps), doJob), held.isHeld);
  if (estimate === undefined) throw new Error('a dry run without an estimate');
  const minutes = (locale: string) => ((ended[locale] ?? begun) - begun) / 60_000;
  const locales = Object.fromEntries(
    scenario.locales.map((locale) => [locale, { ...counted.of(locale), minutes: minutes(locale) }]),
  );
  const all = Object.values(locales);
  const sum = (figure: keyof Figures) => all.reduce((total, own) => total + own[figure], 0);
  return {
    estimate,
    locales,
    total: {
      calls: sum('calls'),
      promptTokens: sum('promptTokens'),
      completionTokens: sum('completionTokens'),
      usd: sum('usd'),
      minutes: Math.max(...all.map((own) => own.minutes)),
    },
    refused: counted.refused(),
    pauses,
  };
}

/** What the two Maps do. */
function runBatches(
  { batchConcurrency, localeConcurrency }: PlanState,
  items: readonly BatchItem[],
  doJob: (job: LocaleJob) => Promise<void>,
): Promise<unknown> {
  return runChildren(items, { maxConcurrency: batchConcurrency, toleratedFailures: 0 }, (item) => {
    const limit = pLimit(localeConcurrency);
    return Promise.all((item as BatchItem).jobs.map((job) => limit(() => doJob(job))));
  });
}

async function batchItems(state: PlanState, { store }: StepDeps): Promise<readonly BatchItem[]> {
  return batchItemSchema.array().parse(await readJson(store, state.batchesKey));
}

/** As on a disk or in a bucket: a job finds what stands in its own shard. */
function byShard(memory: StepDeps['memory']): StepDeps['memory'] {
  type Scope = Parameters<StepDeps['memory']['recall']>[0];
  const own = (scope: Scope): Scope => ({ ...scope, catalog: `${scope.catalog}/${scope.shard.index}` });
  return {
    ...memory,
    recall: (scope, keys) => memory.recall(own(scope), keys),
    save: (scope, entries) => memory.save(own(scope), entries),
  };
}

/** Lets no time pass while an answer is looked at: its checks import what they need. */
function untilSaved(model: ModelPort, memory: StepDeps['memory']) {
  let unsaved = 0;
  const heldModel: ModelPort = {
    async complete(request) {
      const answer = await model.complete(request);
      unsaved++;
      return answer;
    },
  };
  const save: StepDeps['memory']['save'] = (scope, entries) => {
    if (unsaved > 0) unsaved--;
    return memory.save(scope, entries);
  };
  return { model: heldModel, memory: { ...memory, save }, isHeld: () => unsaved > 0 };
}

function counting(inner: ModelPort) {
  const none = { calls: 0, promptTokens: 0, completionTokens: 0, usd: 0 };
  const byLocale = new Map<string, typeof none>();
  let refused = 0;
  const model: ModelPort = {
    async complete(request) {
      const { targetLocale } = JSON.parse(request.messages.at(-1)?.content ?? '') as { targetLocale: string };
      try {
        const answer = await inner.complete(request);
        const { calls, promptTokens, completionTokens, usd } = byLocale.get(targetLocale) ?? none;
        byLocale.set(targetLocale, {
          calls: calls + 1,
          promptTokens: promptTokens + answer.usage.promptTokens,
          completionTokens: completionTokens + answer.usage.completionTokens,
          usd: usd + usdOf(request.model, answer.usage),
        });
        return answer;
      } catch (error) {
        if (error instanceof RateLimited) refused++;
        throw error;
      }
    },
  };
  return { model, of: (locale: string) => byLocale.get(locale) ?? none, refused: () => refused };
}
