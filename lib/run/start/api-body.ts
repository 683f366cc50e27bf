import { MAX_BODY_BYTES } from '../contract/api.ts';
import type { ApiEvent } from '../contract/events.ts';
import { CATALOGS_PREFIX } from '../contract/keys.ts';
import { Refusal } from './refusal.ts';

/** The JSON that a request brings. @throws Refusal 413 for too much of it, 400 for none */
export function readBody({ body, isBase64Encoded }: ApiEvent): unknown {
  const bytes = Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > MAX_BODY_BYTES) {
    const megabytes = (count: number) => `${(count / 1024 / 1024).toFixed(1)} MB`;
    throw new Refusal(
      413,
      `the body is ${megabytes(bytes.length)}, more than ${megabytes(MAX_BODY_BYTES)}: put the catalog under ${CATALOGS_PREFIX} in the bucket and give its key as "catalog"`,
    );
  }
  if (bytes.length === 0) throw new Refusal(400, 'body: expected a run request as JSON, got nothing');
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new Refusal(400, `body: not JSON: ${error.message}`);
    throw new Refusal(400, 'body: not UTF-8 text');
  }
}

/** A header by its name in any case, or null. */
export function headerOf({ headers }: ApiEvent, name: string): string | null {
  const found = Object.entries(headers ?? {}).find(([header]) => header.toLowerCase() === name);
  return found?.[1] ?? null;
}
