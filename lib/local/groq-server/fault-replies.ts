import { DEFAULT_RETRY_AFTER, type FaultRule } from './faults.ts';
import { rateLimited, tooLarge } from './limits.ts';
import {
  badRequest,
  errorReply,
  forbidden,
  invalidApiKey,
  jsonValidateFailed,
  modelNotFound,
  type Outcome,
  reply,
} from './wire.ts';

export interface FaultySubject {
  readonly model: string;
  /** Tokens that the request counts for, and how many its model has a minute. */
  readonly tokens: number;
  readonly tokensPerMinute: number;
}

/** What a fault answers in place of the model; null for those that spoil the model's own answer. */
export function faultOutcome(
  { fault, retryAfter = DEFAULT_RETRY_AFTER }: FaultRule,
  subject: FaultySubject,
): Outcome | null {
  const { model, tokens, tokensPerMinute } = subject;
  switch (fault) {
    case 'unauthorized':
      return invalidApiKey();
    case 'forbidden':
      return forbidden();
    case 'model_not_found':
      return modelNotFound(model);
    case 'model_decommissioned':
      return badRequest(`The model \`${model}\` has been decommissioned and is no longer supported.`, {
        code: 'model_decommissioned',
      });
    case 'too_large':
      return tooLarge(model, tokensPerMinute, tokensPerMinute + tokens);
    case 'rate_limited': {
      const used = Math.ceil(tokensPerMinute - tokens + (retryAfter * tokensPerMinute) / 60);
      const refusal = {
        name: 'tokens per minute (TPM)',
        type: 'tokens',
        limit: tokensPerMinute,
        used,
        requested: tokens,
      } as const;
      return rateLimited(model, { ...refusal, waitMs: retryAfter * 1_000 });
    }
    case 'capacity_exceeded':
      return errorReply(498, {
        message: `Flex tier capacity exceeded for model \`${model}\`, please try again later.`,
        type: 'capacity_exceeded',
        code: 'capacity_exceeded',
      });
    case 'server_error':
      return errorReply(500, { message: 'Internal Server Error', type: 'internal_server_error' });
    case 'bad_gateway':
      return reply(502, page('502 Bad Gateway'));
    case 'unavailable':
      return reply(503, page('503 Service Temporarily Unavailable'));
    case 'json_validate_failed':
      return jsonValidateFailed('{"segments":[{"id":"s1","text":"');
    case 'reset':
      return { kind: 'reset' };
    case 'hang':
      return { kind: 'hang' };
    default:
      return null;
  }
}

/** What stands before Groq answers in HTML when Groq does not. */
function page(title: string): string {
  return `<html>\n<head><title>${title}</title></head>\n<body>\n<center><h1>${title}</h1></center>\n</body>\n</html>\n`;
}
