import { stepFunctions } from '../lib/adapters/executions.ts';
import { BRIEF, s3Client } from '../lib/adapters/s3-client.ts';
import { s3Store } from '../lib/adapters/s3-store.ts';
import { systemClock } from '../lib/run/clock.ts';
import { parseDefaults } from '../lib/run/start/defaults.ts';
import { start } from '../lib/run/start/start.ts';
import { fromStack, log, once, xrayHeader } from './runtime.ts';

const deps = once(() => ({
  store: s3Store({ client: s3Client(BRIEF), bucket: fromStack('bucket'), prefix: '' }),
  executions: stepFunctions({ stateMachineArn: fromStack('stateMachineArn') }),
  defaults: parseDefaults(fromStack('defaults')),
  clock: systemClock,
  log,
  xrayHeader,
}));

/** Start: what `start` does with an upload, a request to the API or the schedule. */
export const handler = async (event: unknown) => start(event, deps());
