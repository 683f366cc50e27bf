import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { crc32 } from 'node:zlib';
import type { S3Client } from '@aws-sdk/client-s3';
import { onTestFinished } from 'vitest';
import { clientOf, type FakeS3, temporaryS3 } from '../fakes/s3.ts';

export interface Asked {
  /** `GET`, `HEAD`, `PUT`; of an upload in parts `begin`, `part`, `complete`, `abort`; `list`. */
  readonly what: string;
  readonly key: string;
}
interface Upstream {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}
/** Answers in the server's stead, or returns what it made of the server's answer. */
export type Fault = (response: ServerResponse, ask: () => Promise<Upstream>) => void | Promise<void>;

export interface FaultyS3 {
  readonly s3: FakeS3;
  /** Through the proxy, with one try where nothing else is asked for. */
  readonly client: S3Client;
  readonly bucket: string;
  readonly url: string;
  readonly asked: Asked[];
  /** Whose answer is spoiled, and how; null for none. */
  rule: (asked: Asked) => Fault | null;
  /** Waits before an answer, after it has been decided. */
  delay: (asked: Asked) => Promise<void>;
}

/** Timeouts of a client that soon gives up waiting. */
export const HASTE = { connectionTimeout: 300, socketTimeout: 300, requestTimeout: 2_000 };
export const HASTY = { requestHandler: { ...HASTE, throwOnRequestTimeout: true } };

/** A proxy before an S3 server that breaks what it is told to, and keeps the conditions on writes, which the server ignores. */
export async function faultyS3(overrides: Parameters<typeof clientOf>[1] = {}): Promise<FaultyS3> {
  const s3 = await temporaryS3();
  const asked: Asked[] = [];
  let turn: Promise<unknown> = Promise.resolve();
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const one = describe(request);
    asked.push(one);
    const ask = () => forward(s3, request, Buffer.concat(chunks));
    const fault = world.rule(one);
    if (fault) return fault(response, ask);
    await world.delay(one);
    // One write after the other: between looking at what stands there and writing nothing comes in.
    const answered = turn.then(async () => ((await holds(s3, request)) ? ask() : OVERTAKEN));
    turn = answered.catch(() => undefined);
    reply(response, await answered);
  };
  let over = false;
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      // Calls that a test did not wait for lose the server behind this one.
      if (!over) throw error;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = clientOf(url, {
    maxAttempts: 1,
    ...overrides,
  });
  onTestFinished(() => {
    over = true;
    client.destroy();
    server.closeAllConnections();
    server.close();
  });
  const world: FaultyS3 = { s3, client, bucket: s3.bucket, url, asked, rule: () => null, delay: async () => {} };
  return world;
}

function describe({ method = '', url = '' }: IncomingMessage): Asked {
  const { pathname, searchParams } = new URL(url, 'http://s3');
  const key = decodeURIComponent(pathname.split('/').slice(2).join('/'));
  const special = searchParams.has('list-type')
    ? 'list'
    : searchParams.has('uploads')
      ? 'begin'
      : searchParams.has('uploadId')
        ? { PUT: 'part', POST: 'complete', DELETE: 'abort' }[method]
        : undefined;
  return { what: special ?? method, key };
}

async function forward({ url }: FakeS3, request: IncomingMessage, body: Buffer): Promise<Upstream> {
  const { method = '' } = request;
  const headers = Object.entries(request.headers).filter(([name]) => !HOP.has(name));
  const response = await fetch(`${url}${request.url}`, {
    method,
    headers: headers.map(([name, value]): [string, string] => [name, String(value)]),
    ...(method === 'PUT' || method === 'POST' ? { body: Uint8Array.from(body) } : {}),
  });
  return { status: response.status, headers: response.headers, body: Buffer.from(await response.arrayBuffer()) };
}
const HOP = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'expect', 'keep-alive']);

async function holds({ url }: FakeS3, { method, headers, url: path = '' }: IncomingMessage): Promise<boolean> {
  const { 'if-match': match, 'if-none-match': none } = headers;
  if ((match === undefined && none === undefined) || method === 'GET' || method === 'HEAD') return true;
  const standing = await fetch(`${url}${path.split('?')[0]}`, { method: 'HEAD' });
  if (none !== undefined) return standing.status === 404;
  return standing.headers.get('etag') === match;
}

function reply(response: ServerResponse, { status, headers, body }: Upstream): void {
  const own = [...headers].filter(([name]) => !HOP.has(name));
  const length = headers.get('content-length') ?? body.length;
  response.writeHead(status, { ...Object.fromEntries(own), 'content-length': length }).end(body);
}

const errorBody = (code: string) =>
  Buffer.from(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}, says the test</Message></Error>`);
const xml = new Headers({ 'content-type': 'application/xml' });
const OVERTAKEN: Upstream = { status: 412, headers: xml, body: errorBody('PreconditionFailed') };

/** The faults. */
export const answering =
  (status: number, code: string): Fault =>
  (response) =>
    reply(response, { status, headers: xml, body: errorBody(code) });
export const bodiless =
  (status: number): Fault =>
  (response) =>
    void response.writeHead(status).end();
export const page: Fault = (response) =>
  void response.writeHead(502, { 'content-type': 'text/html' }).end('<html><body>Bad Gateway</body></html>');
export const hanging: Fault = () => {};
export const resetting: Fault = (response) => void response.socket?.resetAndDestroy();
export const hangingUp: Fault = (response) => void response.socket?.destroy();
/** Does what is asked, and the answer is lost. */
export const silenced: Fault = async (response, ask) => {
  await ask();
  response.socket?.destroy();
};

async function half(response: ServerResponse, ask: () => Promise<Upstream>, withChecksum: boolean): Promise<void> {
  const { status, headers, body } = await ask();
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  response.writeHead(status, {
    ...Object.fromEntries([...headers].filter(([name]) => !HOP.has(name))),
    'content-length': body.length,
    ...(withChecksum && { 'x-amz-checksum-crc32': sum.toString('base64') }),
  });
  await new Promise<void>((resolve) => response.write(body.subarray(0, body.length >> 1), () => resolve()));
}
/** Half a body, then the end of the connection. */
export const cut =
  (withChecksum = false): Fault =>
  async (response, ask) => {
    await half(response, ask, withChecksum);
    response.socket?.destroy();
  };
/** Half a body, then nothing. */
export const stalling: Fault = (response, ask) => half(response, ask, false);
/** The body of another object than the checksum's. */
export const flipped: Fault = async (response, ask) => {
  const { body } = await ask();
  response.writeHead(200, { 'content-length': body.length, 'x-amz-checksum-crc32': 'AAAAAA==' }).end(body);
};
