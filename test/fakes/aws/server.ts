import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** What a server does instead of answering. */
export type Fault = 'throttle' | 'error' | 'hang' | 'denied' | 'reset' | 'page';

export interface AskedOf {
  readonly action: string;
  readonly body: string;
}

export interface AwsServer {
  readonly url: string;
  /** What was asked, in order. */
  readonly log: readonly AskedOf[];
  /** The next so many requests, of this action or of any, meet the fault. */
  failing(fault: Fault, options?: { readonly times?: number; readonly action?: string }): void;
}

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

export interface Protocol {
  actionOf(request: IncomingMessage, body: string): string;
  /** How the service says an error in its own format. */
  error(status: number, code: string, message: string): Answer;
  answer(action: string, body: string): Answer;
}

/** A service of AWS on loopback for the length of one test, in the protocol that its SDK client really speaks. */
export async function awsServer({ actionOf, error, answer }: Protocol): Promise<AwsServer> {
  const log: AskedOf[] = [];
  const faults: { fault: Fault; times: number; action: string | undefined }[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const action = actionOf(request, body);
    log.push({ action, body });
    const fault = faults.find((own) => own.times > 0 && (own.action === undefined || own.action === action));
    if (fault) {
      fault.times--;
      return meet(fault.fault, request, response);
    }
    send(response, answer(action, body));
  });
  const meet = (fault: Fault, request: IncomingMessage, response: ServerResponse): void => {
    if (fault === 'throttle') send(response, error(400, 'ThrottlingException', 'Rate exceeded'));
    if (fault === 'error') send(response, error(500, 'InternalFailure', 'We are having trouble'));
    if (fault === 'denied')
      send(response, error(400, 'AccessDeniedException', 'User: arn:aws:iam::1:user/x is not authorized'));
    if (fault === 'page') send(response, { status: 403, type: 'text/html', body: '<html>proxy</html>' });
    if (fault === 'reset') request.socket.destroy();
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    log,
    failing: (fault, { times = 1, action } = {}) => void faults.push({ fault, times, action }),
  };
}

function send(response: ServerResponse, { status, type, body }: Answer): void {
  response.writeHead(status, { 'content-type': type }).end(body);
}

/** AWS JSON: the action in `x-amz-target`, errors named in `__type`. */
export function awsJson(
  version: '1.0' | '1.1',
  answer: (action: string, input: Record<string, unknown>) => unknown,
): Protocol {
  const type = `application/x-amz-json-${version}`;
  const error: Protocol['error'] = (status, code, message) => ({
    status,
    type,
    body: JSON.stringify({ __type: `com.amazonaws#${code}`, message }),
  });
  return {
    error,
    actionOf: (request) => String(request.headers['x-amz-target']).split('.').at(-1) ?? '',
    answer(action, body) {
      try {
        return { status: 200, type, body: JSON.stringify(answer(action, JSON.parse(body)) ?? {}) };
      } catch (thrown) {
        if (thrown instanceof ServiceError) return error(400, thrown.name, thrown.message);
        throw thrown;
      }
    },
  };
}

/** What a service refuses, under its own name. */
export class ServiceError extends Error {
  override readonly name: string;

  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}
