import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { type ApiAnswer, type ApiStatus, answer, refusal, UNEXPECTED, urlOf } from '../contract/api.ts';
import type { ApiEvent } from '../contract/events.ts';
import { executionStatus } from '../execution-status.ts';
import { newestExecution } from '../newest-execution.ts';
import { newRunId } from '../run-id.ts';
import { headerOf, readBody } from './api-body.ts';
import { type StoredRequest, storedRequest } from './api-request.ts';
import type { StartDeps } from './deps.ts';
import { requestedRunId } from './ids.ts';
import { Refusal } from './refusal.ts';

/** `POST /runs`: answers with the run that was started, or with what is wrong. Never throws. */
export async function startRequested(event: ApiEvent, deps: StartDeps): Promise<ApiAnswer> {
  try {
    if (event.httpMethod !== 'POST') throw new Refusal(405, `a run is started with POST, got ${event.httpMethod}`);
    const raw = readBody(event);
    const idempotencyKey = readIdempotencyKey(event);
    const runId = idempotencyKey === null ? newRunId(new Date(deps.clock.now())) : requestedRunId(idempotencyKey);
    const request = await storedRequest(raw, runId, deps.store);
    const status = await startOnce(runId, request, deps);
    return answer(202, { runId, status, links: { self: urlOf(`${event.path.replace(/\/$/, '')}/${runId}`, event) } });
  } catch (error) {
    if (error instanceof Refusal) return refusal(error.statusCode, ...error.faults);
    const { name, message } = error as Error;
    deps.log('api.failed', { request: event.requestContext.requestId, error: name, message });
    return refusal(500, UNEXPECTED);
  }
}

const HEADER = 'idempotency-key';
/** As other APIs have it: a UUID, or any name of a shop's own for a request. */
const MAX_KEY_LENGTH = 255;

function readIdempotencyKey(event: ApiEvent): string | null {
  const key = headerOf(event, HEADER)?.trim();
  if (key === undefined) return null;
  if (key === '' || key.length > MAX_KEY_LENGTH)
    throw new Refusal(400, `Idempotency-Key: expected 1 to ${MAX_KEY_LENGTH} characters, got ${key.length}`);
  return key;
}

const inputSchema = z.object({ request: z.unknown() });

/** What Step Functions has just taken up shows within a second as a rule; API Gateway waits 29 s for the answer. */
const LOOKS = 4;
const LOOK_AGAIN_MS = 500;

/** Starts the run unless it has been. @throws Refusal 409 where another request has taken the run id, 503 where that cannot be seen yet */
async function startOnce(
  runId: string,
  request: StoredRequest,
  { executions, clock, log, xrayHeader }: Pick<StartDeps, 'executions' | 'clock' | 'log' | 'xrayHeader'>,
): Promise<ApiStatus> {
  const started = await executions.start(runId, { runId, request }, xrayHeader());
  log(`run.${started}`, { runId, catalog: request.catalog });
  if (started === 'started') return 'RUNNING';
  let execution = await executions.describe(runId);
  for (let looks = 1; execution === null && looks < LOOKS; looks++) {
    await clock.sleep(LOOK_AGAIN_MS);
    execution = await executions.describe(runId);
  }
  // Whether the other request was the same is not known then, and neither "accepted" nor "another request" may be said.
  if (execution === null)
    throw new Refusal(
      503,
      'Idempotency-Key: a run that was just started with it does not show yet; send this once more',
    );
  const earlier = inputSchema.safeParse(execution.input);
  if (!earlier.success || !isDeepStrictEqual(earlier.data.request, request))
    throw new Refusal(409, 'Idempotency-Key: another request has been sent with it; send this one with another key');
  // It may have been taken up again since, under a further name.
  const newest = await newestExecution(runId, executions);
  return executionStatus(newest.execution ?? execution);
}
