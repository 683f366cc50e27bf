import { AwsClient } from 'aws4fetch';
import * as z from 'zod';
import { StoreRefused, StoreUnavailable } from '../run/contract/errors.ts';
import { CALL_TIMEOUT_MS } from './aws-calls.ts';

const foundSchema = z.object({ Parameter: z.object({ Value: z.string() }) });
/** SSM writes `message`, what stands in front of it (authorisation, throttling) `Message`. */
const faultSchema = z.object({
  __type: z.string().default(''),
  message: z.string().optional(),
  Message: z.string().optional(),
});

/**
 * The key that a SecureString parameter holds; null where there is none, or an empty one. For Lambdas: one signed request in the place of a client of
 * 100 KB, which every cold start of every locale job would load. Region, credentials and endpoint come from the environment that Lambda sets.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
 *
 * @throws StoreUnavailable for what may pass, StoreRefused
 */
export async function readKey(parameter: string, timeoutMs = CALL_TIMEOUT_MS): Promise<string | null> {
  const { AWS_REGION: region = '', ...env } = process.env;
  const aws = new AwsClient({
    accessKeyId: env['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] ?? '',
    ...(env['AWS_SESSION_TOKEN'] && { sessionToken: env['AWS_SESSION_TOKEN'] }),
    service: 'ssm',
    region,
    // Three times in all, as the SDK's clients do it.
    retries: 2,
  });
  const { status, body } = await aws
    .fetch(endpointOf(region, env), {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AmazonSSM.GetParameter' },
      body: JSON.stringify({ Name: parameter, WithDecryption: true }),
      signal: AbortSignal.timeout(timeoutMs),
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
  if (status >= 500 || status === 429 || status === 200 || /Throttl|TooManyRequests/.test(fault) || fault === '')
    throw new StoreUnavailable(why);
  throw new StoreRefused(why);
}

function endpointOf(region: string, env: NodeJS.ProcessEnv): string {
  const own = env['AWS_ENDPOINT_URL_SSM'] || env['AWS_ENDPOINT_URL'];
  return own
    ? new URL('/', own).href
    : `https://ssm.${region}.${region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'}/`;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
