import { localDeps } from '../../lib/local/deps.ts';
import { type EngineConfig, originOf, readEngine } from '../../lib/local/engine.ts';
import { RequestInvalid } from '../../lib/run/contract/errors.ts';
import type { RawRunRequest } from '../../lib/run/contract/request.ts';
import { newRunId } from '../../lib/run/run-id.ts';
import { type DraftedRun, draftRun } from '../../lib/run/steps/plan.ts';
import { type RunOptions, toRequest } from './options.ts';
import { resumedRequest } from './resume.ts';
import type { Terminal } from './terminal.ts';

/** A run that is about to be planned. */
export interface PreparedRun {
  readonly runId: string;
  readonly request: RawRunRequest;
  readonly config: EngineConfig;
}

/**
 * The run that is asked for, and who is to answer. Where command line or environment are wrong already, the request is looked through as well,
 * so that all faults are said at once.
 *
 * @throws RequestInvalid
 */
export async function prepare(options: RunOptions, terminal: Terminal): Promise<PreparedRun> {
  const { request, faults } =
    options.resume === undefined
      ? toRequest(options)
      : { request: await resumedRequest(options.resume, options), faults: [] };
  const runId = options.resume ?? newRunId(new Date());
  const parsed = readEngine(terminal.env);
  if (faults.length === 0 && parsed.ok) return { runId, request, config: parsed.config };
  const config: EngineConfig = { engine: 'offline', providerPlan: 'free' };
  const others = await draft(request, options.output, config).then(
    () => [],
    (error) => (error instanceof RequestInvalid ? error.faults : []),
  );
  throw new RequestInvalid([...faults, ...(parsed.ok ? [] : parsed.faults), ...others]);
}

/** Works a run out without asking a model or writing anything. @throws RequestInvalid */
export function draft(request: RawRunRequest, output: string, config: EngineConfig): Promise<DraftedRun> {
  const model = { complete: () => Promise.reject(new Error('a plan asks no model')) };
  const deps = localDeps(output, { ...config, origin: originOf(config), model, close: async () => {} });
  return draftRun({ runId: newRunId(new Date()), request: { ...request, dryRun: true } }, deps);
}
