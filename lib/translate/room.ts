import type { Locale } from '../catalog/locale.ts';
import type { ModelRequest } from './model.ts';
import { estimatePromptTokens, expectedAnswerTokens, type PromptSegment } from './prompt.ts';
import { modelFacts } from './routing.ts';

/**
 * Why a model cannot answer a request in full, or null. Asked all the same it would refuse, or its answer be cut off and paid for: a text of a megabyte
 * (`contextTokens` and `maxOutputTokens` of `data/models.json`, tokens by estimate).
 */
export function missingRoom(request: ModelRequest, segments: readonly PromptSegment[], target: Locale): string | null {
  return missingRoomFor(request.model, estimatePromptTokens(request.messages), expectedAnswerTokens(segments, target));
}

/** The same of a request of so many tokens, for who has not made it. */
export function missingRoomFor(model: string, promptTokens: number, answerTokens: number): string | null {
  const { contextTokens, maxOutputTokens } = modelFacts(model);
  const whole = promptTokens + answerTokens;
  if (whole > contextTokens)
    return `${model} takes ${contextTokens} tokens, question and answer together, and this is about ${whole}`;
  if (answerTokens > maxOutputTokens)
    return `${model} writes ${maxOutputTokens} tokens at most, and the translation would take about ${answerTokens}`;
  return null;
}
