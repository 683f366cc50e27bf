import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { groqModel, servedModels } from '../../lib/adapters/groq.ts';
import type { FaultName } from '../../lib/local/groq-server/server.ts';
import type { ModelRequest } from '../../lib/translate/model.ts';
import { buildRequest } from '../../lib/translate/prompt.ts';
import { answer } from '../fakes/scripted-model.ts';
import { standIn } from '../local/groq-server/standin.ts';
import { A, EN, FR, NO_GUIDANCE, QWEN } from '../translate/helpers.ts';

const KEY = 'gsk_not-a-real-key';
const SEGMENTS = [
  { id: 's1', text: 'Cloud' },
  { id: 's2', text: 'Nobody ever wrote this' },
];
const request = (model = A): ModelRequest =>
  buildRequest(model, { source: EN, target: FR, segments: SEGMENTS, guidance: NO_GUIDANCE });

interface Heard {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A server of our own, that writes down what it hears. */
async function tinyServer(reply: (response: ServerResponse, heard: Heard) => void) {
  const heard: Heard[] = [];
  const server = createServer(async (incoming, response) => {
    let body = '';
    for await (const chunk of incoming) body += chunk;
    const { method = '', url = '', headers } = incoming;
    heard.push({ method, url, headers, body });
    reply(response, { method, url, headers, body });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, heard };
}

function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

/** The least that an OpenAI-compatible server answers. */
const BARE = { choices: [{ message: { role: 'assistant', content: '{"segments":[]}' } }] };
const errorOf = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.unreachable('it was answered'),
    (error: unknown) => error as Error,
  );

describe('a call that is answered', () => {
  it('brings text, usage, limits and what was pseudo-localized', async () => {
    const server = await standIn();
    const result = await groqModel({ apiKey: KEY, baseUrl: server.url }).complete(request());
    expect(JSON.parse(result.text)).toEqual({
      segments: [
        { id: 's1', text: 'Nuage' },
        { id: 's2', text: expect.stringMatching(/^\[.*~\]$/) },
      ],
    });
    expect(result).toMatchObject({ brokenOff: null, pseudo: ['s2'] });
    expect(result.usage.promptTokens).toBeGreaterThan(100);
    expect(result.usage.completionTokens).toBeGreaterThan(10);
    expect(result.limits).toEqual({
      limitRequests: 500_000,
      remainingRequests: 499_999,
      resetRequestsMs: expect.any(Number),
      limitTokens: 250_000,
      remainingTokens: expect.any(Number),
      resetTokensMs: expect.any(Number),
    });
  });

  it('says how many prompt tokens were cached', async () => {
    const usage = { prompt_tokens: 900, completion_tokens: 40, prompt_tokens_details: { cached_tokens: 700 } };
    const server = await tinyServer((response) => json(response, 200, { ...BARE, usage }));
    const result = await groqModel({ apiKey: KEY, baseUrl: server.url }).complete(request());
    expect(result.usage).toEqual({ promptTokens: 900, cachedTokens: 700, completionTokens: 40 });
  });

  it('believes only a server on this machine, as the stand-in is, that its text is pseudo-localized', async () => {
    const body = { ...BARE, x_groq: { pseudo: ['s1', 's2'] } };
    const server = await tinyServer((response) => json(response, 200, body));
    const pseudoFrom = async (baseUrl: string) =>
      (await groqModel({ apiKey: KEY, baseUrl }).complete(request())).pseudo;
    expect(await pseudoFrom(server.url)).toEqual(['s1', 's2']);
    // The same server under a name that is not this machine's own.
    expect(await pseudoFrom(server.url.replace('127.0.0.1', '0.0.0.0'))).toEqual([]);
  });

  it('needs no more than the text from a server that is not Groq', async () => {
    const server = await tinyServer((response) => json(response, 200, BARE));
    const usage = { promptTokens: expect.any(Number), cachedTokens: 0, completionTokens: expect.any(Number) };
    expect(await groqModel({ apiKey: KEY, baseUrl: server.url }).complete(request())).toEqual({
      ...answer('{"segments":[]}'),
      usage,
    });
  });

  it.each([
    ['absent', undefined],
    ['null', null],
    ['empty', {}],
    ['negative', { prompt_tokens: -5_000, completion_tokens: -1 }],
    ['text', { prompt_tokens: '900', completion_tokens: '40' }],
  ])('is charged at an estimate where its usage is %s', async (_, usage) => {
    const server = await tinyServer((response) => json(response, 200, { ...BARE, usage }));
    const { usage: charged } = await groqModel({ apiKey: KEY, baseUrl: server.url }).complete(request());
    const characters = request().messages.reduce((sum, { content }) => sum + content.length, 0);
    expect(charged.promptTokens).toBeGreaterThanOrEqual(characters / 4);
    expect(charged.completionTokens).toBeGreaterThanOrEqual('{"segments":[]}'.length / 4);
    expect(charged.cachedTokens).toBe(0);
  });

  it('has no more tokens cached than sent', async () => {
    const usage = { prompt_tokens: 10, completion_tokens: 4, prompt_tokens_details: { cached_tokens: 700 } };
    const server = await tinyServer((response) => json(response, 200, { ...BARE, usage }));
    const result = await groqModel({ apiKey: KEY, baseUrl: server.url }).complete(request());
    expect(result.usage).toEqual({ promptTokens: 10, cachedTokens: 10, completionTokens: 4 });
  });

  it.each([
    ['a list for its text', { choices: [{ message: { content: [{ type: 'text', text: 'Nuage' }] } }] }],
    ['no choice', { choices: [] }],
    ['no choices', {}],
  ])('is paid for and empty where it has %s', async (_, body) => {
    const usage = { prompt_tokens: 900, completion_tokens: 40 };
    const server = await tinyServer((response) => json(response, 200, { ...body, usage }));
    const result = await groqModel({ apiKey: KEY, baseUrl: server.url }).complete(request());
    expect(result).toMatchObject({ text: '', usage: { promptTokens: 900, cachedTokens: 0, completionTokens: 40 } });
  });

  it('is read as JSON where it is called plain text', async () => {
    const server = await tinyServer((response) => json(response, 200, BARE, { 'content-type': 'text/plain' }));
    expect((await groqModel({ apiKey: KEY, baseUrl: server.url }).complete(request())).text).toBe('{"segments":[]}');
  });

  it('sends what the request says, as Groq spells it', async () => {
    const server = await standIn();
    const model = groqModel({ apiKey: KEY, baseUrl: server.url });
    await model.complete(request());
    await model.complete(request(QWEN));
    const { messages, maxCompletionTokens } = request();
    expect(server.log[0]?.body).toEqual({
      model: A,
      messages,
      temperature: 0,
      max_completion_tokens: maxCompletionTokens,
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'translations', strict: true, schema: expect.objectContaining({ type: 'object' }) },
      },
      reasoning_effort: 'low',
    });
    expect(server.log[1]?.body).toMatchObject({ response_format: { type: 'json_object' }, reasoning_effort: 'none' });
  });

