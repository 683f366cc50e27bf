import { onTestFinished } from 'vitest';
import { s3Store } from '../../lib/adapters/s3-store.ts';
import { type GroqServer, startGroqServer } from '../../lib/local/groq-server/server.ts';
import { runWorkflow } from '../../lib/local/runner.ts';
import { stoppable } from '../../lib/local/step-handlers.ts';
import { ENVIRONMENT, KEY_PARAMETER } from '../../lib/run/contract/environment.ts';
import { RUNS_PREFIX } from '../../lib/run/contract/keys.ts';
import { type RunInput, runInputSchema } from '../../lib/run/contract/state.ts';
import { MODELS } from '../../lib/run/models.ts';
import { readJson } from '../../lib/run/store.ts';
import { startSsm } from '../fakes/aws/ssm.ts';
import { Failed, type FakeStepFunctions, startStepFunctions } from '../fakes/aws/step-functions.ts';
import { type FakeS3, temporaryS3 } from '../fakes/s3.ts';
import { filledIn } from '../infra/filled-in.ts';
import { LambdaProcess } from './lambda-process.ts';
import { definitionIn, FUNCTIONS, type FunctionName, type Synthesized } from './synthesized.ts';

export const API_KEY = 'gsk_only_in_parameter_store';

export interface Deployment {
  readonly s3: FakeS3;
  readonly groq: GroqServer;
  readonly machine: FakeStepFunctions;
  invoke(name: FunctionName, event: unknown): Promise<unknown>;
  put(key: string, value: unknown): Promise<void>;
  /** A JSON file of the bucket once every execution that has been started has ended. */
  settled(key: string): Promise<never>;
  keys(prefix: string): Promise<string[]>;
  /** Ends a function in the middle of whatever it does; it is started anew at its next invocation. */
  kill(name: FunctionName): Promise<void>;
  /** All that the functions logged. */
  output(): string;
}

export interface DeploymentOptions {
  /** What stands in Parameter Store; null for nothing. @default API_KEY */
  readonly key?: string | null;
  /** How long Groq takes to answer. @default 5 */
  readonly latencyMs?: number | (() => number);
}

/**
 * The stack on one machine for the length of one test: every bundle in a process of its own, under the environment that the template gives it; the
 * template's own definition; a bucket, Parameter Store, Step Functions and Groq as servers on loopback.
 */
export async function deploy(
  synthesized: Synthesized,
  { key = API_KEY, latencyMs = 5 }: DeploymentOptions = {},
): Promise<Deployment> {
  const s3 = await temporaryS3();
  const groq = await startGroqServer({
    references: new URL('../../data/references', import.meta.url).pathname,
    models: Object.keys(MODELS.models),
    apiKeys: [API_KEY],
    latencyMs,
  });
  onTestFinished(() => groq.close());
  const ssm = await startSsm();
  if (key !== null) ssm.parameters.set(KEY_PARAMETER, { value: key, type: 'SecureString' });

  const processes = new Map<FunctionName, LambdaProcess>();
  onTestFinished(async () => {
    await Promise.all([...processes.values()].map((process) => process.close()));
  });
  const invoke = (name: FunctionName, event: unknown) => {
    const running = processes.get(name) ?? new LambdaProcess(name, synthesized.functions[name].file, environment(name));
    processes.set(name, running);
    return running.invoke(event);
  };
  const step = (name: FunctionName) => (event: unknown) => invoke(name, event);
  const store = s3Store({ client: s3.client, bucket: s3.bucket, prefix: RUNS_PREFIX });
  const machine = await startStepFunctions({
    async run(input) {
      const result = await runWorkflow({
        input: runInputSchema.parse(input) satisfies RunInput,
        handlers: stoppable({ plan: step('plan'), translate: step('translate'), merge: step('merge') }),
        store,
        definition: definitionIn(synthesized, s3.bucket),
      });
      if (!result.ok) throw new Failed(result.error, JSON.stringify({ errorMessage: result.message }));
      return result.output;
    },
  });
  const environment = (name: FunctionName): Record<string, string> => {
    const own = Object.entries(synthesized.functions[name].environment).map(([variable, value]) => {
      const filled = filledIn(value, { Bucket: s3.bucket, Workflow: machine.stateMachineArn });
      // The port is known only now.
      return [variable, variable === ENVIRONMENT.groqBaseUrl ? groq.url : filled];
    });
    return {
      ...Object.fromEntries(own),
      ...s3.env,
      AWS_ENDPOINT_URL_SFN: machine.url,
      AWS_ENDPOINT_URL_SSM: ssm.url,
    };
  };

  const ended = () => Promise.all(machine.names().map((name) => machine.ended(name)));
  return {
    s3,
    groq,
    machine,
    invoke,
    put: (path, value) => s3.store.write(path, typeof value === 'string' ? value : JSON.stringify(value)),
    async settled(path) {
      await ended();
      return (await readJson(s3.store, path)) as never;
    },
    keys: (prefix) => s3.store.list(prefix),
    async kill(name) {
      const killed = processes.get(name);
      processes.delete(name);
      await killed?.close('SIGKILL');
    },
    output: () => FUNCTIONS.map((name) => processes.get(name)?.output ?? '').join('\n'),
  };
}
