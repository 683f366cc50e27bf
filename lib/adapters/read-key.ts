import { setTimeout as delay } from 'node:timers/promises';
import { AwsClient } from 'aws4fetch';
import * as z from 'zod';
import { StoreRefused, StoreUnavailable } from '../run/contract/errors.ts';
import { CALL_TIMEOUT_MS, isThrottle } from './aws-calls.ts';
import { credentialsIn, domainOf, ownEndpoint } from './aws-environment.ts';

const foundSchema = z.object({ Parameter: z.object({ Value: z.string() }) });
/** SSM writes `message`, what stands in front of it (authorisation, throttling) `Message`. */
const faultSchema = z.object({
  __type: z.string().default(''),
  message: z.string().optional(),
  Message: z.string().optional(),
});

/**
 * Parameter Store gives an account 40 answers a second unless it pays for more, and each Lambda that starts asks for one: four tries, between which lie up to
 * 0.5, 1 and 2 s, spread the Lambdas of a wide Map over three seconds and end well within the limit of the call. Who is refused even then, the workflow
 * calls again.
 */
const TRIES = 4;
const FIRST_PAUSE_MS = 500;

export interface ReadKeyOptions {
  /** For all tries together, in ms. @default CALL_TIMEOUT_MS */
  readonly timeoutMs?: number;
  /** The longest that the first pause between two tries takes, in ms; each later one may take twice as long. @default FIRST_PAUSE_MS */
  readonly firstPauseMs?: number;
}

/**
 * The key that a SecureString parameter holds; null where there is none, or an empty one. For Lambdas: one signed request in the place of a client of
 * 100 KB, which every cold start of every locale job would load. Region, credentials and endpoint come from the environment that Lambda sets.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
 *
 * @throws StoreUnavailable for what may pass, StoreRefused
 */
export async function readKey(
  parameter: string,
  { timeoutMs = CALL_TIMEOUT_MS, firstPauseMs = FIRST_PAUSE_MS }: ReadKeyOptions = {},
): Promise<string | null> {
  const signal = AbortSignal.timeout(timeoutMs);
  for (let tries = 1; ; tries++) {
    try {
      return await askForKey(parameter, signal);
    } catch (error) {
      if (!(error instanceof StoreUnavailable) || tries === TRIES) throw error;
      // At least half of it, so that the limit has time to refill; the rest by chance, so that Lambdas which started together do not come back together.
      const pauseMs = firstPauseMs * 2 ** (tries - 1) * (0.5 + Math.random() / 2);
      await delay(pauseMs, undefined, { signal }).catch(() => {
        throw error;
      });
    }
  }
}

async function askForKey(parameter: string, signal: AbortSignal): Promise<string | null> {
  const { AWS_REGION: region = '', ...env } = process.env;
  const aws = new AwsClient({
    // With none SSM refuses, and says so.
    ...(credentialsIn(env) ?? { accessKeyId: '', secretAccessKey: '' }),
    service: 'ssm',
    region,
    // It would ask again for 5xx and 429 alone; SSM throttles with 400.
    retries: 0,
  });
  const { status, body } = await aws
    .fetch(endpointOf(region, env), {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AmazonSSM.GetParameter' },
      body: JSON.stringify({ Name: parameter, WithDecryption: true }),
      signal,
    })
    .then(async (response) => ({ status: response.status, body: jsonIn(await response.text()) }))
    .catch((error: Error) => {
      throw new StoreUnavailable(`cannot read the parameter ${parameter}: ${error.message}`, { cause: error });
    });
  const found = foundSchema.safeParse(body);
  if (status === 200 && found.success) return found.data.Parameter.Value.trim() || null;
  const { __type, message, Message } = faultSchema.catch({ __type: '' }).parse(body);
  // `com.amazonaws.ssm#ParameterNotFound`, or the name alone.
  const fault = __type.split('#').at(-1) ?? '';
  if (fault === 'ParameterNotFound') return null;
  const why = `cannot read the parameter ${parameter}: ${`${fault} ${message ?? Message ?? ''}`.trim() || `HTTP ${status}`}`;
  if (status >= 500 || status === 429 || status === 200 || isThrottle(fault) || fault === '')
    throw new StoreUnavailable(why);
  throw new StoreRefused(why);
}

function endpointOf(region: string, env: NodeJS.ProcessEnv): string {
  const own = ownEndpoint('SSM', env);
  return own === null ? `https://ssm.${region}.${domainOf(region)}/` : new URL('/', own).href;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
