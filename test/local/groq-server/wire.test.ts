import type { APIError } from 'groq-sdk';
import { describe, expect, it } from 'vitest';
import { client, GPT, post, QWEN, question, standIn } from './standin.ts';

const errorOf = async (call: Promise<unknown>): Promise<APIError> =>
  call.then(
    () => expect.fail('no error'),
    (error) => error,
  );

describe('the wire format, through the real SDK', () => {
  it('answers a translation request with a chat completion and its usage', async () => {
    const server = await standIn();
    const { data, response } = await client(server)
      .chat.completions.create(question(['Cloud', 'Slate Blue']))
      .withResponse();
    const [choice] = data.choices;
    expect(JSON.parse(choice?.message.content ?? '')).toEqual({
      segments: [
        { id: 's1', text: 'Nuage' },
        { id: 's2', text: 'Bleu ardoise' },
      ],
    });
    expect(data).toMatchObject({
      object: 'chat.completion',
      model: GPT,
      service_tier: 'on_demand',
      x_groq: { id: expect.stringMatching(/^req_/) },
    });
    expect(choice?.finish_reason).toBe('stop');
    const usage = data.usage!;
    expect(usage.total_tokens).toBe(usage.prompt_tokens + usage.completion_tokens);
    expect(usage).toMatchObject({ queue_time: 0, total_time: 0, prompt_tokens_details: { cached_tokens: 0 } });
    expect(usage.completion_tokens_details?.reasoning_tokens).toBeGreaterThan(0);
    expect(data.x_groq).not.toHaveProperty('pseudo');
    expect(response.headers.get('x-ratelimit-limit-requests')).toBe('500000');
    expect(response.headers.get('x-ratelimit-limit-tokens')).toBe('250000');
    expect(response.headers.get('x-ratelimit-remaining-requests')).toBe('499999');
    expect(response.headers.get('x-ratelimit-reset-tokens')).toMatch(/^\d+ms$/);
    expect(response.headers.get('retry-after')).toBeNull();
  });

  it('lists its models', async () => {
    const { data } = await client(await standIn()).models.list();
    expect(data.map(({ id }) => id)).toEqual([GPT, 'openai/gpt-oss-120b', QWEN]);
    expect(data[0]).toMatchObject({ object: 'model', active: true, context_window: 131_072 });
  });

  it('refuses an unknown key, and a request without one, with 401', async () => {
    const server = await standIn({ apiKeys: ['right'] });
    await client(server, 'right').chat.completions.create(question(['Cloud']));
    const error = await errorOf(client(server, 'wrong').chat.completions.create(question(['Cloud'])));
    expect(error).toMatchObject({ status: 401, error: { error: { code: 'invalid_api_key' } } });
    expect(error.headers?.get('x-ratelimit-limit-tokens')).toBeNull();
    expect((await post(await standIn(), question(['Cloud']), {})).status).toBe(401);
    await expect(client(server, 'wrong').models.list()).rejects.toMatchObject({ status: 401 });
  });

  it('answers 404 for a model that is not served', async () => {
    const error = await errorOf(
      client(await standIn()).chat.completions.create(question(['Cloud'], 'fr', { model: 'llama-3.1-8b-instant' })),
    );
    expect(error).toMatchObject({ status: 404, error: { error: { code: 'model_not_found' } } });
    expect(error.message).toContain('The model `llama-3.1-8b-instant` does not exist or you do not have access to it.');
  });

  it('answers 413 for a request larger than a minute may hold', async () => {
    const server = await standIn({ limits: { requestsPerMinute: 30, requestsPerDay: 1_000, tokensPerMinute: 8_000 } });
    const error = await errorOf(
      client(server).chat.completions.create(question(['Cloud'], 'fr', { max_completion_tokens: 32_900 })),
    );
    expect(error).toMatchObject({ status: 413, error: { error: { code: 'rate_limit_exceeded', type: 'tokens' } } });
    expect(error.message).toMatch(
      /Request too large for model `openai\/gpt-oss-20b` .* on tokens per minute \(TPM\): Limit 8000, Requested 329\d\d,/,
    );
  });

  it('answers 429 with the time to wait, in the header and in the message', async () => {
    const now = () => 1_000_000;
    const server = await standIn({
      limits: { requestsPerMinute: 1, requestsPerDay: 1_000, tokensPerMinute: 8_000 },
      now,
    });
    await client(server).chat.completions.create(question(['Cloud']));
    const error = await errorOf(client(server).chat.completions.create(question(['Cloud'])));
    expect(error).toMatchObject({ status: 429, error: { error: { code: 'rate_limit_exceeded', type: 'requests' } } });
    expect(error.message).toContain(
      'on requests per minute (RPM): Limit 1, Used 1, Requested 1. Please try again in 1m0s.',
    );
    expect(error.headers?.get('retry-after')).toBe('60');
    expect(error.headers?.get('x-ratelimit-remaining-requests')).toBe('999');
  });

  it('answers json_validate_failed when a schema answer is cut off, and cut text without a schema', async () => {
    const server = await standIn();
    const texts = Array.from({ length: 20 }, () => 'Heather Grey');
    const error = await errorOf(
      client(server).chat.completions.create(question(texts, 'fr', { max_completion_tokens: 60 })),
    );
    expect(error).toMatchObject({ status: 400, error: { error: { code: 'json_validate_failed' } } });
    expect(error.error).toHaveProperty('error.failed_generation', expect.stringMatching(/^\{"segments":/));
    const object = { max_completion_tokens: 60, response_format: { type: 'json_object' } };
    const { choices, usage } = await client(server).chat.completions.create(question(texts, 'fr', object));
    expect(choices[0]?.finish_reason).toBe('length');
    expect(() => JSON.parse(choices[0]?.message.content ?? '')).toThrow();
    expect(usage?.completion_tokens).toBe(60);
  });

  it('counts a system message that was sent before as cached, once it is long enough', async () => {
    const server = await standIn();
    const rules = 'Translate the texts of a shop, answer with JSON. '.repeat(100);
    const cached = async (system: string) => {
      const [, user] = question(['Cloud']).messages;
      const { usage } = await client(server).chat.completions.create({
        ...question([]),
        messages: [{ role: 'system', content: system }, user!],
      });
      return usage?.prompt_tokens_details?.cached_tokens;
    };
    expect(await cached(`${rules} French`)).toBe(0);
    expect(await cached(`${rules} French`)).toBeGreaterThanOrEqual(1_024);
    expect(await cached(`${rules} German`)).toBeGreaterThanOrEqual(1_024);
    expect(await cached('Something short.')).toBe(0);
    expect(await cached('Something short.')).toBe(0);
  });

  it('answers what is no translation request with a short text', async () => {
    const groq = client(await standIn());
    const messages = [{ role: 'user' as const, content: 'Hello. Reply in JSON.' }];
    const text = await groq.chat.completions.create({ model: GPT, messages });
    expect(text.choices[0]?.message.content).toContain('stand-in');
    const json = await groq.chat.completions.create({ model: GPT, messages, response_format: { type: 'json_object' } });
    expect(json.choices[0]?.message.content).toBe('{}');
  });
});

describe('the server', () => {
  it('answers 404 elsewhere, in the same error shape', async () => {
    const response = await fetch(`${(await standIn()).url}/openai/v1/nowhere?x=1`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: 'unknown_url' } });
  });

  it('keeps a log of requests without their keys', async () => {
    const server = await standIn({ now: () => 42 });
    await post(server, question(['Cloud']), { authorization: 'Bearer secret', 'x-test': 'yes' });
    await post(server, '{', {});
    expect(server.log).toMatchObject([
      { time: 42, status: 200, authorized: true, body: question(['Cloud']), headers: { 'x-test': 'yes' } },
      { time: 42, status: 401, authorized: false, body: null },
    ]);
    expect(JSON.stringify(server.log)).not.toContain('secret');
  });

  it('takes as long as it is told', async () => {
    const asked: unknown[] = [];
    const server = await standIn({ latencyMs: (request) => asked.push(request) * 30 });
    const start = performance.now();
    await post(server, question(['Cloud', 'Sage']));
    expect(performance.now() - start).toBeGreaterThanOrEqual(29);
    expect(asked).toEqual([{ model: GPT, targetLocale: 'fr', segments: 2 }]);
  });

  it('closes at once, whatever is still being answered', async () => {
    const server = await standIn({ latencyMs: 60_000 });
    const pending = post(server, question(['Cloud']));
    const refused = expect(pending).rejects.toThrow();
    await expect.poll(() => server.log.length).toBe(1);
    await server.close();
    await refused;
    expect(server.log[0]?.status).toBeNull();
  });

  it('does not start on a folder that is not there', async () => {
    await expect(standIn({ references: '/nowhere' })).rejects.toThrow('ENOENT');
  });
});
