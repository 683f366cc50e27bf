import * as z from 'zod';
import { ENVIRONMENT } from '../contract/environment.ts';
import { RequestInvalid } from '../contract/errors.ts';
import type { RequestDefaults } from './deps.ts';

const defaultsSchema = z.record(z.string(), z.unknown());

/** Reads the stack's `FANOUT_DEFAULTS`; its fields are parsed with the request that they go into. @throws RequestInvalid when it is no JSON object */
export function parseDefaults(text: string): RequestDefaults {
  const parsed = defaultsSchema.safeParse(jsonIn(text));
  if (parsed.success) return parsed.data;
  throw new RequestInvalid([
    `${ENVIRONMENT.defaults}: expected a JSON object with fields of a run request, got ${text}`,
  ]);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
