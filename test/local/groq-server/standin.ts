import { Groq } from 'groq-sdk';
import { onTestFinished } from 'vitest';
import type { GroqServer, GroqServerOptions } from '../../../lib/local/groq-server/options.ts';
import { startGroqServer } from '../../../lib/local/groq-server/server.ts';

export const REFERENCES = new URL('../../../data/references', import.meta.url).pathname;
export const GPT = 'openai/gpt-oss-20b';
export const QWEN = 'qwen/qwen3.6-27b';

/** A stand-in for the length of one test, with no latency. */
export async function standIn(options: Partial<GroqServerOptions> = {}): Promise<GroqServer> {
  const server = await startGroqServer({
    references: REFERENCES,
    models: [GPT, 'openai/gpt-oss-120b', QWEN],
    latencyMs: 0,
    ...options,
  });
  onTestFinished(() => server.close());
  return server;
}

export const client = (server: GroqServer, apiKey = 'any') => new Groq({ apiKey, baseURL: server.url, maxRetries: 0 });

export const SCHEMA = {
  type: 'object',
  properties: {
    segments: {
      type: 'array',
      items: {
        type: 'object',
        properties: { id: { type: 'string' }, text: { type: 'string' } },
        required: ['id', 'text'],
        additionalProperties: false,
      },
    },
  },
  required: ['segments'],
  additionalProperties: false,
};

/** A translation request as the product sends it. */
export function question(texts: readonly string[], targetLocale = 'fr', more: object = {}) {
  const segments = texts.map((text, index) => ({ id: `s${index + 1}`, text }));
  return {
    model: GPT,
    messages: [
      { role: 'system' as const, content: 'Translate. Answer with JSON.' },
      { role: 'user' as const, content: JSON.stringify({ targetLocale, segments }) },
    ],
    response_format: {
      type: 'json_schema' as const,
      json_schema: { name: 'translations', strict: true, schema: SCHEMA },
    },
    reasoning_effort: 'low' as const,
    max_completion_tokens: 1_000,
    ...more,
  };
}

export interface WireCompletion {
  readonly choices: readonly { readonly message: { readonly content: string }; readonly finish_reason: string }[];
  readonly x_groq: { readonly id: string; readonly pseudo?: readonly string[] };
}

export async function post(
  server: GroqServer,
  body: unknown,
  headers: Record<string, string> = { authorization: 'Bearer any' },
) {
  return fetch(`${server.url}/openai/v1/chat/completions`, {
    method: 'POST',
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

/** The answered segments of a question, and which of them are pseudo-localized. */
export async function ask(server: GroqServer, texts: readonly string[], targetLocale?: string, more?: object) {
  const completion = (await (await post(server, question(texts, targetLocale, more))).json()) as WireCompletion;
  const { segments } = JSON.parse(completion.choices[0]?.message.content ?? '') as {
    segments: { id: string; text: string }[];
  };
  return { segments, texts: segments.map(({ text }) => text), pseudo: completion.x_groq.pseudo };
}
