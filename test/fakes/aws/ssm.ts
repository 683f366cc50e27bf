import { type AwsServer, awsJson, awsServer, ServiceError } from './server.ts';

export interface FakeSsm extends AwsServer {
  /** What is stored, by name. */
  readonly parameters: Map<string, { readonly value: string; readonly type: string }>;
}

/** Parameter Store on loopback. */
export async function startSsm(): Promise<FakeSsm> {
  const parameters: FakeSsm['parameters'] = new Map();
  const actions: Record<string, (input: Record<string, unknown>) => unknown> = {
    PutParameter({ Name, Value, Type, Overwrite }) {
      const name = String(Name);
      if (parameters.has(name) && Overwrite !== true)
        throw new ServiceError('ParameterAlreadyExists', 'The parameter already exists.');
      parameters.set(name, { value: String(Value), type: String(Type) });
      return { Version: 1, Tier: 'Standard' };
    },
    GetParameter({ Name, WithDecryption }) {
      const found = parameters.get(String(Name));
      // As there: no message.
      if (!found) throw new ServiceError('ParameterNotFound', '');
      const isSecret = found.type === 'SecureString' && WithDecryption !== true;
      return {
        Parameter: {
          Name,
          Type: found.type,
          Value: isSecret ? 'AQICAHh...' : found.value,
          Version: 1,
          ARN: `arn:aws:ssm:eu-central-1:123456789012:parameter${Name}`,
        },
      };
    },
  };
  const server = await awsServer(awsJson('1.1', (action, input) => actions[action]?.(input)));
  return { ...server, parameters };
}
