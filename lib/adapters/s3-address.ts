import { domainOf, ownEndpoint } from './aws-environment.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether another server in S3's protocol is asked in the place of S3. Most of them know buckets by path only. */
export const hasOwnEndpoint = (env: Environment): boolean => ownEndpoint('S3', env) !== null;

/**
 * Where a bucket is, without a slash at the end. S3 knows it by a name of its own, but where its name has dots: the certificate covers one level only.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
 */
export function bucketUrl(bucket: string, region: string, env: Environment): string {
  const own = ownEndpoint('S3', env);
  if (own !== null) return `${own.replace(/\/+$/, '')}/${bucket}`;
  const host = `s3.${region}.${domainOf(region)}`;
  return bucket.includes('.') ? `https://${host}/${bucket}` : `https://${bucket}.${host}`;
}

/** A key as the path behind the bucket. */
export const pathOf = (key: string): string => key.split('/').map(percentEncoded).join('/');

/** Like `URLSearchParams`, but as signatures are made: a space is `%20`. */
export const queryOf = (parameters: Readonly<Record<string, string | undefined>>): string =>
  Object.entries(parameters)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${percentEncoded(name)}=${percentEncoded(value)}`]))
    .join('&');

/** All but letters, digits and `-_.~`. */
const percentEncoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
