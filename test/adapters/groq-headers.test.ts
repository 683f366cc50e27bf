import { describe, expect, it } from 'vitest';
import { parseDuration, readRateLimits, retryAfterMs } from '../../lib/adapters/groq-headers.ts';

describe("Groq's durations", () => {
  it.each([
    ['26ms', 26],
    ['0.5ms', 0.5],
    ['7.66s', 7_660],
    ['0s', 0],
    ['2m', 120_000],
    ['2m59.56s', 179_560],
    ['1m30ms', 60_030],
    ['23m58s', 1_438_000],
    ['1h2m3s', 3_723_000],
    ['24h', 86_400_000],
    [' 4.77s ', 4_770],
  ])('%s is %d ms', (text, ms) => {
    expect(parseDuration(text)).toBeCloseTo(ms, 6);
  });

  it.each(['', ' ', '5', 's', '1.5m', '-3s', '3s2m', '1d', 'soon', '1s ago', null, undefined])('%j is none', (text) => {
    expect(parseDuration(text)).toBeNull();
  });
});

describe('the wait that a 429 asks for', () => {
  const wait = (message: string, retryAfter?: string) =>
    retryAfterMs(new Headers(retryAfter === undefined ? {} : { 'retry-after': retryAfter }), message);

  it.each<[string, string, string | undefined, number]>([
    ['the message, which is finer than the header', 'Please try again in 4.77s. Need more?', '5', 4_770],
    ['the message at its end', 'Please try again in 23m58s.', undefined, 1_438_000],
    ['milliseconds', 'Please try again in 250ms', '1', 250],
    ['at least a millisecond', 'try again in 0s.', '3', 1],
    ['the header where the message says nothing', 'slow down', '7', 7_000],
    ['a fraction of a second', 'slow down', '0.5', 500],
    ['5 s where neither says anything', 'slow down', undefined, 5_000],
    ['5 s where the header is a date', 'slow down', 'Fri, 20 Nov 2026 12:00:00 GMT', 5_000],
    ['a week at most, by the header', 'slow down', '1e15', 604_800_000],
    ['a week at most, by a header that is no finite number', 'slow down', '1e999', 604_800_000],
    ['a week at most, by the message', `try again in ${'9'.repeat(400)}h.`, undefined, 604_800_000],
    ['a breath where the header is 0', 'slow down', '0', 250],
  ])('is %s', (_, message, header, ms) => {
    expect(wait(message, header)).toBe(ms);
  });
});

it('reads the rate limits of an answer, and null for each that is missing or no number', () => {
  const headers = new Headers({
    'x-ratelimit-limit-requests': '1000',
    'x-ratelimit-remaining-requests': '999',
    'x-ratelimit-reset-requests': '1m26.4s',
    'x-ratelimit-limit-tokens': '8000',
    'x-ratelimit-remaining-tokens': 'many',
  });
  expect(readRateLimits(headers)).toEqual({
    limitRequests: 1_000,
    remainingRequests: 999,
    resetRequestsMs: 86_400,
    limitTokens: 8_000,
    remainingTokens: null,
    resetTokensMs: null,
  });
});
