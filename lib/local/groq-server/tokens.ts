import type { Message } from './validation.ts';

/** About the tokens of a text: four ASCII characters a token, other scripts nearly one each. */
export function estimateTokens(text: string): number {
  let ascii = 0;
  let other = 0;
  for (const character of text) {
    if (character <= '\u007f') ascii++;
    else other++;
  }
  return Math.ceil(ascii / 4 + other * 0.9);
}

/** Role and separators of one message. */
const TOKENS_PER_MESSAGE = 4;

export function estimatePrompt(messages: readonly Message[]): number {
  return messages.reduce((sum, { content }) => sum + estimateTokens(content) + TOKENS_PER_MESSAGE, 0);
}
