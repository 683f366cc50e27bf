/**
 * About how many tokens a text is to the served models. A real tokenizer weighs 2 MB, more than the whole Lambda. The weights are those that come nearest to
 * o200k, gpt-oss's own, on the bundled catalog, its references and the JSON around them: within 10% in each language (`test/translate/tokens.test.ts`).
 */
export function estimateTokens(text: string): number {
  return tokensOfWeight(weigh(text));
}

/** A text's hundredths of a token: whole numbers, so that the weights of its parts add up to its own. */
export function weigh(text: string): number {
  let weight = 0;
  for (let index = 0; index < text.length; index++) weight += weightOf(text.charCodeAt(index));
  return weight;
}

export const tokensOfWeight = (weight: number): number => Math.ceil(weight / 100);

const QUOTE = '"'.charCodeAt(0);
const MASK_OPENS = '\u27e6'.charCodeAt(0);
const MASK_CLOSES = '\u27e7'.charCodeAt(0);

/** Hundredths of a token to one UTF-16 unit. */
function weightOf(code: number): number {
  // A quote is mostly JSON's, and a token with what stands beside it.
  if (code < 0x80) return code === QUOTE ? 60 : 25;
  // An accented letter breaks its word in two.
  if (code < 0x250) return 150;
  // Greek, Cyrillic, Hebrew, Arabic, the scripts of India, Thai: words of a few letters a token.
  if (code < 0x1100) return 45;
  // Kana.
  if (code >= 0x3040 && code < 0x3100) return 80;
  return code === MASK_OPENS || code === MASK_CLOSES ? 260 : 90;
}
