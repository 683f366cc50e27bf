/** What goes back over the socket: an answer, or one of the ways in which none comes. */
export type Outcome = Reply | { readonly kind: 'reset' } | { readonly kind: 'hang' };

export interface Reply {
  readonly kind: 'reply';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** An object is sent as JSON, a string as an HTML page (what a proxy before Groq answers). */
  readonly body: object | string;
  /** How long the body stands still between its first byte and the rest; Infinity: until the server closes. */
  readonly stallMs?: number;
}

export interface WireErrorBody {
  readonly message: string;
  readonly type: string;
  readonly code?: string;
  readonly param?: string;
  readonly failed_generation?: string;
}

export function reply(status: number, body: object | string, headers: Readonly<Record<string, string>> = {}): Reply {
  return { kind: 'reply', status, headers, body };
}

/** An error in Groq's shape. */
export function errorReply(status: number, error: WireErrorBody, headers?: Readonly<Record<string, string>>): Reply {
  return reply(status, { error }, headers);
}

/** The request itself is wrong. Groq gives no code to most of these. */
export function badRequest(message: string, more: Partial<WireErrorBody> = {}, status = 400): Reply {
  return errorReply(status, { message, type: 'invalid_request_error', ...more });
}

export const invalidApiKey = () => badRequest('Invalid API Key', { code: 'invalid_api_key' }, 401);

export const forbidden = () =>
  errorReply(403, { message: 'Access denied. Please check your network settings.', type: 'permissions_error' });

export const modelNotFound = (model: string) =>
  badRequest(
    `The model \`${model}\` does not exist or you do not have access to it.`,
    { code: 'model_not_found' },
    404,
  );

export const unknownUrl = (method: string, path: string) =>
  badRequest(`Unknown request URL: ${method} ${path}. Please check the URL for typos.`, { code: 'unknown_url' }, 404);

/** Generation ended before the JSON did, or it was none. */
export const jsonValidateFailed = (failedGeneration: string) =>
  badRequest("Failed to generate JSON. Please adjust your prompt. See 'failed_generation' for more details.", {
    code: 'json_validate_failed',
    failed_generation: failedGeneration,
  });

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