  it('sends no reasoning effort where the model has none', async () => {
    const server = await tinyServer((response) => json(response, 200, BARE));
    await groqModel({ apiKey: KEY, baseUrl: server.url }).complete(request('llama3:8b'));
    expect(JSON.parse(server.heard[0]?.body ?? '')).not.toHaveProperty('reasoning_effort');
  });

  it.each<[FaultName, (text: string) => void, string | null]>([
    ['bad_json', (text) => expect(text).toMatch(/^Certainly/), null],
    ['empty', (text) => expect(text).toBe(''), null],
    ['truncated', (text) => expect(text).not.toMatch(/\}$/), 'length'],
  ])('leaves judging the text to others: %s', async (fault, check, brokenOff) => {
    const server = await standIn({ faults: [{ fault }] });
    const result = await groqModel({ apiKey: KEY, baseUrl: server.url }).complete(request());
    check(result.text);
    expect(result.brokenOff).toBe(brokenOff);
    expect(server.log).toHaveLength(1);
  });
});

describe('a call that fails', () => {
  it.each<[FaultName, string, RegExp]>([
    ['unauthorized', 'ProviderKeyRejected', /: 401 Invalid API Key$/],
    ['forbidden', 'ProviderKeyRejected', /: 403 Access denied/],
    ['model_not_found', 'ModelNotServed', /: 404 The model .* does not exist/],
    ['model_decommissioned', 'ModelNotServed', /: 400 The model .* has been decommissioned/],
    ['too_large', 'RequestTooLarge', /: 413 Request too large/],
    ['rate_limited', 'RateLimited', /: 429 Rate limit reached/],
    ['capacity_exceeded', 'ProviderUnavailable', /: 498 Flex tier capacity exceeded/],
    ['server_error', 'ProviderUnavailable', /: 500 Internal Server Error$/],
    ['bad_gateway', 'ProviderUnavailable', /: 502 an answer without Groq's error shape$/],
    ['unavailable', 'ProviderUnavailable', /: 503 an answer without Groq's error shape$/],
    ['json_validate_failed', 'ModelAnswerInvalid', /did not produce valid JSON/],
    ['reset', 'ProviderUnavailable', /: the connection failed \(ECONNRESET\)$/],
    ['hang', 'ProviderTimedOut', /: no answer within 0\.2 s$/],
    ['slow_body', 'ProviderTimedOut', /: no answer within 0\.2 s$/],
  ])('for %s throws %s, with its cause, after one request', async (fault, name, message) => {
    const server = await standIn({ faults: [{ fault }] });
    const isSilent = name === 'ProviderTimedOut';
    const model = groqModel({ apiKey: KEY, baseUrl: server.url, timeoutMs: isSilent ? 200 : 20_000 });
    const error = await errorOf(model.complete(request()));
    expect(error).toMatchObject({ name, message: expect.stringMatching(message), cause: expect.any(Error) });
    expect(inspect(error, { depth: 10 })).not.toContain(KEY);
    expect(server.log).toHaveLength(1);
  });

  it.each([
    [2.5, 2_500],
    [7_200, 7_200_000],
  ])('for a 429 of %d s says to wait %d ms, and does not wait itself', async (retryAfter, retryAfterMs) => {
    const server = await standIn({ faults: [{ fault: 'rate_limited', retryAfter }] });
    const error = await errorOf(groqModel({ apiKey: KEY, baseUrl: server.url }).complete(request()));
    expect(error).toMatchObject({ name: 'RateLimited', retryAfterMs });
    expect(server.log).toHaveLength(1);
  });

  it.each([
    [
      400,
      { error: { message: 'bad schema', type: 'invalid_request_error' } },
      'RequestRejected',
      `${A}: 400 bad schema`,
    ],
    [422, { error: { message: 'no' } }, 'RequestRejected', `${A}: 422 no`],
    [404, { error: { message: 'unknown url', code: 'unknown_url' } }, 'RequestRejected', `${A}: 404 unknown url`],
    [408, { error: { message: 'slow' } }, 'ProviderUnavailable', `${A}: 408 slow`],
    [409, { error: { message: 'busy' } }, 'ProviderUnavailable', `${A}: 409 busy`],
    [529, 'overloaded', 'ProviderUnavailable', `${A}: 529 an answer without Groq's error shape`],
    [401, 'no', 'ProviderKeyRejected', "401 an answer without Groq's error shape"],
    [402, 'no', 'ProviderKeyRejected', "402 an answer without Groq's error shape"],
  ])('for a bare %d with %j throws %s', async (status, body, name, message) => {
    const server = await tinyServer((response) => json(response, status as number, body));
    const error = await errorOf(groqModel({ apiKey: KEY, baseUrl: server.url }).complete(request()));
    expect(error).toMatchObject({ name, message: expect.stringContaining(String(message)), cause: expect.any(Error) });
    expect(server.heard).toHaveLength(1);
  });

  it('obeys the header of a 429 whose message says nothing of when', async () => {
    const body = { error: { message: 'slow down' } };
    const server = await tinyServer((response) => json(response, 429, body, { 'retry-after': '9' }));
    const error = await errorOf(groqModel({ apiKey: KEY, baseUrl: server.url }).complete(request()));
    expect(error).toMatchObject({ name: 'RateLimited', retryAfterMs: 9_000 });
  });

  it.each([
    ['half a JSON', '{"choices":[{"mess'],
    ['no choices', '{"choices":[]}'],
    ['something else', '{"ok":true}'],
    ['null', 'null'],
  ])('for a 200 with %s throws ModelAnswerInvalid', async (_, body) => {
    const server = await tinyServer((response) => json(response, 200, body));
    const error = await errorOf(groqModel({ apiKey: KEY, baseUrl: server.url }).complete(request()));
    expect(error.name).toBe('ModelAnswerInvalid');
    expect(server.heard).toHaveLength(1);
  });

  it("for a 200 with a proxy's page throws ModelAnswerInvalid", async () => {
    const server = await tinyServer((response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<html>Sign in</html>');
    });
    const error = await errorOf(groqModel({ apiKey: KEY, baseUrl: server.url }).complete(request()));
    expect(error.name).toBe('ModelAnswerInvalid');
  });

  it('for a body that breaks off throws ProviderUnavailable', async () => {
    const server = await tinyServer((response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"choices"', () => response.destroy());
    });
    const error = await errorOf(groqModel({ apiKey: KEY, baseUrl: server.url }).complete(request()));
    expect(error).toMatchObject({ name: 'ProviderUnavailable', message: expect.stringContaining('connection failed') });
    expect(server.heard).toHaveLength(1);
  });

  it('where nobody listens throws ProviderUnreachable', async () => {
    const server = await standIn();
    await server.close();
    const error = await errorOf(groqModel({ apiKey: KEY, baseUrl: server.url }).complete(request()));
    expect(error).toMatchObject({
      name: 'ProviderUnreachable',
      message: `${A}: the connection failed (ECONNREFUSED)`,
      cause: expect.any(Error),
    });
  });
});

describe('the address', () => {
  it.each([
    ['', '/openai/v1/chat/completions'],
    ['/', '/openai/v1/chat/completions'],
    ['/openai/v1', '/openai/v1/chat/completions'],
    ['/openai/v1/', '/openai/v1/chat/completions'],
    ['/v1', '/v1/chat/completions'],
    ['/v1/', '/v1/chat/completions'],
    ['/proxy/groq', '/proxy/groq/openai/v1/chat/completions'],
    ['/proxy/llm/v1//', '/proxy/llm/v1/chat/completions'],
  ])('with the path %j is asked at %s', async (path, url) => {
    const server = await tinyServer((response) => json(response, 200, BARE));
    await groqModel({ apiKey: KEY, baseUrl: server.url + path }).complete(request());
    expect(server.heard.map(({ method, url }) => `${method} ${url}`)).toEqual([`POST ${url}`]);
  });

  it('of an OpenAI-compatible server may be spelt in any way that means it', async () => {
    const server = await tinyServer((response) => json(response, 200, BARE));
    await groqModel({ apiKey: KEY, baseUrl: `${server.url.replace('http', 'HTTP')}/v1` }).complete(request());
    expect(server.heard[0]?.url).toBe('/v1/chat/completions');
  });

  it('is the only one that gets the key, in its one header', async () => {
    const elsewhere = await tinyServer((response) => json(response, 200, BARE));
    const server = await tinyServer((response, { url }) =>
      url.startsWith('/away')
        ? json(response, 307, {}, { location: `${elsewhere.url}/openai/v1/chat/completions` })
        : json(response, 200, BARE),
    );
    await groqModel({ apiKey: KEY, baseUrl: server.url }).complete(request());
    await expect(groqModel({ apiKey: KEY, baseUrl: `${server.url}/away` }).complete(request())).rejects.toMatchObject({
      name: 'ProviderUnreachable',
      message: expect.stringContaining('redirects to another address'),
    });
    const [{ headers, ...heard }] = server.heard as [Heard];
    const { authorization, ...others } = headers;
    expect(authorization).toBe(`Bearer ${KEY}`);
    expect(JSON.stringify({ heard, others })).not.toContain(KEY);
    expect(elsewhere.heard).toEqual([]);
  });
});

describe('the list of served models', () => {
  it('comes from the same server, at each kind of address', async () => {
    const server = await standIn();
    expect(await servedModels({ apiKey: KEY, baseUrl: `${server.url}/openai/v1/` })).toContain(A);
    const ollama = await tinyServer((response) => json(response, 200, { object: 'list', data: [{ id: 'llama3:8b' }] }));
    expect(await servedModels({ apiKey: KEY, baseUrl: `${ollama.url}/v1` })).toEqual(['llama3:8b']);
    expect(ollama.heard.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET /v1/models']);
  });

  it('fails by name', async () => {
    const server = await standIn({ apiKeys: ['another'] });
    const refused = servedModels({ apiKey: KEY, baseUrl: server.url });
    await expect(refused).rejects.toMatchObject({
      name: 'ProviderKeyRejected',
      message: expect.stringContaining('401'),
    });
  });
});
