import { seeded } from '../../lib/run/minutes/seeded.ts';
import { VirtualClock } from '../../lib/run/minutes/virtual-clock.ts';
import { RateLimited } from '../../lib/translate/errors.ts';
import type { ModelRequest } from '../../lib/translate/model.ts';
import type { Admission } from '../../lib/translate/pacing/limiter.ts';
import { type Pace, Pacer } from '../../lib/translate/pacing/pace.ts';
import { Paused } from '../../lib/translate/pacing/paused.ts';
import { BATCH_SHARE } from '../../lib/translate/pacing/share.ts';
import { type MinuteLimits, SimulatedProvider } from './provider.ts';

export interface Scenario {
  readonly limits: MinuteLimits;
  readonly calls: number;
  readonly processes: number;
  /** Calls of all processes that are under way or wait at once. */
  readonly workers: number;
  /** What others use of the limit, by calls of the same size at random times. */
  readonly foreign: number;
  /** What the limit is cut to once half of the calls have been made; 1 for no cut. */
  readonly cutTo: number;
  readonly by: 'pacing' | 'backoff';
  /** Of what is left to chance: latencies, jitter, when others come. @default 0 */
  readonly seed?: number;
  /** Each process takes all that a run may, as runs do that know nothing of each other. @default false: they have shared it out */
  readonly strangers?: boolean;
  /** The provider sends no headers, and its refusals name no limit. @default false */
  readonly silent?: boolean;
  /** The pacing is told the limits at the start. @default true */
  readonly planned?: boolean;
}

export interface Measured {
  /** Own tokens let in over what there was for a batch run: its part of the limit, or what others left of it where that is less. */
  readonly used: number;
  readonly refusedPerThousand: number;
  /** From ready to send to answered. */
  readonly p99Ms: number;
  /** Others' tokens that found no room, per thousand. */
  readonly othersRefused: number;
}

const TOKENS = 900;
const MODEL = 'simulated';
/** 900 tokens, as the pacing and the provider count them. */
const REQUEST: ModelRequest = {
  model: MODEL,
  messages: [{ role: 'user', content: 'x'.repeat(4 * 446) }],
  responseFormat: { type: 'json_object' },
  maxCompletionTokens: TOKENS - 450,
  reasoningEffort: null,
};
const BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 60_000;

type Send = () => Promise<unknown>;

/** Makes the calls of a scenario against the simulated provider, by the pacing that runs use or by exponential backoff with full jitter. */
export async function simulate(scenario: Scenario): Promise<Measured> {
  const { calls, processes, workers, limits, cutTo, foreign, seed = 0, silent = false } = scenario;
  const clock = new VirtualClock();
  const random = seeded(calls + processes + 1_000_003 * seed);
  const provider = new SimulatedProvider(clock, limits, random, silent);
  const times: number[] = [];
  let begun = 0;
  let cut = cutTo === 1;

  const work = async (send: Send) => {
    while (begun < calls) {
      begun++;
      if (!cut && begun > calls / 2) {
        cut = true;
        provider.limits = {
          requestsPerMinute: limits.requestsPerMinute * cutTo,
          tokensPerMinute: limits.tokensPerMinute * cutTo,
        };
      }
      const ready = clock.now();
      await send();
      times.push(clock.now() - ready);
    }
  };
  const senders = Array.from({ length: processes }, () =>
    scenario.by === 'pacing' ? paced(scenario, provider, clock, random) : backingOff(provider, clock, random),
  );
  const jobs = Array.from({ length: workers }, (_, index) => work(senders[index % processes] as Send));
  const end = Promise.all(jobs).then(() => ended.abort());
  const ended = new AbortController();
  const others = foreign > 0 ? foreignTraffic(foreign, provider, clock, random, ended.signal) : null;
  await clock.run(end);
  void others;
  const part = Math.min(BATCH_SHARE, 1 - provider.foreign.admitted / provider.allowed);
  times.sort((a, b) => a - b);
  return {
    used: provider.admitted / (provider.allowed * part),
    refusedPerThousand: (provider.refused / calls) * 1_000,
    othersRefused: (1 - provider.foreign.admitted / Math.max(1, provider.foreign.asked)) * 1_000,
    p99Ms: times[Math.ceil(times.length * 0.99) - 1] ?? Number.NaN,
  };
}

function paced(
  { limits, processes, strangers = false, planned = true }: Scenario,
  provider: SimulatedProvider,
  clock: VirtualClock,
  random: () => number,
): Send {
  const plan = { ...limits, requestsPerDay: null, tokensPerDay: null };
  const share = strangers ? BATCH_SHARE : BATCH_SHARE / processes;
  const limitsOf = () => ({ free: plan, developer: plan });
  const known = { plan: planned ? 'free' : null, limitsOf } as const;
  const pace = new Pacer({ clock, ...known, share, random, patienceMs: Infinity }).until(Infinity);
  return async () => {
    for (let putOffs = 0; ; putOffs++) {
      const admission = await admitted(pace, putOffs, clock);
      try {
        return admission.answered(await provider.complete(REQUEST));
      } catch (error) {
        admission.failed(error);
        if (!(error instanceof RateLimited)) throw error;
      }
    }
  };
}

/** A wait that a job does not sit out is the workflow's, which calls it again after it. */
async function admitted(pace: Pace, putOffs: number, clock: VirtualClock): Promise<Admission> {
  for (let refusals = putOffs; ; refusals = 0) {
    try {
      return await pace.admit(REQUEST, refusals);
    } catch (error) {
      if (!(error instanceof Paused)) throw error;
      await clock.sleep(error.waitMs);
    }
  }
}

function backingOff(provider: SimulatedProvider, clock: VirtualClock, random: () => number): Send {
  return async () => {
    for (let tries = 0; ; tries++) {
      try {
        return await provider.complete(REQUEST);
      } catch (error) {
        if (!(error instanceof RateLimited)) throw error;
        await clock.sleep(random() * Math.min(LONGEST_BACKOFF_MS, BACKOFF_MS * 2 ** tries));
      }
    }
  };
}

async function foreignTraffic(
  part: number,
  provider: SimulatedProvider,
  clock: VirtualClock,
  random: () => number,
  ended: AbortSignal,
): Promise<void> {
  while (!ended.aborted) {
    const meanMs = (TOKENS / (provider.limits.tokensPerMinute * part)) * 60_000;
    await clock.sleep(-Math.log(1 - random()) * meanMs);
    provider.foreignCall(TOKENS);
  }
}
