import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { ANY_CREDENTIALS, REGION } from '../fakes/s3.ts';

export interface Signed {
  readonly method: string;
  readonly headers: IncomingMessage['headers'];
  /** What S3 would refuse in it, or null. */
  readonly fault: string | null;
}

/** A proxy before an S3 server that checks what S3 would check of signatures and servers like it do not, and answers 403 where it finds fault. */
export async function signedOnly(url: string): Promise<{ readonly url: string; readonly seen: Signed[] }> {
  const seen: Signed[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const { method = '', headers, url: path = '' } = request;
    const fault = faultOf(request, body);
    seen.push({ method, headers, fault });
    if (fault !== null) {
      const error = `<Error><Code>SignatureDoesNotMatch</Code><Message>${fault}</Message></Error>`;
      response.writeHead(403, { 'content-length': Buffer.byteLength(error) }).end(error);
      return;
    }
    // The path as it came, to the letter.
    const { hostname, port } = new URL(url);
    const forwarded = send({ hostname, port, method, headers, path }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    forwarded.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html */
function faultOf({ method = '', url = '', headers }: IncomingMessage, body: Buffer): string | null {
  const pattern =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=(\w+)$/;
  const [, keyId, day = '', region = '', names = '', signature] = pattern.exec(headers.authorization ?? '') ?? [];
  if (signature === undefined) return 'no signature';
  if (keyId !== ANY_CREDENTIALS.accessKeyId || region !== REGION) return 'another key or region';
  const signed = names.split(';');
  const missing = Object.keys(headers).filter(
    (name) =>
      (/^(host|content-type|x-amz-.*)$/.test(name) && !signed.includes(name)) || names !== [...signed].sort().join(';'),
  );
  if (missing.length > 0) return `not signed: ${missing}`;
  if (headers['x-amz-security-token'] !== ANY_CREDENTIALS.sessionToken) return 'no session token';
  const payload = String(headers['x-amz-content-sha256']);
  if (/^[0-9a-f]{64}$/.test(payload) && payload !== sha256(body)) return 'another body';

  const [path = '', query = ''] = url.split('?');
  const canonical = [
    method,
    path
      .split('/')
      .map((part) => strictly(decodeURIComponent(part)))
      .join('/'),
    query
      .split('&')
      .filter(Boolean)
      .map((pair) => {
        const [name = '', value = ''] = pair.split('=');
        return `${strictly(decodeURIComponent(name))}=${strictly(decodeURIComponent(value))}`;
      })
      .sort()
      .join('&'),
    ...signed.map((name) => `${name}:${String(headers[name]).trim().replace(/\s+/g, ' ')}`),
    '',
    names,
    payload,
  ].join('\n');
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], `${day}/${region}/s3/aws4_request`, sha256(canonical)].join(
    '\n',
  );
  const key = [day, region, 's3', 'aws4_request'].reduce<Buffer | string>(
    hmac,
    `AWS4${ANY_CREDENTIALS.secretAccessKey}`,
  );
  return hmac(key, text).toString('hex') === signature ? null : 'another signature';
}

const sha256 = (data: Buffer | string) => createHash('sha256').update(data).digest('hex');
const hmac = (key: Buffer | string, data: string) => createHmac('sha256', key).update(data).digest();
const strictly = (text: string) =>
  [...Buffer.from(text)]
    .map((byte) => {
      const sign = String.fromCharCode(byte);
      return /[\w.~-]/.test(sign) ? sign : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
