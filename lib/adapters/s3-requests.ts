import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { AwsV4Signer } from 'aws4fetch';
import { credentialsIn } from './aws-environment.ts';
import { bucketUrl, pathOf, queryOf } from './s3-address.ts';
import { S3Answer } from './s3-answers.ts';
import { mayPass } from './s3-errors.ts';
import { exchange } from './s3-exchange.ts';
import type { Timeouts } from './s3-limits.ts';

export interface S3Request {
  readonly method: 'GET' | 'PUT' | 'DELETE';
  /** @default the bucket itself */
  readonly key?: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

export interface RequestsOptions {
  readonly bucket: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly maxAttempts: number;
  readonly timeouts: Timeouts;
}

/** The longest pause after the first try, in ms, as the SDK has it; each later one may take twice as long. */
const FIRST_PAUSE_MS = { mishap: 50, throttle: 1_000 } as const;

/** The longest pause after the n-th try, from 1, in ms. */
export const longestPauseMs = (error: unknown, tries: number): number =>
  FIRST_PAUSE_MS[isThrottled(error) ? 'throttle' : 'mishap'] * 2 ** (tries - 1);

const isThrottled = (error: unknown) =>
  error instanceof S3Answer &&
  (/SlowDown|Throttl|RequestLimitExceeded/.test(error.name) || error.$metadata.httpStatusCode === 429);

/**
 * Asks S3: signed, again where the next try may end otherwise. `read` takes the answer in, and what fails in it counts as the try's failure. Credentials are
 * looked up for each try, as they may have been renewed.
 *
 * @throws S3Answer for an answer that is a refusal, errors of the network as they are
 */
export function requestsTo({ bucket, env, maxAttempts, timeouts }: RequestsOptions) {
  /** Keys that signatures are made with; they last a day. */
  const cache = new Map<string, ArrayBuffer>();

  async function once<T>(request: S3Request, read: (answer: IncomingMessage) => T | Promise<T>): Promise<T> {
    const answer = await exchange(await signed(request), timeouts);
    const { statusCode = 0 } = answer;
    // A part of an object is none: nobody asks for parts.
    if (statusCode < 200 || statusCode > 299 || statusCode === 206)
      throw new S3Answer(statusCode, await textIn(answer));
    return read(answer);
  }

  async function signed({ method, key, query, headers: own, body }: S3Request) {
    const region = env['AWS_REGION'] || env['AWS_DEFAULT_REGION'];
    if (!region) throw new Error('Region is missing');
    const credentials = credentialsIn(env);
    if (credentials === null)
      throw Object.assign(new Error('none in the environment'), { name: 'CredentialsProviderError' });
    const path = key === undefined ? '/' : `/${pathOf(key)}`;
    const signer = new AwsV4Signer({
      ...credentials,
      method,
      url: `${bucketUrl(bucket, region, env)}${path}${query ? `?${queryOf(query)}` : ''}`,
      // The body is part of what is signed.
      headers: { ...own, 'x-amz-content-sha256': sha256(body ?? '') },
      // Also the content's type: S3 asks for it, and it is left out otherwise.
      allHeaders: true,
      service: 's3',
      region,
      cache,
    });
    const { url, headers } = await signer.sign();
    return { method, url, headers: Object.fromEntries(headers), ...(body && { body }) };
  }

  return async function ask<T>(request: S3Request, read: (answer: IncomingMessage) => T | Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await once(request, read);
      } catch (error) {
        if (tries >= maxAttempts || !mayPass(error)) throw error;
        await pause(Math.random() * longestPauseMs(error, tries));
      }
    }
  };
}

/** An answer's whole body as text. */
export async function textIn(answer: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

const sha256 = (body: Buffer | string) => createHash('sha256').update(body).digest('hex');
