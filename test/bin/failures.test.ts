import { describe, expect, it } from 'vitest';
import { failureLines } from '../../bin/cli/failures.ts';
import type { FailureRow } from '../../lib/run/contract/results.ts';

const row = (cause: string): FailureRow => ({
  product_id: null,
  field: 'details',
  locale: 'de' as NonNullable<FailureRow['locale']>,
  error: 'RequestTooLarge',
  cause,
});

describe('what to do about a text that is too large', () => {
  it.each([
    'm: takes 131072 tokens, question and answer together, and this is about 300000',
    'm writes 65536 tokens at most, and the translation would take about 90000',
  ])('is to shorten it where the model has no room: %s', (cause) => {
    expect(failureLines([row(cause)], null)).toContain('    shorten the text, or take another --model');
  });

  it('is another model or plan where the provider refused it', () => {
    expect(failureLines([row('m: 413 Request too large')], null).join('\n')).toContain('plan of the provider');
  });
});
