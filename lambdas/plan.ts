import { groqOrigin } from '../lib/adapters/groq-origin.ts';
import { s3Client } from '../lib/adapters/s3-client.ts';
import { s3Documents } from '../lib/adapters/s3-documents.ts';
import { s3Memory } from '../lib/adapters/s3-memory.ts';
import { s3Store } from '../lib/adapters/s3-store.ts';
import { scratchFolder } from '../lib/adapters/scratch-folder.ts';
import { systemClock } from '../lib/run/clock.ts';
import { CATALOGS_PREFIX, OVERRIDES_PREFIX, RUNS_PREFIX } from '../lib/run/contract/keys.ts';
import { OWN_NAMES } from '../lib/run/contract/request.ts';
import type { PlanState } from '../lib/run/contract/state.ts';
import { MERGE_PRODUCTS } from '../lib/run/merge.ts';
import { BATCH_PRODUCTS } from '../lib/run/plan.ts';
import { planRecordingRefusal } from '../lib/run/steps/refusal.ts';
import { fromStack, groqBaseUrl, once, providerPlan, xrayHeader } from './runtime.ts';
import { inSubsegment } from './xray.ts';

const deps = once(() => {
  const inBucket = { client: s3Client(), bucket: fromStack('bucket') };
  return {
    store: s3Store({ ...inBucket, prefix: RUNS_PREFIX }),
    // An environment does one thing at a time: what stands there was left by an invocation that was cut off.
    scratch: scratchFolder({ leftoverMs: 0 }),
    documents: s3Documents({ ...inBucket, only: [CATALOGS_PREFIX, OVERRIDES_PREFIX, RUNS_PREFIX] }),
    memory: s3Memory(inBucket),
    clock: systemClock,
    engine: 'groq' as const,
    origin: groqOrigin(groqBaseUrl()),
    providerPlan: providerPlan(),
    onePace: false,
    batchProducts: BATCH_PRODUCTS,
    mergeProducts: MERGE_PRODUCTS,
    fieldNames: OWN_NAMES,
    xrayHeader,
  };
});

/** Plan: what `planStep` does, with the reason for a refusal left beside the results. */
export const handler = (state: unknown): Promise<PlanState> =>
  inSubsegment('plan', state, () => planRecordingRefusal(state, deps()));
