import * as z from 'zod';
import { ModelAnswerInvalid } from '../translate/errors.ts';
import type { ModelAnswer, ModelRequest, Usage } from '../translate/model.ts';
import { readRateLimits } from './groq-headers.ts';

const tokens = z.number().nonnegative().nullish().catch(null);
const usageSchema = z
  .object({
    prompt_tokens: tokens,
    completion_tokens: tokens,
    prompt_tokens_details: z.object({ cached_tokens: tokens }).nullish().catch(null),
  })
  .nullish()
  .catch(null);
/** Read by itself: what was used is owed for, also where the rest of the completion cannot be read. */
const usedSchema = z.object({ usage: usageSchema });

/** The part of a completion that is used; other servers leave the rest out. */
const completionSchema = z.object({
  choices: z
    .array(z.object({ message: z.object({ content: z.string().nullish() }), finish_reason: z.string().nullish() }))
    .min(1),
  x_groq: z
    .object({ pseudo: z.array(z.string()).nullish() })
    .nullish()
    .catch(null),
});

/**
 * Reads a completion. One that cannot be read and says what it used is an empty answer, which is paid for and asked anew.
 *
 * @throws ModelAnswerInvalid for what is no completion and says nothing of what was used
 */
export function readCompletion(data: unknown, headers: Headers, request: ModelRequest): ModelAnswer {
  const body = typeof data === 'string' ? parsedJson(data) : data;
  const usage = usedSchema.safeParse(body).data?.usage ?? null;
  const parsed = completionSchema.safeParse(body);
  const choice = parsed.data?.choices[0];
  const limits = readRateLimits(headers);
  if (!parsed.success || !choice) {
    if (usage === null) throw new ModelAnswerInvalid('the answer is not a chat completion');
    return { text: '', brokenOff: null, usage: usageOf(usage, request, ''), limits, pseudo: [] };
  }
  const text = choice.message.content ?? '';
  return {
    text,
    brokenOff: choice.finish_reason == null || choice.finish_reason === 'stop' ? null : choice.finish_reason,
    usage: usageOf(usage, request, text),
    limits,
    pseudo: parsed.data.x_groq?.pseudo ?? [],
  };
}

/** What a server says was used; what it leaves out, or gives as less than nothing, is charged at its estimate. */
function usageOf(said: z.output<typeof usageSchema>, request: ModelRequest, answer: string): Usage {
  const promptTokens =
    said?.prompt_tokens ?? request.messages.reduce((sum, { content }) => sum + estimatedTokens(content), 0);
  return {
    promptTokens,
    cachedTokens: Math.min(said?.prompt_tokens_details?.cached_tokens ?? 0, promptTokens),
    completionTokens: said?.completion_tokens ?? estimatedTokens(answer),
  };
}

/** Bytes to a token: ASCII runs at about four, other scripts, of two or three bytes a character, at nearly one character. */
const BYTES_PER_TOKEN = 3;
const estimatedTokens = (text: string) => Math.ceil(Buffer.byteLength(text) / BYTES_PER_TOKEN);

/** The client gives a body as text where its content type is not JSON's: some servers say text/plain. */
function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
