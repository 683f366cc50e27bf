import { createHash } from 'node:crypto';
import type { UploadEvent } from '../contract/events.ts';
import { CATALOGS_PREFIX, withoutEnding } from '../contract/keys.ts';

/**
 * Run ids that say what they are for: the same event gives the same id, and a run's id is its execution's name, so that Step Functions itself refuses
 * the second. `<name of the catalog>_<its tag>_<what was new>`; no other run id has an underscore.
 */

/** The part of a run id that tells catalogs apart: hexadecimal, 40 bits. */
export const catalogTag = (key: string): string => digest(10, 'catalog', key);

/** The tag in a run id, or in an execution's name made from one; null where the run is of no catalog's own. */
export const tagIn = (runId: string): string | null => /^[^_]+_([0-9a-f]{10})_/.exec(runId)?.[1] ?? null;

/** One id for each version of an object, whatever the number and order of its events. */
export function uploadRunId({ time, detail: { object } }: UploadEvent): string {
  const { key, etag = '', sequencer, 'version-id': version } = object;
  // A bucket without versions says "null" for all uploads of a key.
  if (version !== undefined && version !== 'null') return `${prefixOf(key)}_${digest(20, 'version', key, version)}`;
  return `${prefixOf(key)}_${digest(20, 'upload', key, etag, sequencer ?? time)}`;
}

/** One id for each catalog and planned time; those of one catalog sort by time. `scheduledTime` is ISO 8601. */
export function scheduledRunId(key: string, scheduledTime: string): string {
  const instant = new Date(scheduledTime).toISOString();
  const digits = instant.replace(/\D/g, '');
  const when = `${digits.slice(0, 8)}-${digits.slice(8, 14)}`;
  return `${prefixOf(key)}_${when}-${digest(10, 'schedule', key, instant)}`;
}

/** One id for each value of an `Idempotency-Key`. */
export const requestedRunId = (idempotencyKey: string): string => `request-${digest(32, 'request', idempotencyKey)}`;

const NAME_LENGTH = 30;

function prefixOf(key: string): string {
  const name = withoutEnding(key.startsWith(CATALOGS_PREFIX) ? key.slice(CATALOGS_PREFIX.length) : key)
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, NAME_LENGTH)
    .replace(/-$/, '');
  return `${name || 'catalog'}_${catalogTag(key)}`;
}

/** JSON keeps the parts apart: "a" + "bc" is not "ab" + "c". */
const digest = (length: number, ...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, length);
