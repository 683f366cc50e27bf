import { StoreRefused, StoreUnavailable } from '../run/contract/errors.ts';

/** What is done to an object, and the right that it takes. */
const RIGHTS = {
  read: 's3:GetObject',
  write: 's3:PutObject',
  list: 's3:ListBucket',
  remove: 's3:DeleteObject',
} as const;
export type Doing = keyof typeof RIGHTS;

export interface ObjectPlace {
  readonly bucket: string;
  readonly key: string;
}

/** What S3 says of credentials that are no longer, or were never, any good. */
const BAD_CREDENTIALS = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidAccessKeyId',
  'InvalidToken',
  'SignatureDoesNotMatch',
  'TokenRefreshRequired',
]);
const OTHER_REGION = new Set([
  'PermanentRedirect',
  'AuthorizationHeaderMalformed',
  'IllegalLocationConstraintException',
]);
/**
 * What can never be sent, and what to mend, by the error's code and message: Node's, OpenSSL's and the SDK's; null where its own message says it. Regular expressions
 * and few words, since Translate loads them at each cold start.
 */
const UNSENDABLE: readonly (readonly [RegExp, string | null])[] = [
  [/^EndpointError Invalid ARN|^ERR_UNESCAPED/, null],
  [/^ERR_INVALID_[UP]|^EndpointError|^Region not/, 'set AWS_ENDPOINT_URL(_S3) to http(s)://... or AWS_REGION'],
  [/^URIError/, 'half a character in the key'],
  [/^ERR_INVALID_CHAR|^TypeError (Headers|.*ByteString)/, 'a bad character in the credentials'],
  [/wrong version number/, 'no TLS: use http://'],
  [/^\w*SELF_SIGNED|^UNABLE_TO_(GET_IS|V)/, 'not trusted; set NODE_EXTRA_CA_CERTS'],
  // Expired, revoked, another host's: no other root helps.
  [/^\w*CERT|^UNABLE/, null],
];
/** Answers with a client's status whose next try may end otherwise: an upload that was cleared away is begun anew. */
const PASSING = new Set(['RequestTimeout', 'NoSuchUpload', 'OperationAborted', 'ConditionalRequestConflict']);

/** The SDK's error under the name that the workflow knows, as a sentence that says where and what to do. */
export function s3Error(doing: Doing, { bucket, key }: ObjectPlace, error: unknown): StoreRefused | StoreUnavailable {
  if (error instanceof StoreRefused || error instanceof StoreUnavailable) return error;
  const refusal = refusalOf(doing, bucket, error);
  const Named = refusal === null ? StoreUnavailable : StoreRefused;
  return new Named(`cannot ${doing} s3://${bucket}/${key}: ${refusal ?? codeOf(error)}`, { cause: error });
}

/** Nothing stands there. HEAD says no more than 404. */
export function isMissing(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'NoSuchKey' || (statusOf(error) === 404 && code !== 'NoSuchBucket' && code !== 'NoSuchUpload');
}

/** No right to do it, or, for who may not list the bucket, nothing there. */
export const isDenied = (error: unknown): boolean => statusOf(error) === 403 && !BAD_CREDENTIALS.has(codeOf(error));

/** A condition on what stands there did not hold, or another write came in between. */
export function isOvertaken(error: unknown): boolean {
  const status = statusOf(error);
  return status === 412 || status === 409 || isMissing(error);
}

/** Whether the next try may end otherwise. */
export const mayPass = (error: unknown): boolean =>
  !(error instanceof StoreRefused) && refusalOf('read', '', error) === null;

/** Why the next try would end the same, or null. */
function refusalOf(doing: Doing, bucket: string, error: unknown): string | null {
  const code = codeOf(error);
  const status = statusOf(error);
  const { name, message } = error as Error;
  if (name === 'CredentialsProviderError')
    return `no AWS credentials: sign in, or choose a profile with AWS_PROFILE (${message})`;
  if (BAD_CREDENTIALS.has(code)) return `${code}: the AWS credentials were refused; sign in again`;
  if (status === 301 || OTHER_REGION.has(code)) return `${code}: the bucket is in another region; set AWS_REGION to it`;
  if (code === 'NoSuchBucket' || code === 'InvalidBucketName') return `there is no bucket ${bucket}`;
  if (code === 'AccessDenied' || isNamelessDenial(error)) return `access denied; it takes the right ${RIGHTS[doing]}`;
  if (/^Region is missing/.test(message)) return 'no AWS region: set AWS_REGION';
  const unsendable = UNSENDABLE.find(([said]) => status === undefined && said.test(`${code} ${message}`));
  if (unsendable) {
    const [, advice] = unsendable;
    // The SDK's own reason says which of them it is. Others may have a secret in theirs.
    const reason = code === 'EndpointError' ? ` (${message})` : '';
    return `${code}: ${advice === null ? message : advice + reason}`;
  }
  if (status === undefined || status < 300 || status >= 500 || status === 408 || status === 409 || status === 429)
    return null;
  return PASSING.has(code) ? null : `${code}: ${message}`;
}

/** A refused HEAD has no body that could name the reason. */
const isNamelessDenial = (error: unknown) =>
  statusOf(error) === 403 && /^(403|Forbidden|Unknown.*)$/.test(codeOf(error));

function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } } | null)?.$metadata?.httpStatusCode;
}

/** S3's code, or the operating system's. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { Code, code } = error as { Code?: unknown; code?: unknown };
  const own = [Code, code].find((value) => typeof value === 'string');
  return (own as string | undefined) ?? (error.name === 'Error' ? error.message : error.name);
}
