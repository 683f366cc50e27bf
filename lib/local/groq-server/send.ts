import type { ServerResponse } from 'node:http';
import type { Wait } from './chat.ts';
import type { Outcome } from './wire.ts';

/** Puts an outcome on the wire. */
export async function send(response: ServerResponse, outcome: Outcome, wait: Wait): Promise<void> {
  if (response.destroyed || outcome.kind === 'hang') return;
  if (outcome.kind === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  const { status, headers, body, stallMs = 0 } = outcome;
  const isPage = typeof body === 'string';
  const text = isPage ? body : JSON.stringify(body);
  response.writeHead(status, {
    'content-type': isPage ? 'text/html' : 'application/json',
    'content-length': Buffer.byteLength(text),
    ...headers,
  });
  if (stallMs > 0) {
    response.flushHeaders();
    await wait(stallMs);
  }
  if (!response.destroyed) response.end(text);
}

/** A `Wait` that ends early when the connection does, so that a server that closes leaves no timer behind. */
export function waitWhileOpen(response: ServerResponse): Wait {
  return (ms) =>
    new Promise((resolve) => {
      if (ms <= 0 || response.destroyed) return resolve();
      const timer = ms === Infinity ? undefined : setTimeout(done, ms);
      function done() {
        clearTimeout(timer);
        response.off('close', done);
        resolve();
      }
      response.on('close', done);
    });
}
