import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ChatEndpoint } from './chat.ts';
import { faultOutcome } from './fault-replies.ts';
import { Faults } from './faults.ts';
import { RequestLog } from './log.ts';
import { DEFAULT_LIMITS, type GroqServer, type GroqServerOptions } from './options.ts';
import { References } from './references.ts';
import { send, waitWhileOpen } from './send.ts';
import { badRequest, errorReply, invalidApiKey, type Outcome, reply, unknownUrl } from './wire.ts';

export type { FaultName, FaultRule } from './faults.ts';
export type { GroqServer, GroqServerOptions, RecordedRequest } from './options.ts';

const HOST = '127.0.0.1';
const API = '/openai/v1';
const CONTEXT_TOKENS = 131_072;

/**
 * The offline stand-in for Groq: a server on loopback that speaks its wire format and answers with reference translations, or, where
 * there is none, with pseudo-localized text that it marks as such.
 *
 * @throws when the folder of references cannot be read or the port is taken
 * @example
 * const server = await startGroqServer({ references: 'data/references', models: ['openai/gpt-oss-20b'] });
 * const groq = new Groq({ apiKey: 'any', baseURL: server.url });
 */
export async function startGroqServer(options: GroqServerOptions): Promise<GroqServer> {
  const { port = 0, models, limits = DEFAULT_LIMITS, apiKeys = null, random = Math.random, now = Date.now } = options;
  const { obeys = null } = options;
  const faults = new Faults(options.faults ?? [], random);
  const references = await References.open(options.references);
  const chat = new ChatEndpoint({ models, limits, latencyMs: options.latencyMs, references, obeys, faults, now });
  const log = new RequestLog();
  const startedAt = now();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const wait = waitWhileOpen(response);
    const path = (request.url ?? '').split('?')[0];
    const route = `${request.method} ${path}`;
    const authorized = isLetIn(request.headers.authorization, apiKeys);
    if (route === `GET ${API}/models`) return send(response, authorized ? listModels() : invalidApiKey(), wait);
    if (route !== `POST ${API}/chat/completions`)
      return send(response, unknownUrl(request.method ?? '', path ?? ''), wait);
    const record = log.open(now(), request.headers, authorized);
    const json = parseJson(await readText(request));
    record.body = json.ok ? json.value : null;
    const outcome = await outcomeOf(authorized, json, (body) => chat.answer(body, wait));
    if (outcome.kind === 'reply' && !response.destroyed)
      Object.assign(record, { status: outcome.status, answeredAt: now() });
    await send(response, outcome, wait);
  }

  function listModels(): Outcome {
    const rule = faults.pickForModels();
    const failure = rule && faultOutcome(rule, { model: '', tokens: 0, tokensPerMinute: limits.tokensPerMinute });
    const created = Math.floor(startedAt / 1_000);
    const facts = { object: 'model', created, owned_by: 'standin', active: true, context_window: CONTEXT_TOKENS };
    return failure ?? reply(200, { object: 'list', data: models.map((id) => ({ id, ...facts })) });
  }

  const server = createServer((request, response) => {
    // Its client went away in the middle of a request: nobody is left to tell.
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  return {
    url: `http://${HOST}:${bound}`,
    port: bound,
    log: log.records,
    setFaults: (rules) => faults.set(rules),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Json = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

async function outcomeOf(authorized: boolean, json: Json, chat: (body: unknown) => Promise<Outcome>): Promise<Outcome> {
  if (!authorized) return invalidApiKey();
  if (!json.ok) return badRequest('could not parse the request body as JSON');
  try {
    return await chat(json.value);
  } catch (error) {
    // A reference file that is no JSON: the one thing here that can be broken from outside.
    return errorReply(500, { message: `stand-in: ${String(error)}`, type: 'internal_server_error' });
  }
}

function isLetIn(authorization: string | undefined, keys: readonly string[] | null): boolean {
  const key = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1];
  return key !== undefined && (keys === null || keys.includes(key));
}

function parseJson(text: string): Json {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false };
  }
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
