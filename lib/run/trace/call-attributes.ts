import { NO_USAGE } from '../../translate/model.ts';
import { usdOf } from '../../translate/routing.ts';
import type { CallDetail, CallEntry } from '../../translate/trail.ts';
import type { Attributes } from '../contract/span.ts';

/**
 * What a call's span says, under OpenInference's names and, beside them, GenAI's. `content`: with the prompt and the answer.
 * https://github.com/Arize-ai/openinference/blob/main/spec/semantic_conventions.md, https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/
 */
export function callAttributes(
  call: CallEntry,
  detail: CallDetail | null,
  { content }: { readonly content: boolean },
): Attributes {
  const { model, promptTokens, cachedTokens, completionTokens } = call;
  return {
    'llm.model_name': model,
    'llm.provider': PROVIDER,
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': PROVIDER,
    'gen_ai.request.model': model,
    model,
    segments: call.segments,
    success: call.error === null,
    retry: call.again !== null,
    ...(call.error === null
      ? {
          'llm.token_count.prompt': promptTokens,
          'llm.token_count.completion': completionTokens,
          'llm.token_count.total': promptTokens + completionTokens,
          'llm.token_count.prompt_details.cache_read': cachedTokens,
          ...costs(call),
          'gen_ai.response.model': model,
          'gen_ai.usage.input_tokens': promptTokens,
          'gen_ai.usage.output_tokens': completionTokens,
          response_length: call.answerLength,
        }
      : { 'error.type': call.error }),
    ...(detail === null ? {} : parameters(detail)),
    ...(detail === null || !content ? {} : texts(detail)),
  };
}

const PROVIDER = 'groq';

function costs({ model, promptTokens, cachedTokens, completionTokens }: CallEntry): Attributes {
  const prompt = usdOf(model, { ...NO_USAGE, promptTokens, cachedTokens });
  const completion = usdOf(model, { ...NO_USAGE, completionTokens });
  return { 'llm.cost.prompt': prompt, 'llm.cost.completion': completion, 'llm.cost.total': prompt + completion };
}

function parameters({ request }: CallDetail): Attributes {
  const { maxCompletionTokens, reasoningEffort, responseFormat } = request;
  return {
    'llm.invocation_parameters': JSON.stringify({
      max_completion_tokens: maxCompletionTokens,
      reasoning_effort: reasoningEffort,
      response_format: responseFormat.type,
    }),
  };
}

function texts({ request, answer }: CallDetail): Attributes {
  const said = request.messages.flatMap(({ role, content }, index) => [
    [`llm.input_messages.${index}.message.role`, role],
    [`llm.input_messages.${index}.message.content`, content],
  ]);
  return {
    ...Object.fromEntries(said),
    'input.value': request.messages.at(-1)?.content ?? '',
    'input.mime_type': 'application/json',
    ...(answer === null
      ? {}
      : {
          'llm.output_messages.0.message.role': 'assistant',
          'llm.output_messages.0.message.content': answer.text,
          'output.value': answer.text,
          'output.mime_type': 'application/json',
        }),
  };
}
