import { stepFunctions } from '../lib/adapters/executions.ts';
import { BRIEF, s3Client } from '../lib/adapters/s3-client.ts';
import { s3Links } from '../lib/adapters/s3-links.ts';
import { s3Store } from '../lib/adapters/s3-store.ts';
import { systemClock } from '../lib/run/clock.ts';
import type { ApiAnswer } from '../lib/run/contract/api.ts';
import { status } from '../lib/run/status.ts';
import { fromStack, log, once } from './runtime.ts';

const deps = once(() => {
  const inBucket = { client: s3Client(BRIEF), bucket: fromStack('bucket') };
  return {
    store: s3Store({ ...inBucket, prefix: '' }),
    executions: stepFunctions({ stateMachineArn: fromStack('stateMachineArn') }),
    linkTo: s3Links(inBucket),
    clock: systemClock,
    log,
  };
});

/** Status: what `status` does with `GET /runs/{runId}`. */
export const handler = async (event: unknown): Promise<ApiAnswer> => status(event, deps());
