import pLimit from 'p-limit';
import type { Locale } from '../../catalog/locale.ts';
import { CALLS_IN_FLIGHT } from '../../translate/ask-all.ts';
import { RateLimited } from '../../translate/errors.ts';
import { Limiter } from '../../translate/pacing/limiter.ts';
import { NO_LIMITS } from '../../translate/pacing/limits.ts';
import { MAX_WAIT_MS, Paused } from '../../translate/pacing/paused.ts';
import { ceilingOf } from '../../translate/pacing/share.ts';
import { modelFacts } from '../../translate/routing.ts';
import type { ProviderPlan } from '../contract/provider-plan.ts';
import type { Concurrency } from '../shares.ts';
import type { Ends } from './ends.ts';
import { type RehearsedCall, RehearsedProvider } from './rehearsed-provider.ts';
import { VirtualClock } from './virtual-clock.ts';

const MINUTE_MS = 60_000;

/** A locale job as far as its calls go. */
export interface RehearsedJob {
  readonly locale: Locale;
  readonly model: string;
  /** `LocaleJob.share` */
  readonly share: number;
  readonly calls: number;
  /** One of them. */
  readonly call: RehearsedCall;
}

export interface RehearsedRun extends Concurrency {
  readonly batches: readonly (readonly RehearsedJob[])[];
  /** Whose limits hold; null where none do. */
  readonly plan: ProviderPlan | null;
  /** Whether all jobs share one pace, as in one process. */
  readonly onePace: boolean;
  /** How long an answer takes, and the part of it that one takes more or less than another. */
  readonly latencyMs: number;
  readonly latencyJitter: number;
}

/**
 * When each locale's last job ends, in minutes from the start: the run's calls made one by one, at the pace of the very code that paces them, on a clock that takes
 * no time. What is chance in a run, which answer comes sooner and who waits a little longer, is `random`'s, in [0, 1). Locales without a job are missing.
 */
export async function rehearse(run: RehearsedRun, random: () => number): Promise<Ends> {
  const { batches, batchConcurrency, localeConcurrency, plan, onePace } = run;
  const clock = new VirtualClock();
  const providers = new Map<string, RehearsedProvider>();
  const ends = new Map<Locale, number>();

  const providerOf = (model: string) => {
    const provider = providers.get(model) ?? new RehearsedProvider(clock, limitsIn(model, plan));
    providers.set(model, provider);
    return provider;
  };
  const answersAfterMs = () => run.latencyMs * (1 + run.latencyJitter * (2 * random() - 1));
  const send = async (call: RehearsedCall, model: string, limiter: Limiter): Promise<void> => {
    for (let again = false; ; again = true) {
      const admission = await limiter.admit({ tokens: call.reservedTokens, deadline: Number.POSITIVE_INFINITY, again });
      try {
        const limits = await providerOf(model).call(call, answersAfterMs());
        const usage = { promptTokens: call.usedTokens, cachedTokens: 0, completionTokens: 0 };
        return admission.answered({ text: '', brokenOff: null, usage, limits, pseudo: [] });
      } catch (error) {
        admission.failed(error);
        if (!(error instanceof RateLimited)) throw error;
      }
    }
  };
  const limiterWith = (model: string, share: number, patienceMs: number) => {
    const plans = Object.values(modelFacts(model).limits);
    return new Limiter({ model, clock, limits: limitsIn(model, plan), plans, share, patienceMs, random });
  };
  const limiters = new Map<string, Limiter>();
  const oneLimiter = (model: string, share: number) => {
    const limiter = limiters.get(model) ?? limiterWith(model, ceilingOf(share), Number.POSITIVE_INFINITY);
    limiters.set(model, limiter);
    return limiter;
  };
  /** Invoked until nothing of it is put off, each time with a pace of its own where jobs have that. */
  const perform = async ({ model, share, calls, call }: RehearsedJob): Promise<void> => {
    for (let left = calls; left > 0; ) {
      const limiter = onePace ? oneLimiter(model, share) : limiterWith(model, share, MAX_WAIT_MS);
      const inFlight = pLimit(CALLS_IN_FLIGHT);
      const sent = await Promise.all(
        Array.from({ length: left }, () => inFlight(() => send(call, model, limiter).then(() => 0, waitOf))),
      );
      left = sent.filter((waitMs) => waitMs > 0).length;
      if (left > 0) await clock.sleep(Math.max(...sent));
    }
  };

  const inBatches = pLimit(batchConcurrency);
  const work = batches.map((jobs) =>
    inBatches(async () => {
      const inLocales = pLimit(localeConcurrency);
      await Promise.all(
        jobs.map((job) =>
          inLocales(async () => {
            await perform(job);
            ends.set(job.locale, clock.now() / MINUTE_MS);
          }),
        ),
      );
    }),
  );
  await clock.run(Promise.all(work));
  return ends;
}

const limitsIn = (model: string, plan: ProviderPlan | null) =>
  plan === null ? NO_LIMITS : modelFacts(model).limits[plan];

/** How long a call is put off for. @throws what is no pause */
function waitOf(error: unknown): number {
  if (error instanceof Paused) return error.waitMs;
  throw error;
}
