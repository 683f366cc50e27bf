import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, relative } from 'node:path';
import { inject } from 'vitest';
import { failureLines } from '../../bin/cli/failures.ts';
import { groqModel } from '../../lib/adapters/groq.ts';
import { workflowDefinition } from '../../lib/local/definition.ts';
import { localDeps } from '../../lib/local/deps.ts';
import { type FaultName, type FaultRule, startGroqServer } from '../../lib/local/groq-server/server.ts';
import { packageFolder } from '../../lib/local/package-folder.ts';
import { runLocally } from '../../lib/local/runner.ts';
import type { FailureRow, Merged, Summary } from '../../lib/run/contract/results.ts';
import { seeded } from '../../lib/run/minutes/seeded.ts';
import { MODELS } from '../../lib/run/models.ts';
import type { ModelPort } from '../../lib/translate/model.ts';
import { impatient } from '../fakes/run.ts';
import { skippingClock } from '../fakes/skipping-clock.ts';

export const LOCALES = ['es', 'fr', 'de', 'it', 'ja', 'ar'] as const;
export const CATALOG = packageFolder('data/ketlmtn_products.json');
export const REFERENCES = packageFolder('data/references');
/** So wide that only the fault is in the way. */
const NO_LIMITS = { requestsPerMinute: 1e9, requestsPerDay: 1e9, tokensPerMinute: 1e12 };

/** A fault of the stand-in, or an address at which nobody listens. */
export type Fault = FaultName | 'connection_refused';

export interface FaultyRun {
  readonly merged: Merged;
  readonly summary: Summary;
  readonly failures: readonly FailureRow[];
  /** Requests that the client was asked to send, and the most of them at a time. */
  readonly calls: number;
  /** How often the fault struck. */
  readonly hits: number;
  /** What people are told of the failures. */
  readonly said: string;
  /** Every file under the output folder, by its path. */
  readonly files: ReadonlyMap<string, string>;
}

const definition = impatient(workflowDefinition());

export interface FaultyRunOptions {
  /** When the client gives an answer up. @default 20,000 */
  readonly timeoutMs?: number | undefined;
  /** @default all six */
  readonly locales?: readonly [string, ...string[]];
}

/** The sample catalog into languages through the workflow itself, over HTTP, while the provider has a fault in a share of its answers. */
export async function faultyRun(
  fault: Fault | null,
  rate: number,
  { timeoutMs = 20_000, locales = LOCALES }: FaultyRunOptions = {},
): Promise<FaultyRun> {
  const folder = await mkdtemp(join(inject('runFolder'), 'faults-'));
  const draw = seeded(Number(process.env['FAULT_SEED'] ?? 1));
  let hits = 0;
  let calls = 0;
  const random = () => {
    const drawn = draw();
    if (drawn < rate) hits++;
    return drawn;
  };
  const faults: FaultRule[] = fault === null || fault === 'connection_refused' ? [] : [{ fault, rate }];
  const server = await startGroqServer({
    references: REFERENCES,
    models: Object.keys(MODELS.models),
    latencyMs: 0,
    limits: NO_LIMITS,
    random,
    faults,
  });
  try {
    const open = groqModel({ apiKey: 'any', baseUrl: server.url, timeoutMs });
    const closed = groqModel({ apiKey: 'any', baseUrl: await closedAddress() });
    const model: ModelPort = {
      complete: (request) => {
        calls++;
        return fault === 'connection_refused' && random() < rate ? closed.complete(request) : open.complete(request);
      },
    };
    const clock = skippingClock();
    const engine = { engine: 'groq', origin: 'groq', providerPlan: null, model, close: async () => {} } as const;
    const deps = localDeps(folder, engine, clock);
    const request = { catalog: CATALOG, products: 'all', locales: [...locales] };
    const result = await runLocally({
      input: { runId: 'run', request },
      deps,
      definition,
      onEvent: (event) => {
        if (event.type === 'waiting') clock.advance(event.seconds * 1000);
      },
    });
    if (!result.ok) throw new Error(`${result.error}: ${result.message}`);
    const files = await filesOf(folder);
    const json = (name: string) => JSON.parse(files.get(`run/${name}.json`) ?? 'null');
    const [summary, failures] = [json('summary') as Summary, json('failures') as FailureRow[]];
    const said = failureLines(failures, summary.stoppedBy).join('\n');
    return { merged: json('merged'), summary, failures, calls, hits, said, files };
  } finally {
    await server.close();
    // Where the run was stopped, jobs that were in flight may still write down why they ended: what comes after this goes with the folder of all runs.
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }
}

async function filesOf(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && !/\.\d+$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8')));
  return new Map(paths.map((path, index) => [relative(folder, path), texts[index] ?? '']));
}

/** A port that was free a moment ago. */
async function closedAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}
