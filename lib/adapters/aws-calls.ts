import { StoreRefused, StoreUnavailable } from '../run/contract/errors.ts';

/** Small questions with small answers: one that has none after 10 s is lost, and no Lambda and no person waits for it longer. */
export const CALL_TIMEOUT_MS = 10_000;

/**
 * How the clients of Step Functions, CloudFormation and Parameter Store are set up. They ask again themselves for what passes (three times in all, waiting
 * longer each time: the SDK's default), so that a throttled call in between is nobody's concern.
 */
export const callSettings = (timeoutMs: number) => ({
  maxAttempts: 3,
  requestHandler: { connectionTimeout: timeoutMs, requestTimeout: timeoutMs, throwOnRequestTimeout: true },
});

const THROTTLED = /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|ExecutionLimitExceeded|RequestTimeout/;
/** Whether an error's name says "too much at once": such an answer has the status of a client's own fault. */
export const isThrottle = (name: string): boolean => THROTTLED.test(name);

/** Names for credentials that are there and not taken. */
const NOT_TAKEN =
  /^(ExpiredToken|InvalidClientTokenId|UnrecognizedClient|InvalidSignature|SignatureDoesNotMatch|IncompleteSignature|InvalidAccessKeyId|MissingAuthenticationToken|AuthFailure)/;

interface SdkError {
  readonly name?: string;
  readonly message?: string;
  readonly code?: unknown;
  /** Whose fault it is: in every answer that is one of AWS. */
  readonly $fault?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/**
 * An SDK's error under the names that the workflow knows: `StoreUnavailable` for what may pass (throttling, 5xx, timeouts, a broken connection),
 * `StoreRefused` for what will not, each with a sentence for people. What is no answer of AWS at all is returned as it is.
 *
 * @param doing what was tried, to stand after "cannot"
 */
export function awsError(doing: string, error: unknown): Error {
  const { name = '', message = '', code, $fault, $metadata } = error as SdkError;
  const refused = (why: string) => new StoreRefused(`cannot ${doing}: ${why}`, { cause: error });
  if (message === 'Region is missing')
    return refused('no AWS region is set (set AWS_REGION, or AWS_PROFILE to a profile that has one)');
  if (/^(CredentialsProvider|TokenProvider)Error$/.test(name))
    return refused(`no AWS credentials (set AWS_PROFILE, or log in with the AWS CLI): ${message}`);
  if (!$metadata && typeof code !== 'string') return error instanceof Error ? error : new Error(String(error));
  if (NOT_TAKEN.test(name)) return refused(`AWS does not take these credentials: ${message}`);
  const status = $metadata?.httpStatusCode;
  const unavailable = (why: string) => new StoreUnavailable(`cannot ${doing}: ${why}`, { cause: error });
  if (status === undefined)
    return unavailable(typeof code === 'string' && !message.includes(code) ? `${code} ${message}`.trim() : message);
  if ($fault === undefined) return unavailable(`an answer that is not one of AWS (HTTP ${status})`);
  if (status >= 500 || status === 429 || isThrottle(name)) return unavailable(`${name} ${message}`.trim());
  return refused(message === '' ? `${name} (HTTP ${status})` : message);
}
