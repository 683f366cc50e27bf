import { describe, expect, it } from 'vitest';
import { FAULT_NAMES, type FaultName, type FaultRule } from '../../../lib/local/groq-server/faults.ts';
import type { GroqServer } from '../../../lib/local/groq-server/options.ts';
import { ask, client, GPT, post, question, standIn, type WireCompletion } from './standin.ts';

const TEXTS = [
  'Cloud',
  '⟦1⟧ rating, Four button snap closure, Thumb loops, Hood that fits over a ball cap, Zippered chest pocket',
  'Sage',
];
const withFault = (rule: FaultRule) => standIn({ faults: [rule] });
const tested = new Set<FaultName>();
const test = (fault: FaultName) => {
  tested.add(fault);
  return fault;
};
const completionOf = async (server: GroqServer) =>
  (await (await post(server, question(TEXTS))).json()) as WireCompletion;

describe('faults that refuse', () => {
  it.each([
    [test('unauthorized'), 401, 'invalid_api_key'],
    [test('forbidden'), 403, undefined],
    [test('model_not_found'), 404, 'model_not_found'],
    [test('model_decommissioned'), 400, 'model_decommissioned'],
    [test('too_large'), 413, 'rate_limit_exceeded'],
    [test('capacity_exceeded'), 498, 'capacity_exceeded'],
    [test('server_error'), 500, undefined],
    [test('json_validate_failed'), 400, 'json_validate_failed'],
  ])('%s answers %i', async (fault, status, code) => {
    const server = await withFault({ fault });
    const response = await post(server, question(TEXTS));
    expect(response.status).toBe(status);
    const { error } = (await response.json()) as {
      error: { code?: string; message: string; failed_generation?: string };
    };
    expect(error.code).toBe(code);
    expect(error.message).not.toBe('');
    expect(error.failed_generation === undefined).toBe(fault !== 'json_validate_failed');
    expect(response.headers.has('x-ratelimit-limit-tokens')).toBe(status !== 401 && status !== 403);
    expect(server.log[0]?.status).toBe(status);
  });

  it.each([
    [test('bad_gateway'), 502],
    [test('unavailable'), 503],
  ])('%s answers %i with a page', async (fault, status) => {
    const response = await post(await withFault({ fault }), question(TEXTS));
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('text/html');
    expect(await response.text()).toMatch(/^<html>/);
  });

  it('rate_limited answers 429 with the wait of the rule', async () => {
    const response = await post(await withFault({ fault: test('rate_limited'), retryAfter: 2.5 }), question(TEXTS));
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('3');
    expect(await response.text()).toContain('Please try again in 2.5s.');
  });

  it('charge no tokens', async () => {
    const response = await post(await withFault({ fault: 'server_error' }), question(TEXTS));
    expect(response.headers.get('x-ratelimit-remaining-tokens')).toBe('250000');
  });
});

describe('faults of the connection', () => {
  it('reset destroys the socket', async () => {
    const server = await withFault({ fault: test('reset') });
    await expect(post(server, question(TEXTS))).rejects.toThrow('fetch failed');
    expect(server.log[0]?.status).toBeNull();
  });

  it('hang never answers, until the server closes', async () => {
    const server = await withFault({ fault: test('hang') });
    const pending = post(server, question(TEXTS)).then(
      () => 'answered',
      () => 'gone',
    );
    expect(await Promise.race([pending, new Promise((resolve) => setTimeout(resolve, 60, 'waiting'))])).toBe('waiting');
    await server.close();
    expect(await pending).toBe('gone');
  });

  it('slow_body sends the headers and holds the body back', async () => {
    const start = performance.now();
    const held = await post(await withFault({ fault: test('slow_body'), delayMs: 50 }), question(TEXTS));
    expect(await held.json()).toHaveProperty('choices');
    expect(performance.now() - start).toBeGreaterThanOrEqual(49);
    const server = await withFault({ fault: 'slow_body' });
    const stalled = await post(server, question(TEXTS));
    expect(stalled.status).toBe(200);
    const body = stalled.text().then(
      () => 'read',
      () => 'gone',
    );
    await server.close();
    expect(await body).toBe('gone');
  });
});

