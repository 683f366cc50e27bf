import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { OUTPUTS } from '../run/contract/environment.ts';
import { RequestInvalid, StoreRefused } from '../run/contract/errors.ts';
import { awsError, CALL_TIMEOUT_MS, callSettings } from './aws-calls.ts';

/** What a deployed stack says of itself. */
export interface StackOutputs {
  readonly bucket: string;
  readonly stateMachineArn: string;
  readonly apiUrl: string | null;
}

/**
 * Looks a deployed stack up.
 *
 * @throws RequestInvalid where there is no such stack, or it may not be looked at, or it is another project's; StoreUnavailable
 */
export async function stackOutputs(stackName: string, timeoutMs = CALL_TIMEOUT_MS): Promise<StackOutputs> {
  const client = new CloudFormationClient(callSettings(timeoutMs));
  const found = await describe(client, stackName);
  const outputs = new Map(found.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
  const bucket = outputs.get(OUTPUTS.bucket);
  const stateMachineArn = outputs.get(OUTPUTS.stateMachine);
  if (bucket === undefined || stateMachineArn === undefined) {
    const missing = [OUTPUTS.bucket, OUTPUTS.stateMachine].filter((name) => outputs.get(name) === undefined);
    throw new RequestInvalid([
      `--stack ${stackName}: has no output ${missing.join(' and ')}: it is not deployed yet, or another project's`,
    ]);
  }
  return { bucket, stateMachineArn, apiUrl: outputs.get(OUTPUTS.api) ?? null };
}

async function describe(client: CloudFormationClient, stackName: string) {
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
    return Stacks[0]?.Outputs ?? [];
  } catch (error) {
    if (/does not exist$/.test((error as Error).message)) {
      const region = await client.config.region();
      throw new RequestInvalid([
        `--stack ${stackName}: no such stack in ${region} (deploy it with "npx cdk deploy", or set AWS_REGION)`,
      ]);
    }
    const named = awsError(`look up the stack ${stackName}`, error);
    throw named instanceof StoreRefused ? new RequestInvalid([`--stack: ${named.message}`]) : named;
  }
}
