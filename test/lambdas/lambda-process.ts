import { type ChildProcess, fork } from 'node:child_process';
import { LambdaError } from '../../lib/local/lambda-boundary.ts';

const HOST = new URL('host.mjs', import.meta.url).pathname;
/** Longer than any test, shorter than a Lambda's own 15 minutes. */
const REMAINING_MS = 300_000;

interface Reply {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: { readonly errorType: string; readonly errorMessage: string };
}

/** A function in a process of its own, with Lambda's environment and nothing else of this one's. */
export class LambdaProcess {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  #invocations = 0;
  /** What the function logged. */
  output = '';

  constructor(name: string, bundle: string, environment: Readonly<Record<string, string>>) {
    this.#child = fork(HOST, [bundle], {
      execArgv: [],
      env: { ...lambdaEnvironment(name), ...environment },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
      });
    this.#child.on('message', (message) => this.#settle(message as Reply));
    this.#child.on('exit', (code) => {
      const lost = new LambdaError('Runtime.ExitError', `exited with ${code}: ${this.output.slice(-2_000)}`);
      for (const { reject } of this.#waiting.values()) reject(lost);
      this.#waiting.clear();
    });
  }

  /** Event in, result out, both as JSON; `traceHeader` is X-Ray's, where Lambda gives one. @throws LambdaError as Step Functions would see it */
  invoke(event: unknown, traceHeader?: string): Promise<unknown> {
    const id = ++this.#invocations;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#child.send({ id, event: JSON.stringify(event), remainingMs: REMAINING_MS, traceHeader });
    });
  }

  async close(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill(signal);
    await gone;
  }

  #settle({ id, result, error }: Reply): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) waiting?.reject(new LambdaError(error.errorType, JSON.stringify(error)));
    else waiting?.resolve(result ?? null);
  }
}

/** What Lambda itself sets, as far as programs look at it. */
export function lambdaEnvironment(name: string): Record<string, string> {
  return {
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_SESSION_TOKEN: 'test',
    LAMBDA_TASK_ROOT: '/var/task',
    TZ: ':UTC',
    PATH: process.env['PATH'] ?? '',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}
