import { schemaFault } from './schema.ts';
import { badRequest, isRecord, modelNotFound, type Reply } from './wire.ts';

/** A chat request that Groq would take. */
export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly Message[];
  readonly mode: 'text' | 'json_object' | 'json_schema';
  /** Null: as long as it takes. */
  readonly maxCompletionTokens: number | null;
  readonly reasoningEffort: string | null;
}

export interface Message {
  readonly role: string;
  readonly content: string;
}

export type Checked =
  | { readonly ok: true; readonly request: ChatRequest }
  | { readonly ok: false; readonly reply: Reply };

type Body = Readonly<Record<string, unknown>>;

/** Groq's own checks, in about its order; `models` are those that are served. */
export function checkChatRequest(body: unknown, models: readonly string[]): Checked {
  if (!isRecord(body)) return { ok: false, reply: badRequest('request body must be a JSON object') };
  const { model } = body;
  const fault =
    requiredFault(body) ??
    (models.includes(String(model)) ? null : modelNotFound(String(model))) ??
    limitFault(body) ??
    reasoningFault(body) ??
    formatFault(body) ??
    (body.stream === true ? badRequest('`stream` is not supported by the offline stand-in') : null);
  if (fault !== null) return { ok: false, reply: fault };
  const request: ChatRequest = {
    model: String(model),
    messages: readMessages(body),
    mode: readMode(body),
    maxCompletionTokens: readLimit(body),
    reasoningEffort: typeof body.reasoning_effort === 'string' ? body.reasoning_effort : null,
  };
  return { ok: true, request };
}

function requiredFault({ model, messages }: Body): Reply | null {
  if (typeof model !== 'string' || model === '') return badRequest("property 'model' is missing", { param: 'model' });
  if (messages === undefined) return badRequest("property 'messages' is missing", { param: 'messages' });
  if (!Array.isArray(messages) || messages.length === 0) return badRequest("'messages' : minimum number of items is 1");
  const bad = messages.findIndex((message) => !isRecord(message) || typeof message.role !== 'string');
  return bad === -1 ? null : badRequest(`'messages.${bad}' : property 'role' is missing`);
}

function limitFault(body: Body): Reply | null {
  const limit = body.max_completion_tokens ?? body.max_tokens ?? 1;
  return Number.isInteger(limit) && Number(limit) > 0
    ? null
    : badRequest('`max_completion_tokens` must be a positive integer');
}

function reasoningFault({ model, reasoning_effort: effort }: Body): Reply | null {
  if (effort === undefined || effort === null) return null;
  const allowed = allowedEfforts(String(model));
  if (allowed.length === 0) return badRequest('`reasoning_effort` is not supported with this model');
  if (allowed.includes(String(effort))) return null;
  return badRequest(`\`reasoning_effort\` must be one of ${allowed.map((value) => `\`${value}\``).join(', ')}`);
}

function allowedEfforts(model: string): readonly string[] {
  if (isGptOss(model)) return ['low', 'medium', 'high'];
  return model.startsWith('qwen/') ? ['none', 'default'] : [];
}

const NO_SCHEMA =
  'This model does not support response format `json_schema`. See supported models at ' +
  'https://console.groq.com/docs/structured-outputs#supported-models';

function formatFault(body: Body): Reply | null {
  const { response_format: format, model } = body;
  if (format === undefined || format === null) return null;
  if (!isRecord(format)) return badRequest("'response_format' : must be an object");
  switch (format.type) {
    case 'text':
      return null;
    case 'json_object':
      return readMessages(body).some(({ content }) => /json/i.test(content))
        ? null
        : badRequest(
            "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
          );
    case 'json_schema':
      if (!isGptOss(String(model))) {
        return badRequest(NO_SCHEMA, { param: 'response_format' });
      }
      return schemaFault(format.json_schema);
    default:
      return badRequest(
        "'response_format.type' : value is not one of the allowed values ['text', 'json_object', 'json_schema']",
      );
  }
}

export const isGptOss = (model: string) => model.startsWith('openai/gpt-oss');

function readMode({ response_format: format }: Body): ChatRequest['mode'] {
  const type = isRecord(format) ? format.type : 'text';
  return type === 'json_object' || type === 'json_schema' ? type : 'text';
}

function readLimit(body: Body): number | null {
  const limit = body.max_completion_tokens ?? body.max_tokens ?? null;
  return limit === null ? null : Number(limit);
}

function readMessages({ messages }: Body): Message[] {
  if (!Array.isArray(messages)) return [];
  return messages.map((message) => ({ role: String(message.role), content: readContent(message.content) }));
}

/** A message's content is a text, or a list of parts of which some are texts. */
function readContent(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part) => (isRecord(part) && typeof part.text === 'string' ? part.text : '')).join('');
}
