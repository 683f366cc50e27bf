import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { awsError, CALL_TIMEOUT_MS, callSettings } from './aws-calls.ts';

/** Where a key was written. */
export interface WrittenKey {
  readonly region: string;
  /** Null where whoever wrote it may not look at it. */
  readonly account: string | null;
}

/**
 * Writes the key into a SecureString parameter, in the place of the one that stands there.
 *
 * @throws StoreUnavailable, StoreRefused
 */
export async function writeKey(parameter: string, key: string, timeoutMs = CALL_TIMEOUT_MS): Promise<WrittenKey> {
  const client = new SSMClient(callSettings(timeoutMs));
  try {
    await client.send(new PutParameterCommand({ Name: parameter, Value: key, Type: 'SecureString', Overwrite: true }));
    return { region: await client.config.region(), account: await accountOf(client, parameter) };
  } catch (error) {
    throw awsError(`write the parameter ${parameter}`, error);
  }
}

/** The account in the parameter's ARN. The key stays encrypted; that it may not be looked at is no fault. */
async function accountOf(client: SSMClient, parameter: string): Promise<string | null> {
  try {
    const { Parameter } = await client.send(new GetParameterCommand({ Name: parameter, WithDecryption: false }));
    return Parameter?.ARN?.split(':')[4] || null;
  } catch {
    return null;
  }
}
