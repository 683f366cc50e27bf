/** What a light client of AWS finds in the environment that Lambda sets, where the SDK's own search is not loaded. */
type Environment = Readonly<Record<string, string | undefined>>;

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** A role's, as Lambda's always are. */
  readonly sessionToken?: string;
}

/** Null where there are none. */
export function credentialsIn(env: Environment): Credentials | null {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: token } = env;
  return accessKeyId && secretAccessKey
    ? { accessKeyId, secretAccessKey, ...(token && { sessionToken: token }) }
    : null;
}

/** Another server that speaks the service's protocol, or null for AWS. */
export const ownEndpoint = (service: 'S3' | 'SSM', env: Environment): string | null =>
  env[`AWS_ENDPOINT_URL_${service}`] || env['AWS_ENDPOINT_URL'] || null;

/** Partitions with a domain of their own, by how their regions begin. */
const DOMAINS: readonly (readonly [string, string])[] = [
  ['cn-', 'amazonaws.com.cn'],
  ['eusc-', 'amazonaws.eu'],
  ['us-iso-', 'c2s.ic.gov'],
  ['us-isob-', 'sc2s.sgov.gov'],
  ['eu-isoe-', 'cloud.adc-e.uk'],
  ['us-isof-', 'csp.hci.ic.gov'],
];

/** What the addresses of AWS in a region end with. */
export const domainOf = (region: string): string =>
  DOMAINS.find(([start]) => region.startsWith(start))?.[1] ?? 'amazonaws.com';
