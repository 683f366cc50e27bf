import { APIError } from 'groq-sdk';
import { expect, it } from 'vitest';
import { renamed } from '../../lib/adapters/groq-errors.ts';

const refusal = (message: string) =>
  renamed(APIError.generate(429, { error: { message } }, undefined, new Headers()), {
    model: 'm',
    timeoutMs: 1_000,
    apiKey: '',
  });

it('reads which limit a refusal names, and what of it is used', () => {
  const tokens =
    'Rate limit reached on tokens per minute (TPM): Limit 8000, Used 7900, Requested 450. Please try again in 2.6s.';
  expect(refusal(tokens)).toMatchObject({ hit: { which: 'tokensPerMinute', limit: 8_000, used: 7_900 } });
  const requests = 'Rate limit reached on requests per day (RPD): Limit 1000, Used 1000, Requested 1.';
  expect(refusal(requests)).toMatchObject({ hit: { which: 'requestsPerDay', limit: 1_000, used: 1_000 } });
});

it('reads none where a refusal names none', () => {
  for (const message of ['slow down', 'on tokens per minute (TPM): Limit 0, Used 0, Requested 5']) {
    expect(refusal(message)).toMatchObject({ name: 'RateLimited', hit: null });
  }
});

it('repeats no key that a refusal repeats', () => {
  const apiKey = 'gsk_0123456789abcdef';
  const said = APIError.generate(401, { error: { message: `${apiKey} is no key` } }, undefined, new Headers());
  const error = renamed(said, { model: 'm', timeoutMs: 1_000, apiKey });
  expect(error).toMatchObject({ name: 'ProviderKeyRejected', message: 'the key was refused: 401 [the key] is no key' });
});
