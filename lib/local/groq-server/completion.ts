import type { Generation } from './generation.ts';

export interface CompletionFacts {
  readonly model: string;
  readonly generation: Generation;
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly latencyMs: number;
  readonly number: number;
  readonly at: number;
}

/** Of an answer's time, what Groq spends on reading the prompt, and on waiting before that. */
const PROMPT_SHARE = 0.1;
const QUEUE_SHARE = 0.1;

/** An OpenAI chat completion with Groq's additions. `x_groq.pseudo` is this server's own: no provider sends it. */
export function completionBody({
  model,
  generation,
  promptTokens,
  cachedTokens,
  latencyMs,
  number,
  at,
}: CompletionFacts): object {
  const { content, truncated, completionTokens, reasoningTokens, pseudo } = generation;
  const seconds = latencyMs / 1_000;
  const queueTime = seconds * QUEUE_SHARE;
  const promptTime = seconds * PROMPT_SHARE;
  const totalTime = seconds - queueTime;
  return {
    id: `chatcmpl-standin-${number}`,
    object: 'chat.completion',
    created: Math.floor(at / 1_000),
    model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content },
        logprobs: null,
        finish_reason: truncated ? 'length' : 'stop',
      },
    ],
    usage: {
      queue_time: queueTime,
      prompt_tokens: promptTokens,
      prompt_time: promptTime,
      completion_tokens: completionTokens,
      completion_time: totalTime - promptTime,
      total_tokens: promptTokens + completionTokens,
      total_time: totalTime,
      prompt_tokens_details: { cached_tokens: cachedTokens },
      completion_tokens_details: { reasoning_tokens: reasoningTokens },
    },
    usage_breakdown: null,
    system_fingerprint: 'fp_standin',
    x_groq: { id: `req_${String(number).padStart(26, '0')}`, ...(pseudo.length > 0 && { pseudo }) },
    service_tier: 'on_demand',
  };
}
