import { execFile } from 'node:child_process';
import { createServer, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { groqOrigin } from '../../lib/adapters/groq-origin.ts';
import { s3Documents } from '../../lib/adapters/s3-documents.ts';
import { s3Memory } from '../../lib/adapters/s3-memory.ts';
import { s3Store } from '../../lib/adapters/s3-store.ts';
import { type GroqServer, startGroqServer } from '../../lib/local/groq-server/server.ts';
import { systemClock } from '../../lib/run/clock.ts';
import { ENVIRONMENT, KEY_PARAMETER } from '../../lib/run/contract/environment.ts';
import { CATALOGS_PREFIX, OVERRIDES_PREFIX, RUNS_PREFIX } from '../../lib/run/contract/keys.ts';
import { OWN_NAMES } from '../../lib/run/contract/request.ts';
import type { LocaleJob, Outcome, PlanState, RunOutput } from '../../lib/run/contract/state.ts';
import { MERGE_PRODUCTS } from '../../lib/run/merge.ts';
import { MODELS } from '../../lib/run/models.ts';
import { BATCH_PRODUCTS } from '../../lib/run/plan.ts';
import { planStep } from '../../lib/run/steps/plan.ts';
import { NOT_TRACED } from '../../lib/run/trace/not-traced.ts';
import { type FakeSsm, startSsm } from '../fakes/aws/ssm.ts';
import { type FakeS3, temporaryS3 } from '../fakes/s3.ts';
import { fakeScratch } from '../fakes/scratch.ts';
import { LambdaProcess, lambdaEnvironment } from './lambda-process.ts';
import type { FunctionName } from './synthesized.ts';

const API_KEY = 'gsk_for_traces';

export interface TracedFunctions {
  readonly s3: FakeS3;
  readonly groq: GroqServer;
  readonly ssm: FakeSsm;
  /** Headers of every request to S3. */
  readonly s3Headers: readonly IncomingHttpHeaders[];
  /** The jobs of a run that this process has planned, without a trace: for what begins with Translate. */
  planned(locales: readonly string[]): Promise<PlanState>;
  /** `traceHeader` is what Lambda puts into `_X_AMZN_TRACE_ID`; undefined for nothing. */
  plan(locales: readonly string[], traceHeader?: string): Promise<PlanState>;
  translate(job: LocaleJob, traceHeader?: string): Promise<Outcome>;
  merge(runId: string, traceHeader?: string): Promise<RunOutput>;
  /** Translate in a process that ends at the very moment its handler answers, as if Lambda froze it for good. */
  translateAndVanish(job: LocaleJob, traceHeader: string): Promise<void>;
  /** All that the functions logged. */
  output(): string;
  /** What the functions logged of an event, each time as a text. */
  logged(event: string): readonly string[];
}

export interface TracedOptions {
  /** By function: its bundle. */
  readonly bundles: Readonly<Record<'plan' | 'translate' | 'merge', string>>;
  /** What each process has beside what Lambda and the stack set. @default nothing */
  readonly environment?: Readonly<Record<string, string>>;
  /** The catalog. */
  readonly products: readonly unknown[];
}

/** The functions of the workflow as they ship, called one after the other as Step Functions would, for the length of one test. */
export async function tracedFunctions(options: TracedOptions): Promise<TracedFunctions> {
  const { bundles, environment: own = {}, products } = options;
  const s3 = await temporaryS3();
  const s3Headers: IncomingHttpHeaders[] = [];
  const s3Url = await recording(s3.url, s3Headers);
  const groq = await startGroqServer({
    references: new URL('../../data/references', import.meta.url).pathname,
    models: Object.keys(MODELS.models),
    apiKeys: [API_KEY],
    latencyMs: 5,
  });
  onTestFinished(() => groq.close());
  const ssm = await startSsm();
  ssm.parameters.set(KEY_PARAMETER, { value: API_KEY, type: 'SecureString' });
  await s3.store.write('catalogs/shop.json', JSON.stringify(products));

  const environment = {
    ...s3.env,
    AWS_ENDPOINT_URL_S3: s3Url,
    AWS_ENDPOINT_URL_SSM: ssm.url,
    [ENVIRONMENT.bucket]: s3.bucket,
    [ENVIRONMENT.groqBaseUrl]: groq.url,
    [ENVIRONMENT.keyParameter]: KEY_PARAMETER,
    [ENVIRONMENT.providerPlan]: 'developer',
    ...own,
  };
  const processes = new Map<FunctionName, LambdaProcess>();
  onTestFinished(async () => {
    await Promise.all([...processes.values()].map((process) => process.close()));
  });
  const start = (name: keyof typeof bundles): LambdaProcess => {
    const running = processes.get(name) ?? new LambdaProcess(name, bundles[name], environment);
    processes.set(name, running);
    return running;
  };
  const invoke = async (name: keyof typeof bundles, event: unknown, traceHeader?: string): Promise<never> =>
    (await start(name).invoke(event, traceHeader)) as never;
  const input = (locales: readonly string[]) => ({
    runId: 'traced',
    request: { catalog: 'catalogs/shop.json', products: 'all', locales },
  });
  const output = () => [...processes.values()].map((process) => process.output).join('\n');
  return {
    s3,
    groq,
    ssm,
    s3Headers,
    planned(locales) {
      // It loads while this process plans.
      start('translate');
      const place = { client: s3.client, bucket: s3.bucket };
      return planStep(input(locales), {
        store: s3Store({ ...place, prefix: RUNS_PREFIX }),
        scratch: fakeScratch().scratch,
        documents: s3Documents({ ...place, only: [CATALOGS_PREFIX, OVERRIDES_PREFIX, RUNS_PREFIX] }),
        memory: s3Memory(place),
        clock: systemClock,
        engine: 'groq',
        origin: groqOrigin(groq.url),
        providerPlan: 'developer',
        onePace: false,
        batchProducts: BATCH_PRODUCTS,
        mergeProducts: MERGE_PRODUCTS,
        fieldNames: OWN_NAMES,
        ...NOT_TRACED,
      });
    },
    plan(locales, header) {
      const planned = invoke('plan', input(locales), header);
      // They load beside Plan, each on a core of its own where there are some.
      start('translate');
      start('merge');
      return planned;
    },
    translate: (job, header) => invoke('translate', job, header),
    merge: (runId, header) => invoke('merge', { runId }, header),
    translateAndVanish: (job, header) =>
      new Promise((resolve) => {
        const env = { ...lambdaEnvironment('translate'), ...environment, _X_AMZN_TRACE_ID: header };
        execFile(process.execPath, ['-e', VANISH, bundles.translate, JSON.stringify(job)], { env }, () => resolve());
      }),
    output,
    logged: (event) => output().match(new RegExp(`event: '${event}',[^}]*`, 'g')) ?? [],
  };
}

const VANISH = `
const [, bundle, job] = process.argv;
require(bundle)
  .handler(JSON.parse(job), { getRemainingTimeInMillis: () => 300_000 })
  .then(() => process.kill(process.pid, 'SIGKILL'));`;

/** A server that passes on what it gets to another and keeps the headers. */
async function recording(target: string, headers: IncomingHttpHeaders[]): Promise<string> {
  const server = createServer((request, response) => {
    headers.push(request.headers);
    const { method, url } = request;
    const onward = httpRequest(new URL(url ?? '/', target), { method, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
