import { expect } from 'vitest';
import { start } from '../../../lib/run/start/start.ts';
import type { ProxyEvent } from './events.ts';
import type { StartWorld } from './world.ts';

export const FILES = {
  'catalogs/summer.json': '[]',
  'catalogs/summer.glossary.json': '{}',
  'catalogs/shop.profile': '{}',
};
export const VALID = { catalog: 'catalogs/summer.json', locales: ['spanish', 'PT-br'] };

interface Answered {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: {
    readonly runId: string;
    readonly status: string;
    readonly links: { readonly self: string };
    readonly faults: readonly string[];
  };
}

/** Asks the API, and holds what every answer is to keep. */
export async function ask(event: ProxyEvent, { deps }: Pick<StartWorld, 'deps'>): Promise<Answered> {
  const answered = (await start(event, deps)) as { statusCode: number; headers: Record<string, string>; body: string };
  expect(answered.headers).toEqual({ 'content-type': 'application/json', 'cache-control': 'no-store' });
  // Nothing of the machine's inside: no stack trace, no path of a source file.
  expect(answered.body).not.toMatch(/\bat .*\.[jt]s\b|node:|\/lib\//);
  return { ...answered, body: JSON.parse(answered.body) };
}
