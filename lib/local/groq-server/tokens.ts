import type { Message } from './validation.ts';

/** About the tokens that o200k makes of a text, gpt-oss's own tokenizer, which is too large to be carried along: within 10% on each bundled language. */
export function estimateTokens(text: string): number {
  let tokens = 0;
  for (let index = 0; index < text.length; index++) tokens += tokensOf(text.charCodeAt(index));
  return Math.ceil(tokens);
}

const QUOTE = '"'.charCodeAt(0);
const MASK_BRACKETS = new Set([...'⟦⟧'].map((bracket) => bracket.charCodeAt(0)));

/** Of one UTF-16 unit: by whether its script is written in words or in signs, and whether it is rare in what the tokenizer was made from. */
function tokensOf(code: number): number {
  if (code < 0x80) return code === QUOTE ? 0.6 : 0.25;
  if (code < 0x250) return 1.5;
  if (code < 0x1100) return 0.45;
  // Kana.
  if (code >= 0x3040 && code < 0x3100) return 0.8;
  return MASK_BRACKETS.has(code) ? 2.6 : 0.9;
}

/**
 * How many tokens a translation takes for each one of an English source, by language; of all others, about as many as of Spanish. From the bundled references, or
 * from sentences of a catalog where there are none.
 */
const TRANSLATION_TOKENS: Readonly<Record<string, number>> = {
  ar: 1.4,
  el: 1.9,
  fa: 1.45,
  he: 1.5,
  hi: 1.5,
  ja: 1.55,
  ko: 1.9,
  pl: 1.5,
  ru: 1.5,
  th: 1.7,
  ur: 1.45,
  vi: 1.6,
  zh: 1.15,
};
const OTHER_TRANSLATION_TOKENS = 1.3;

/** What a translation of a text would come to, for a text that has none. */
export function estimateTranslation(source: string, locale: string): number {
  const [language = ''] = locale.toLowerCase().split(/[-_]/);
  return estimateTokens(source) * (TRANSLATION_TOKENS[language] ?? OTHER_TRANSLATION_TOKENS);
}

/** Role and separators of one message. */
const TOKENS_PER_MESSAGE = 4;

export function estimatePrompt(messages: readonly Message[]): number {
  return messages.reduce((sum, { content }) => sum + estimateTokens(content) + TOKENS_PER_MESSAGE, 0);
}
