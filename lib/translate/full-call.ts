import type { Locale } from '../catalog/locale.ts';
import { PACK_SOURCE_TOKENS, TOKENS_PER_SEGMENT } from './pack.ts';
import { buildRequest, estimatePromptTokens } from './prompt.ts';

const SOURCE = 'en' as Locale;
/** ASCII characters to a token, as `estimateTokens` counts them. */
const CHARACTERS_PER_TOKEN = 4;

/** What a provider counts a full pack into a locale as when it lets it in: the prompt, and all the room that is asked for the answer. */
export function fullCallTokens(model: string, target: Locale): number {
  const text = 'x'.repeat((PACK_SOURCE_TOKENS - TOKENS_PER_SEGMENT) * CHARACTERS_PER_TOKEN);
  const segments = [{ id: 's1', text }];
  const request = buildRequest(model, { source: SOURCE, target, segments, guidance: { style: null, terms: [] } });
  return estimatePromptTokens(request.messages) + request.maxCompletionTokens;
}
