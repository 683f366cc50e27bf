import { describe, expect, it } from 'vitest';
import { Bucket } from '../../../lib/local/groq-server/bucket.ts';
import { formatDuration } from '../../../lib/local/groq-server/duration.ts';
import { ModelLimits } from '../../../lib/local/groq-server/limits.ts';
import type { Reply } from '../../../lib/local/groq-server/wire.ts';

const LIMITS = { requestsPerMinute: 30, requestsPerDay: 14_400, tokensPerMinute: 8_000 };
const messageOf = (reply: Reply | null) => (reply?.body as { error: { message: string } } | undefined)?.error.message;

describe('a bucket', () => {
  it('drains continuously, a whole limit in one window', () => {
    const bucket = new Bucket(600, 60_000, 0);
    bucket.add(600, 0);
    expect(bucket.remaining(0)).toBe(0);
    expect(bucket.remaining(1_000)).toBe(10);
    expect(bucket.resetMs(30_000)).toBeCloseTo(30_000);
    expect(bucket.remaining(90_000)).toBe(600);
  });

  it('asks for the wait after which the same request fits, and no less', () => {
    const bucket = new Bucket(8_000, 60_000, 0);
    bucket.add(7_000, 0);
    const wait = bucket.waitMs(1_200, 0);
    expect(wait).toBeCloseTo((7_000 + 1_200 - 8_000) / (8_000 / 60_000));
    expect(bucket.waitMs(1_200, wait - 1)).toBeGreaterThan(0);
    expect(bucket.waitMs(1_200, wait)).toBe(0);
  });

  it('gives back what was reserved too much', () => {
    const bucket = new Bucket(1_000, 60_000, 0);
    bucket.add(900, 0);
    bucket.add(-500, 0);
    expect(bucket.remaining(0)).toBe(600);
  });

  it('does not fill when its clock is set back', () => {
    const bucket = new Bucket(60, 60_000, 10_000);
    bucket.add(10, 10_000);
    expect(bucket.used(0)).toBe(10);
  });
});

describe("a model's limits", () => {
  it('refuse what does not fit, say why, and charge nothing for it', () => {
    const limits = new ModelLimits('m', LIMITS, 0);
    expect(limits.admit(7_000, 0)).toBeNull();
    const refusal = limits.admit(1_200, 0);
    expect(refusal).toMatchObject({ status: 429, headers: { 'retry-after': '2' } });
    expect(messageOf(refusal)).toMatch(
      /^Rate limit reached for model `m` .*on tokens per minute \(TPM\): Limit 8000, Used 7000, Requested 1200\. Please try again in 1\.5s\./,
    );
    expect(limits.admit(1_200, 1_500)).toBeNull();
  });

  it('count the real tokens in the end', () => {
    const limits = new ModelLimits('m', LIMITS, 0);
    limits.admit(8_000, 0);
    limits.settle(8_000, 500, 0);
    expect(limits.headers(0)).toMatchObject({
      'x-ratelimit-remaining-tokens': '7500',
      'x-ratelimit-reset-tokens': '3.75s',
    });
  });

  it('name the limit with the longest wait', () => {
    const limits = new ModelLimits('m', { ...LIMITS, requestsPerDay: 1 }, 0);
    limits.admit(8_000, 0);
    const refusal = limits.admit(8_000, 0);
    expect(messageOf(refusal)).toContain(
      'on requests per day (RPD): Limit 1, Used 1, Requested 1. Please try again in 24h0m0s.',
    );
    expect(refusal?.headers).toEqual({ 'retry-after': '86400' });
  });

  it('report the day as Groq does', () => {
    const limits = new ModelLimits('m', { ...LIMITS, requestsPerMinute: 100 }, 0);
    for (let i = 0; i < 30; i++) limits.admit(1, 0);
    expect(limits.headers(440)).toMatchObject({
      'x-ratelimit-limit-requests': '14400',
      'x-ratelimit-remaining-requests': '14370',
      'x-ratelimit-reset-requests': '2m59.56s',
    });
  });
});

describe('a duration', () => {
  it.each([
    [0, '0s'],
    [25.2, '26ms'],
    [999.5, '1s'],
    [7_660, '7.66s'],
    [1_500, '1.5s'],
    [59_999, '1m0s'],
    [179_560, '2m59.56s'],
    [1_438_000, '23m58s'],
    [3_602_000, '1h0m2s'],
    [-5, '0s'],
  ])('of %d ms is written %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});
