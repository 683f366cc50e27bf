import type { Context } from 'aws-lambda';
import { bucketStore } from '../lib/adapters/bucket-store.ts';
import { groqModel } from '../lib/adapters/groq.ts';
import { groqOrigin } from '../lib/adapters/groq-origin.ts';
import { keyedModel } from '../lib/adapters/keyed-model.ts';
import { readKey } from '../lib/adapters/read-key.ts';
import { s3JobMemory } from '../lib/adapters/s3-job-memory.ts';
import { lightBucket } from '../lib/adapters/s3-light-bucket.ts';
import { CHECKPOINT_MS } from '../lib/run/checkpoints.ts';
import { systemClock } from '../lib/run/clock.ts';
import { RUNS_PREFIX } from '../lib/run/contract/keys.ts';
import type { Outcome } from '../lib/run/contract/state.ts';
import { Pacer } from '../lib/run/pacer.ts';
import { translateStep } from '../lib/run/steps/translate.ts';
import { fromStack, groqBaseUrl, log, once, providerPlan } from './runtime.ts';
import { tracers } from './tracing.ts';

/** Waiting costs nothing in a Wait state: a daily limit is waited out once. */
const MAX_WAIT_SECONDS = 24 * 3600;

const deps = once(() => {
  const bucket = lightBucket(fromStack('bucket'));
  const baseUrl = groqBaseUrl();
  const parameter = fromStack('keyParameter');
  const plan = providerPlan();
  return {
    store: bucketStore(bucket, RUNS_PREFIX),
    memory: s3JobMemory(bucket),
    model: keyedModel({
      readKey: () => readKey(parameter),
      missing: `there is no key: SSM parameter ${parameter} is to hold Groq's (npm start -- key set)`,
      modelFor: (apiKey) => groqModel({ apiKey, baseUrl }),
    }),
    // One for each invocation: what an earlier one knew of the limits is minutes old, and its share may have been another.
    pacer: (share: number) => new Pacer({ clock: systemClock, plan, share }),
    clock: systemClock,
    origin: groqOrigin(baseUrl),
    maxWaitSeconds: MAX_WAIT_SECONDS,
    checkpointMs: CHECKPOINT_MS,
    progress: () => {},
    log,
  };
});

/** They stand in a file of their own, whose language tables take about as long to load as all the rest: while the key is on its way, and not before the function can be called. */
const checks = once(() => import('#checks'));

/** Translate: what `translateStep` does. */
export async function handler(state: unknown, context: Context): Promise<Outcome> {
  const own = deps();
  const { runChecks: examine, wholeAnswers } = await checks();
  const remainingMs = () => context.getRemainingTimeInMillis();
  return translateStep(state, { ...own, examine, wholeAnswers, remainingMs, tracers: await tracers() });
}
