import type { IncomingHttpHeaders } from 'node:http';
import { LOGGED_BODIES, type RecordedRequest } from './options.ts';

/** A record whose request is still being answered. */
export type OpenRecord = { -readonly [Key in keyof RecordedRequest]: RecordedRequest[Key] };

/** The chat requests that came, in order of arrival. */
export class RequestLog {
  readonly records: OpenRecord[] = [];

  open(time: number, headers: IncomingHttpHeaders, authorized: boolean): OpenRecord {
    const record: OpenRecord = {
      time,
      status: null,
      answeredAt: null,
      body: null,
      headers: withoutKey(headers),
      authorized,
    };
    this.records.push(record);
    const old = this.records.at(-1 - LOGGED_BODIES);
    if (old) Object.assign(old, { body: null, headers: {} });
    return record;
  }
}

function withoutKey({ authorization: _, ...headers }: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
