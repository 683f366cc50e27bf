import type { Context } from 'aws-lambda';
import { s3Client } from '../lib/adapters/s3-client.ts';
import { s3Memory } from '../lib/adapters/s3-memory.ts';
import { s3Published } from '../lib/adapters/s3-published.ts';
import { s3Store } from '../lib/adapters/s3-store.ts';
import { systemClock } from '../lib/run/clock.ts';
import { RUNS_PREFIX } from '../lib/run/contract/keys.ts';
import { mergeStep } from '../lib/run/steps/merge.ts';
import { fromStack, log, once } from './runtime.ts';
import { spanSink } from './tracing.ts';
import { inSubsegment } from './xray.ts';

const deps = once(() => {
  const inBucket = { client: s3Client(), bucket: fromStack('bucket') };
  return {
    store: s3Store({ ...inBucket, prefix: RUNS_PREFIX }),
    memory: s3Memory(inBucket),
    published: s3Published(inBucket),
    clock: systemClock,
    log,
  };
});

/** Merge: what `mergeStep` does. */
export const handler = (state: unknown, context: Context): ReturnType<typeof mergeStep> =>
  inSubsegment('merge', state, async () => {
    const remainingMs = () => context.getRemainingTimeInMillis();
    return mergeStep(state, { ...deps(), spans: await spanSink(), remainingMs });
  });
