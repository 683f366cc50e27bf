import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeSpans, type ReceivedSpan } from './otlp-proto.ts';

/** A collector of traces over HTTP, such as Phoenix is: protobuf at `/v1/traces`, and nothing else. */
export interface Collector {
  readonly url: string;
  readonly spans: readonly ReceivedSpan[];
  readonly headers: readonly Readonly<Record<string, unknown>>[];
  close(): Promise<void>;
}

export interface CollectorOptions {
  /** What it answers with. @default 200 */
  readonly status?: number;
  /** The body of its answer. @default empty, as of one that has taken all */
  readonly says?: Uint8Array | string;
  /** It takes what it is sent and says nothing. @default false */
  readonly silent?: boolean;
}

export async function startCollector({
  status = 200,
  says = '',
  silent = false,
}: CollectorOptions = {}): Promise<Collector> {
  const spans: ReceivedSpan[] = [];
  const headers: Readonly<Record<string, unknown>>[] = [];
  const answer = async (request: IncomingMessage): Promise<number> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    headers.push(request.headers);
    if (request.url !== '/v1/traces') return 404;
    if (request.headers['content-type'] !== 'application/x-protobuf') return 415;
    if (status === 200) spans.push(...decodeSpans(Buffer.concat(chunks)));
    return status;
  };
  const server = createServer(async (request, response) => {
    const code = await answer(request);
    if (!silent) response.writeHead(code, { 'content-type': 'application/x-protobuf' }).end(says);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    headers,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
