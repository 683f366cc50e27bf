import { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } from 'groq-sdk';
import {
  type LimitHit,
  ModelAnswerInvalid,
  ModelNotServed,
  ProviderKeyRejected,
  ProviderTimedOut,
  ProviderUnavailable,
  ProviderUnreachable,
  RateLimited,
  RequestRejected,
  RequestTooLarge,
} from '../translate/errors.ts';
import { readRateLimits, retryAfterMs } from './groq-headers.ts';

/** Nobody listens there, or the name is unknown. */
const UNREACHABLE_CODES = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ERR_INVALID_URL',
]);

/** A shorter one is no real key, and might be a word of any message. */
const SHORTEST_KEY = 8;

/**
 * The client's error under the name that the workflow knows, with the client's own as its cause. A server that repeats the key in its refusal must not bring it into
 * results, logs and traces.
 */
export function renamed(
  error: unknown,
  { model, timeoutMs, apiKey }: { readonly model: string; readonly timeoutMs: number; readonly apiKey: string },
): Error {
  const cause = { cause: error };
  if (error instanceof ModelAnswerInvalid) return error;
  if (error instanceof APIConnectionTimeoutError || error instanceof APIUserAbortError || isTimeout(error)) {
    return new ProviderTimedOut(`${model}: no answer within ${timeoutMs / 1000} s`, cause);
  }
  if (error instanceof APIConnectionError || isFetchFailure(error)) {
    const code = systemCode(error);
    if (isRedirect(error)) return new ProviderUnreachable(`${model}: the server redirects to another address`, cause);
    if (isBlockedPort(error)) return new ProviderUnreachable(`${model}: no client may connect to that port`, cause);
    const message = `${model}: the connection failed${code === null ? '' : ` (${code})`}`;
    return code !== null && UNREACHABLE_CODES.has(code)
      ? new ProviderUnreachable(message, cause)
      : new ProviderUnavailable(message, cause);
  }
  if (error instanceof APIError) return byStatus(error, model, apiKey);
  // A 200 whose body is not what it says it is.
  if (error instanceof SyntaxError) return new ModelAnswerInvalid('the answer is not JSON', cause);
  return error instanceof Error ? error : new Error(String(error));
}

function byStatus(error: InstanceType<typeof APIError>, model: string, apiKey: string): Error {
  const { code, message: original } = bodyOf(error);
  const message = apiKey.length < SHORTEST_KEY ? original : original.replaceAll(apiKey, '[the key]');
  const cause = { cause: error };
  const status = error.status as number | undefined;
  const said = `${model}: ${status} ${message}`;
  // 402: the account cannot pay, which no other call will change.
  if (status === 401 || status === 402 || status === 403) {
    return new ProviderKeyRejected(`the key was refused: ${status} ${message}`, cause);
  }
  if (code === 'model_not_found' || code === 'model_decommissioned') return new ModelNotServed(said, cause);
  if (code === 'json_validate_failed') return new ModelAnswerInvalid('the model did not produce valid JSON', cause);
  if (status === 413) return new RequestTooLarge(said, cause);
  if (status === 429) {
    const limits = error.headers ? readRateLimits(error.headers) : null;
    return new RateLimited(said, retryAfterMs(error.headers, message), { ...cause, limits, hit: limitHit(message) });
  }
  if (status === undefined || status >= 498 || status === 408 || status === 409)
    return new ProviderUnavailable(said, cause);
  return new RequestRejected(said, cause);
}

const LIMIT_NAMES = {
  RPM: 'requestsPerMinute',
  RPD: 'requestsPerDay',
  TPM: 'tokensPerMinute',
  TPD: 'tokensPerDay',
} as const;

/** The limit that a 429's message names: "on tokens per minute (TPM): Limit 8000, Used 7900, Requested 450". */
function limitHit(message: string): LimitHit | null {
  const [, name, limit, used] = /\((RPM|RPD|TPM|TPD)\): Limit (\d+), Used (\d+)/.exec(message) ?? [];
  if (name === undefined || Number(limit) < 1) return null;
  return { which: LIMIT_NAMES[name as keyof typeof LIMIT_NAMES], limit: Number(limit), used: Number(used) };
}

/** Code and message of Groq's error body, which the client keeps at `error.error.error`; a proxy's HTML page has neither. */
function bodyOf(error: InstanceType<typeof APIError>): { code: string | null; message: string } {
  const body = (error.error as { error?: { code?: unknown; message?: unknown } } | undefined)?.error;
  const code = typeof body?.code === 'string' ? body.code : null;
  if (typeof body?.message === 'string') return { code, message: body.message };
  return { code, message: "an answer without Groq's error shape" };
}

const isTimeout = (error: unknown) =>
  error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');

/** What fetch throws while a body is read: the client passes it on as it is. */
const isFetchFailure = (error: unknown) => error instanceof TypeError && /terminated|fetch failed/.test(error.message);

function isRedirect(error: unknown): boolean {
  return error instanceof Error && (error.message === 'unexpected redirect' || isRedirect(error.cause));
}

/** Ports that fetch refuses to connect to (https://fetch.spec.whatwg.org/#port-blocking). */
function isBlockedPort(error: unknown): boolean {
  return error instanceof Error && (error.message === 'bad port' || isBlockedPort(error.cause));
}

/** The operating system's code, however deep: fetch wraps it once, a host with two addresses once more. */
function systemCode(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null;
  const { code, cause, errors } = error as { code?: unknown; cause?: unknown; errors?: unknown };
  if (typeof code === 'string') return code;
  const inner = Array.isArray(errors) ? errors[0] : cause;
  return systemCode(inner);
}
