import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as standIn from '../../lib/local/groq-server/tokens.ts';
import { estimateTokens } from '../../lib/translate/tokens.ts';

/** Texts with the tokens that o200k makes of them, counted with gpt-tokenizer 4.0. */
const COUNTED = JSON.parse(readFileSync(new URL('./o200k.json', import.meta.url), 'utf8')) as {
  readonly locale: string;
  readonly text: string;
  readonly tokens: number;
}[];
const ANSWERS = COUNTED.filter(({ text }) => text.startsWith('{'));
const SENTENCES = COUNTED.filter(({ text }) => !text.startsWith('{'));

describe.each([
  ['the estimate', estimateTokens],
  ["the stand-in's", standIn.estimateTokens],
])('%s of tokens', (_, estimate) => {
  it.each(ANSWERS)("is within a tenth of o200k's for what travels, in $locale", ({ text, tokens }) => {
    expect(estimate(text) / tokens).toBeGreaterThan(0.9);
    expect(estimate(text) / tokens).toBeLessThan(1.1);
  });

  it.each(SENTENCES)('is near it in any script: $locale', ({ text, tokens }) => {
    expect(estimate(text) / tokens).toBeGreaterThan(0.8);
    expect(estimate(text) / tokens).toBeLessThan(1.5);
  });

  it('is nothing for nothing, and one for a letter', () => {
    expect(estimate('')).toBe(0);
    expect(estimate('a')).toBe(1);
  });
});