describe('faults in the answer', () => {
  const segmentsWith = async (fault: FaultName) => (await ask(await withFault({ fault: test(fault) }), TEXTS)).segments;
  const idsWith = async (fault: FaultName) => (await segmentsWith(fault)).map(({ id }) => id);

  it('bad_json and empty answer with no JSON', async () => {
    for (const fault of ['bad_json', 'empty'] as const) {
      const { choices } = await completionOf(await withFault({ fault: test(fault) }));
      expect(() => JSON.parse(choices[0]!.message.content)).toThrow();
      expect(choices[0]!.finish_reason).toBe('stop');
    }
  });

  it('truncated answers with the beginning of the JSON', async () => {
    const { choices } = await completionOf(await withFault({ fault: test('truncated') }));
    expect(choices[0]!.finish_reason).toBe('length');
    expect(choices[0]!.message.content).toMatch(/^\{"segments":\[\{"id":"s1","text":"Nuage"\},/);
    expect(() => JSON.parse(choices[0]!.message.content)).toThrow();
  });

  it('ids are wrong, too many, too few, out of order, or there twice', async () => {
    expect(await idsWith('wrong_ids')).toEqual(['x-s1', 'x-s2', 'x-s3']);
    expect(await idsWith('extra_ids')).toEqual(['s1', 's2', 's3', 'extra-4']);
    expect(await idsWith('missing_ids')).toEqual(['s1', 's2']);
    expect(await idsWith('reordered')).toEqual(['s3', 's2', 's1']);
    const twice = await segmentsWith('duplicate_ids');
    expect(twice.map(({ id }) => id)).toEqual(['s1', 's2', 's3', 's1']);
    expect(twice[3]!.text).not.toBe(twice[0]!.text);
  });

  it('texts lose a mask, stay as they were, or come with chatter', async () => {
    const [, masked] = await segmentsWith('lost_mask');
    expect(masked!.text).toMatch(/^Indice , Fermeture/);
    expect((await segmentsWith('untranslated')).map(({ text }) => text)).toEqual(TEXTS);
    expect((await segmentsWith('chatter'))[0]!.text).toBe('Here is the translation: Nuage');
  });
});

describe('fault rules', () => {
  const statuses = async (server: GroqServer, bodies: unknown[]) => {
    const answers = [];
    for (const body of bodies) answers.push((await post(server, body)).status);
    return answers;
  };

  it('apply at most so often, and anew when they are set again', async () => {
    const server = await withFault({ fault: 'server_error', times: 2 });
    expect(await statuses(server, Array(3).fill(question(TEXTS)))).toEqual([500, 500, 200]);
    server.setFaults([{ fault: 'unavailable', times: 1 }]);
    expect(await statuses(server, Array(2).fill(question(TEXTS)))).toEqual([503, 200]);
  });

  it('apply to their model and locale only, the first one that fits', async () => {
    const server = await standIn({
      faults: [
        { fault: 'server_error', model: 'openai/gpt-oss-120b' },
        { fault: 'unavailable', locale: 'de' },
        { fault: 'bad_gateway', locale: 'de' },
      ],
    });
    const other = question(TEXTS, 'de', { model: 'openai/gpt-oss-120b' });
    expect(await statuses(server, [question(TEXTS), question(TEXTS, 'de'), other])).toEqual([200, 503, 500]);
  });

  it('apply at their rate', async () => {
    const numbers = [0.1, 0.4, 0.3, 0.9];
    const server = await standIn({
      faults: [{ fault: 'server_error', rate: 0.35 }],
      random: () => numbers.shift() ?? 1,
    });
    expect(await statuses(server, Array(4).fill(question(TEXTS)))).toEqual([500, 200, 500, 200]);
  });

  it('wait before they answer', async () => {
    const server = await withFault({ fault: 'server_error', delayMs: 40 });
    const start = performance.now();
    await post(server, question(TEXTS));
    expect(performance.now() - start).toBeGreaterThanOrEqual(39);
  });

  it('refuse the list of models only where every key is refused', async () => {
    const list = (rule: FaultRule) => withFault(rule).then((server) => client(server).models.list());
    await expect(list({ fault: 'unauthorized' })).rejects.toMatchObject({ status: 401 });
    await expect(list({ fault: 'forbidden', rate: 1 })).rejects.toMatchObject({ status: 403 });
    for (const rule of [
      { fault: 'server_error' },
      { fault: 'unauthorized', rate: 0.5 },
      { fault: 'forbidden', model: GPT },
    ] as const) {
      expect((await list(rule)).data).toHaveLength(3);
    }
  });

  it('are all tested here', () => {
    expect([...tested].sort()).toEqual([...FAULT_NAMES].sort());
  });
});
