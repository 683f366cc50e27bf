import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Timeouts } from './s3-limits.ts';

export interface Outgoing {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

/**
 * One request and the head of its answer; the body follows as a stream. By Node's own client, as the SDK does it: it knows when a connection stands, sees
 * silence also while a body is sent, and fails a body that ends early. The last timeout covers all of it, to the end of the answer's body. Fails, and the
 * body fails, with the operating system's error or a `TimeoutError`.
 */
export function exchange({ method, url, headers, body }: Outgoing, timeouts: Timeouts): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'http:' ? requestHttp : requestHttps;
    const request = send(url, { method, headers: { ...headers }, timeout: timeouts.socketTimeout });
    let answer: IncomingMessage | null = null;
    const giveUp = (what: string, ms: number) => () => (answer ?? request).destroy(new TimeoutError(what, ms));

    const { connectionTimeout, socketTimeout, requestTimeout } = timeouts;
    const connecting = setTimeout(giveUp('no connection', connectionTimeout), connectionTimeout);
    const lasting = setTimeout(giveUp('no end', requestTimeout), requestTimeout);
    request.on('timeout', giveUp('nothing heard', socketTimeout));
    request.on('socket', (socket) => {
      const connected = () => clearTimeout(connecting);
      if (socket.connecting) socket.once(url.protocol === 'http:' ? 'connect' : 'secureConnect', connected);
      else connected();
    });
    request.on('close', () => {
      clearTimeout(connecting);
      clearTimeout(lasting);
    });
    request.on('error', reject);
    request.on('response', (response) => {
      answer = response;
      resolve(response);
    });
    request.end(body);
  });
}

/** Named as the SDK names its own. */
class TimeoutError extends Error {
  override readonly name = 'TimeoutError';

  constructor(what: string, ms: number) {
    super(`${what} for ${ms} ms`);
  }
}
