/**
 * About how many tokens a text is to the served models. A real tokenizer weighs 2 MB, more than the whole Lambda; ASCII runs at about
 * four characters a token, other scripts at nearly one (o200k family).
 */
export function estimateTokens(text: string): number {
  let ascii = 0;
  let other = 0;
  for (const character of text) {
    if (character <= '\u007f') ascii++;
    else other++;
  }
  return Math.ceil(ascii / 4 + other * 0.9);
}
