import type { Locale } from '../catalog/locale.ts';
import type { ModelRequest } from './model.ts';
import { estimatePromptTokens, expectedAnswerTokens, type PromptSegment } from './prompt.ts';
import { modelFacts } from './routing.ts';

/**
 * Why a model cannot answer a request in full, or null. Asked all the same it would refuse, or its answer be cut off and paid for: a text of a megabyte
 * (`contextTokens` and `maxOutputTokens` of `data/models.json`, tokens by estimate).
 */
export function missingRoom(request: ModelRequest, segments: readonly PromptSegment[], target: Locale): string | null {
  const { contextTokens, maxOutputTokens } = modelFacts(request.model);
  const answer = expectedAnswerTokens(segments, target);
  const whole = estimatePromptTokens(request.messages) + answer;
  if (whole > contextTokens)
    return `${request.model} takes ${contextTokens} tokens, question and answer together, and this is about ${whole}`;
  if (answer > maxOutputTokens)
    return `${request.model} writes ${maxOutputTokens} tokens at most, and the translation would take about ${answer}`;
  return null;
}
