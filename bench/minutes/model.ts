import { APIError } from 'groq-sdk';
import { readCompletion } from '../../lib/adapters/groq-completion.ts';
import { renamed } from '../../lib/adapters/groq-errors.ts';
import { ChatEndpoint } from '../../lib/local/groq-server/chat.ts';
import { Faults } from '../../lib/local/groq-server/faults.ts';
import { loadPseudoLocalizer } from '../../lib/local/groq-server/pseudo.ts';
import { References } from '../../lib/local/groq-server/references.ts';
import { packageFolder } from '../../lib/local/package-folder.ts';
import type { Clock } from '../../lib/translate/clock.ts';
import type { ModelAnswer, ModelPort, ModelRequest } from '../../lib/translate/model.ts';
import type { Limits } from '../../lib/translate/pacing/limits.ts';
import { MODELS } from '../../lib/translate/routing.ts';

const LATENCY_MS = 1_200;
const LATENCY_JITTER = 0.25;
/** What a limit is that there is none of, as a header can carry it. */
const NONE = 1e9;

/**
 * The stand-in's endpoint on a clock of its own, without the socket between: its limits and headers, its answers and what it says that they used. What it
 * reads from files is read now: on a virtual clock nothing may wait for a disk.
 */
export async function standInModel(
  clock: Clock,
  limits: Limits,
  { locales, random }: { readonly locales: readonly string[]; readonly random: () => number },
): Promise<ModelPort> {
  const references = await References.open(packageFolder('data/references'));
  await Promise.all([loadPseudoLocalizer(), ...locales.map((locale) => references.forLocale(locale))]);
  const { requestsPerMinute, requestsPerDay, tokensPerMinute } = limits;
  const chat = new ChatEndpoint({
    models: Object.keys(MODELS.models),
    limits: {
      requestsPerMinute: requestsPerMinute ?? NONE,
      requestsPerDay: requestsPerDay ?? NONE,
      tokensPerMinute: tokensPerMinute ?? NONE,
    },
    latencyMs: () => LATENCY_MS * (1 + LATENCY_JITTER * (2 * random() - 1)),
    references,
    obeys: null,
    faults: new Faults([], random),
    now: () => clock.now(),
  });
  return { complete: (request) => complete(request, chat, clock) };
}

async function complete(request: ModelRequest, chat: ChatEndpoint, clock: Clock): Promise<ModelAnswer> {
  const outcome = await chat.answer(wireRequest(request), (ms) => clock.sleep(ms));
  if (outcome.kind !== 'reply') throw new Error(`the stand-in gave no answer: ${outcome.kind}`);
  const headers = new Headers(outcome.headers);
  if (outcome.status === 200) return readCompletion(outcome.body, headers, request);
  const { error } = outcome.body as { error: { message: string } };
  throw renamed(APIError.generate(outcome.status, { error }, error.message, headers), {
    model: request.model,
    timeoutMs: 0,
    apiKey: '',
  });
}

/** As the client sends it. */
function wireRequest(request: ModelRequest): object {
  const { model, messages, responseFormat: format, maxCompletionTokens, reasoningEffort } = request;
  return {
    model,
    messages,
    temperature: 0,
    max_completion_tokens: maxCompletionTokens,
    response_format:
      format.type === 'json_schema'
        ? { type: 'json_schema', json_schema: { name: format.name, strict: true, schema: format.schema } }
        : { type: 'json_object' },
    ...(reasoningEffort !== null && { reasoning_effort: reasoningEffort }),
  };
}
