import { setTimeout as delay } from 'node:timers/promises';
import { groqModel } from '../../lib/adapters/groq.ts';
import { s3Documents } from '../../lib/adapters/s3-documents.ts';
import { s3Memory } from '../../lib/adapters/s3-memory.ts';
import { s3Published } from '../../lib/adapters/s3-published.ts';
import { s3Store } from '../../lib/adapters/s3-store.ts';
import type { GroqServer, GroqServerOptions } from '../../lib/local/groq-server/options.ts';
import { runLocally } from '../../lib/local/runner.ts';
import { runChecks, wholeAnswers } from '../../lib/run/checks.ts';
import { type Clock, systemClock } from '../../lib/run/clock.ts';
import { CATALOGS_PREFIX, OVERRIDES_PREFIX, RUNS_PREFIX } from '../../lib/run/contract/keys.ts';
import type { RunInput } from '../../lib/run/contract/state.ts';
import type { StepDeps } from '../../lib/run/ports.ts';
import type { Store } from '../../lib/run/store.ts';
import { NOT_TRACED } from '../../lib/run/trace/not-traced.ts';
import { CHECKPOINT_MS } from '../../lib/translate/memory.ts';
import { Pacer } from '../../lib/translate/pacing/pace.ts';
import { startCloudFormation } from '../fakes/aws/cloudformation.ts';
import { awsEnvironment } from '../fakes/aws/environment.ts';
import type { AwsServer } from '../fakes/aws/server.ts';
import { Failed, type FakeStepFunctions, type RunExecution, startStepFunctions } from '../fakes/aws/step-functions.ts';
import { type FakeS3, temporaryS3 } from '../fakes/s3.ts';
import { fakeScratch } from '../fakes/scratch.ts';
import { standIn } from '../local/groq-server/standin.ts';

export const STACK = 'Shop';

export interface Cloud {
  readonly s3: FakeS3;
  readonly machine: FakeStepFunctions;
  readonly formation: AwsServer;
  readonly groq: GroqServer;
  /** For a process of its own. */
  readonly env: Readonly<Record<string, string>>;
  /** The workflow itself, on this bucket. */
  readonly work: RunExecution;
  /** Keys in the bucket. */
  keys(prefix?: string): Promise<string[]>;
  json(key: string): Promise<never>;
}

export interface CloudOptions {
  readonly groq?: Partial<GroqServerOptions>;
  /** Products in a batch. @default 200 */
  readonly batchProducts?: number;
  /** Carries executions out instead of the workflow. */
  readonly run?: (cloud: Pick<Cloud, 'work' | 's3'>) => RunExecution;
}

/** A deployed stack on loopback: its bucket, its state machine that runs the workflow itself with the bucket's adapters, Groq's stand-in behind it. */
export async function cloud({ groq: groqOptions, batchProducts = 200, run }: CloudOptions = {}): Promise<Cloud> {
  const groq = await standIn(groqOptions);
  const s3 = await temporaryS3();
  const work: RunExecution = async (input, signal) => {
    const deps = deployedDeps(s3, groq, batchProducts, signal);
    const result = await runLocally({ input: input as RunInput, deps });
    if (result.ok) return result.output;
    const { error: errorType, message: errorMessage } = result;
    throw new Failed(errorType, JSON.stringify({ errorType, errorMessage, trace: [`${errorType}: ${errorMessage}`] }));
  };
  const machine = await startStepFunctions({ run: run?.({ work, s3 }) ?? work });
  const formation = await startCloudFormation({
    stacks: { [STACK]: { BucketName: s3.bucket, StateMachineArn: machine.stateMachineArn, ApiUrl: 'https://api' } },
  });
  const env = awsEnvironment({
    ...s3.env,
    AWS_ENDPOINT_URL_SFN: machine.url,
    AWS_ENDPOINT_URL_CLOUDFORMATION: formation.url,
  });
  return {
    s3,
    machine,
    formation,
    groq,
    env,
    work,
    keys: (prefix = '') => s3.store.list(prefix),
    json: async (key) => JSON.parse((await s3.store.read(key)) ?? 'null') as never,
  };
}

function deployedDeps(
  { client, bucket }: FakeS3,
  groq: GroqServer,
  batchProducts: number,
  signal: AbortSignal,
): StepDeps {
  const place = { client, bucket };
  return {
    store: untilStopped(s3Store({ ...place, prefix: RUNS_PREFIX }), signal),
    scratch: fakeScratch().scratch,
    documents: s3Documents({ ...place, only: [CATALOGS_PREFIX, OVERRIDES_PREFIX, RUNS_PREFIX] }),
    memory: s3Memory(place),
    published: s3Published(place),
    ...NOT_TRACED,
    model: groqModel({ apiKey: 'any', baseUrl: groq.url }),
    pacer: (share) => new Pacer({ clock: systemClock, plan: 'free', share }),
    examine: runChecks,
    wholeAnswers,
    clock: systemClock,
    engine: 'groq',
    origin: 'groq',
    providerPlan: 'free',
    onePace: false,
    maxWaitSeconds: 600,
    remainingMs: () => 900_000,
    checkpointMs: CHECKPOINT_MS,
    progress: () => {},
    log: () => {},
    batchProducts,
    mergeProducts: 10_000,
  };
}

/** What is stopped writes no more. */
function untilStopped(store: Store, signal: AbortSignal): Store {
  return {
    ...store,
    write: async (key, text) => {
      signal.throwIfAborted();
      await store.write(key, text);
    },
  };
}

/** Looks at the cloud without the pauses of a person's patience. */
export const eager: Clock = { now: () => Date.now(), sleep: (ms) => delay(Math.min(ms, 10)) };

/** How long a test waits for what comes in a moment: a busy machine takes its time. */
export const SOON = { timeout: 30_000 };

/** A gate that work can stand before. */
function gate(): { readonly open: () => void; readonly passed: Promise<void> } {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, passed };
}

/** A cloud whose runs wait until they are let in. */
export async function gatedCloud(): Promise<{ readonly stack: Cloud; readonly open: () => void }> {
  const { open, passed } = gate();
  const stack = await cloud({
    run:
      ({ work }) =>
      async (input, signal) => {
        await passed;
        signal.throwIfAborted();
        return work(input, signal);
      },
  });
  return { stack, open };
}
