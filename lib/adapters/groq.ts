import Groq from 'groq-sdk';
import type { ChatCompletionCreateParamsNonStreaming } from 'groq-sdk/resources/chat/completions';
import type { ModelPort, ModelRequest } from '../translate/model.ts';
import { fetchWhole } from './fetch-whole.ts';
import { readCompletion } from './groq-completion.ts';
import { renamed } from './groq-errors.ts';
import { isOnThisMachine } from './groq-origin.ts';

export interface GroqOptions {
  readonly apiKey: string;
  /** Another server that speaks Groq's or OpenAI's wire format; null for Groq itself. */
  readonly baseUrl: string | null;
  /** @default CALL_TIMEOUT_MS */
  readonly timeoutMs?: number;
}

/**
 * One call's time from sending to the last byte. The longest answers (some 3,000 tokens) take 15 s at the slowest served model; a minute leaves
 * room for a queue and still ends well within a locale job.
 */
export const CALL_TIMEOUT_MS = 60_000;

/** A client without retries of its own: it would sleep as long as it is told, past the end of a Lambda. */
export function groqClient({ apiKey, baseUrl, timeoutMs = CALL_TIMEOUT_MS }: GroqOptions): Groq {
  const server = baseUrl === null ? {} : serverAt(baseUrl);
  // A redirect would take the catalog to a host that nobody named.
  return new Groq({
    apiKey,
    maxRetries: 0,
    timeout: timeoutMs,
    fetchOptions: { redirect: 'error' },
    fetch: fetchWhole,
    ...server,
  });
}

/** Groq behind the model port. */
export function groqModel(options: GroqOptions): ModelPort {
  const client = groqClient(options);
  const timeoutMs = options.timeoutMs ?? CALL_TIMEOUT_MS;
  const mayBeStandIn = options.baseUrl !== null && isOnThisMachine(options.baseUrl);
  return {
    async complete(request) {
      try {
        const { data, response } = await client.chat.completions.create(wireRequest(request)).withResponse();
        const answer = readCompletion(data, response.headers, request);
        // What is pseudo-localized escapes the checks of language: only a server on this machine, as the stand-in is, is believed when it says so.
        return mayBeStandIn ? answer : { ...answer, pseudo: [] };
      } catch (error) {
        throw renamed(error, { model: request.model, timeoutMs, apiKey: options.apiKey });
      }
    },
  };
}

function wireRequest(request: ModelRequest): ChatCompletionCreateParamsNonStreaming {
  const format = request.responseFormat;
  return {
    model: request.model,
    messages: request.messages.map(({ role, content }) => ({ role, content })),
    temperature: 0,
    max_completion_tokens: request.maxCompletionTokens,
    response_format:
      format.type === 'json_schema'
        ? { type: 'json_schema', json_schema: { name: format.name, strict: true, schema: format.schema } }
        : { type: 'json_object' },
    ...(request.reasoningEffort !== null && { reasoning_effort: request.reasoningEffort }),
  };
}

/**
 * The client appends `/openai/v1/...` to its base URL. One that ends so already is cut; one that ends in `/v1` is an OpenAI-compatible server's
 * (Ollama, vLLM, llama.cpp), whose paths lack the `/openai`.
 */
function serverAt(baseUrl: string): { baseURL: string; fetch?: typeof fetch } {
  const url = baseUrl.replace(/\/+$/, '');
  if (url.endsWith('/openai/v1')) return { baseURL: url.slice(0, -'/openai/v1'.length) };
  if (!url.endsWith('/v1')) return { baseURL: url };
  const root = url.slice(0, -'/v1'.length);
  return {
    baseURL: root,
    fetch: (input, init) => {
      const address = new URL(String(input));
      address.pathname = address.pathname.replace('/openai/v1/', '/v1/');
      return fetchWhole(address, init);
    },
  };
}

/** The ids of the models that the server serves. @throws like `ModelPort.complete` */
export async function servedModels(options: GroqOptions): Promise<string[]> {
  const timeoutMs = options.timeoutMs ?? CALL_TIMEOUT_MS;
  try {
    const { data } = await groqClient(options).models.list();
    return data.map(({ id }) => id);
  } catch (error) {
    throw renamed(error, { model: 'the list of models', timeoutMs, apiKey: options.apiKey });
  }
}
