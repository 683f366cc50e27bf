import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { describe, expect, it } from 'vitest';
import cdkJson from '../../cdk.json' with { type: 'json' };
import { DEFAULTS, readConfig } from '../../lib/infra/config.ts';
import { logRetention } from '../../lib/infra/log-retention.ts';
import { RequestInvalid } from '../../lib/run/contract/errors.ts';
import { DEFAULT_MAX_CONCURRENCY } from '../../lib/run/contract/request.ts';

const read = (context: Readonly<Record<string, unknown>>) => readConfig((name) => context[name]);

function faultsOf(context: Readonly<Record<string, unknown>>): readonly string[] {
  try {
    read(context);
  } catch (error) {
    if (error instanceof RequestInvalid) return error.faults;
    throw error;
  }
  return [];
}

describe('the configuration from CDK context', () => {
  it('has the documented defaults where nothing is said, and cdk.json says the same', () => {
    const defaults = {
      stackName: DEFAULTS.stackName,
      locales: [...DEFAULTS.locales],
      maxConcurrency: DEFAULT_MAX_CONCURRENCY,
      schedule: null,
      model: null,
      maxUsd: null,
      plan: DEFAULTS.plan,
      retentionDays: DEFAULTS.retentionDays,
      email: null,
      otlpEndpoint: null,
      otlpHeadersParameter: null,
      traceContent: DEFAULTS.traceContent,
      groqBaseUrl: null,
    };
    expect(read({})).toEqual(defaults);
    expect(read(cdkJson.context)).toEqual(defaults);
    const own = Object.keys(cdkJson.context).filter((name) => !name.startsWith('@aws-cdk/'));
    expect(own).toEqual(Object.keys(defaults));
  });

  it('reads the texts of a command line as it reads lists and numbers', () => {
    const written = {
      locales: ['es', 'pt-BR'],
      maxConcurrency: 20,
      maxUsd: 0.5,
      retentionDays: 7,
      schedule: 'rate(1 day)',
      otlpEndpoint: 'http://10.0.0.7:6006',
      traceContent: true,
    };
    const typed = {
      locales: 'spanish, pt-br',
      maxConcurrency: '20',
      maxUsd: '0.5',
      retentionDays: '7',
      schedule: 'rate(1 day)',
      otlpEndpoint: 'http://10.0.0.7:6006',
      traceContent: 'true',
    };
    expect(read(typed)).toEqual(read(written));
    expect(read(written)).toMatchObject(written);
  });

  it('takes an empty text, the word null and null for nothing, and routing for no model of its own', () => {
    for (const nothing of ['', 'null', null, undefined])
      expect(read({ email: nothing, schedule: nothing, model: nothing, maxUsd: nothing, locales: nothing })).toEqual(
        read({}),
      );
    expect(read({ model: 'routing' }).model).toBeNull();
    expect(read({ model: 'openai/gpt-oss-20b' }).model).toBe('openai/gpt-oss-20b');
  });

  it('lists every fault at once, with what was read', () => {
    const faults = faultsOf({
      stackName: '1st stack',
      locales: 'es,klingonisch',
      maxConcurrency: '0',
      schedule: 'every night',
      model: 'x'.repeat(1_025),
      maxUsd: '-2',
      plan: 'gold',
      retentionDays: 'long',
      email: 'me',
      otlpEndpoint: 'phoenix:6006',
      otlpHeadersParameter: 'shop/headers',
      traceContent: 'yes',
      groqBaseUrl: 'file:///etc/passwd',
    });
    expect(faults.map((text) => text.replace(/^context /, '').split(/[: ]/)[0])).toEqual([
      'stackName',
      'maxConcurrency',
      'schedule',
      'plan',
      'retentionDays',
      'email',
      'otlpEndpoint',
      'otlpHeadersParameter',
      'traceContent',
      'groqBaseUrl',
      'model',
      'maxUsd',
      'unknown',
    ]);
    expect(faults).toContain('context plan: expected free or developer, got "gold"');
    expect(faults).toContain('context maxUsd: expected more than 0, got -2');
    expect(faults.at(-1)).toContain('"klingonisch"');
  });

  it.each([
    ['more locale jobs than a request may ask for', { maxConcurrency: 10_001 }],
    ['the language that catalogs are written in', { locales: ['es', 'en'] }],
    ['one language twice', { locales: ['es', 'spanish'] }],
    ['a number among the languages', { locales: ['es', 7] }],
    ['a cron expression of five fields', { schedule: 'cron(0 3 * * *)' }],
    ['a model that is no text', { model: 5 }],
    ['a model with a longer name than a request may have', { model: 'x'.repeat(1_025) }],
    ['a budget of nothing', { maxUsd: '0' }],
    ['a budget that is no number', { maxUsd: 'much' }],
    ['half a day', { retentionDays: 0.5 }],
    ['headers for no collector', { otlpHeadersParameter: '/shop/otlp-headers' }],
    ['prompts and answers for no collector', { traceContent: true }],
    ['a parameter of AWS', { otlpEndpoint: 'https://x.example', otlpHeadersParameter: '/aws/service/x' }],
    ['headers in the place of the name', { otlpEndpoint: 'https://x.example', otlpHeadersParameter: 'api_key=abc' }],
    ['a password in the collector’s address', { otlpEndpoint: 'https://shop:secret@x.example' }],
    ['a longer time than CloudWatch keeps logs', { retentionDays: 3654 }],
  ])('refuses %s', (_, context) => {
    expect(faultsOf(context)).toHaveLength(1);
  });
});

describe('how long logs are kept', () => {
  it('is the next length that CloudWatch offers', () => {
    expect([1, 2, 31, 90, 91].map(logRetention)).toEqual([1, 3, 60, 90, 120]);
    expect(logRetention(3653)).toBe(RetentionDays.TEN_YEARS);
  });
});
