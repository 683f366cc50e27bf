import { stepFunctions } from '../../../lib/adapters/executions.ts';
import { s3Client } from '../../../lib/adapters/s3-client.ts';
import { s3Documents } from '../../../lib/adapters/s3-documents.ts';
import { s3Store } from '../../../lib/adapters/s3-store.ts';
import { stackOutputs } from '../../../lib/adapters/stack-outputs.ts';
import type { Clock } from '../../../lib/run/clock.ts';
import { RUNS_PREFIX } from '../../../lib/run/contract/keys.ts';
import type { Remote } from '../../../lib/run/remote/remote.ts';

/** A deployed stack and what answers in it. */
export interface ConnectedStack extends Remote {
  readonly name: string;
  /** `eu-west-1, account 123456789012`. */
  readonly where: string;
}

/** @throws RequestInvalid where there is no such stack, StoreUnavailable */
export async function connect(name: string, clock: Clock): Promise<ConnectedStack> {
  const { bucket, stateMachineArn } = await stackOutputs(name);
  const inBucket = { client: s3Client(), bucket };
  const [, , , region, account] = stateMachineArn.split(':');
  return {
    name,
    bucket,
    where: `${region}, account ${account}`,
    executions: stepFunctions({ stateMachineArn }),
    runs: s3Store({ ...inBucket, prefix: RUNS_PREFIX }),
    documents: s3Documents(inBucket),
    clock,
  };
}
