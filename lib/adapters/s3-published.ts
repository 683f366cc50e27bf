import { setTimeout as pause } from 'node:timers/promises';
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { StoreUnavailable } from '../run/contract/errors.ts';
import { PUBLISHED_PREFIX } from '../run/contract/keys.ts';
import { isNewer, type Published, type RunVersion } from '../run/ports.ts';
import { wholeText } from './s3-bucket.ts';
import type { InBucket } from './s3-client.ts';
import { isMissing, isOvertaken, s3Error } from './s3-errors.ts';
import type { Condition } from './s3-multipart.ts';
import { sdkBucket } from './s3-sdk-bucket.ts';
import { upload } from './s3-upload.ts';

/** Of runs that write the same file at the same moment one gets through each time, so five tries are enough for five. */
export const TRIES = 5;
/** Before the n-th next try up to that many milliseconds, doubled each time, so that those who met do not meet again. */
const PAUSE_MS = 50;

const METADATA = { runId: 'run-id', startedAt: 'started-at' } as const;

/**
 * What a shop reads, under `published/` in a bucket. Which run wrote an object stands in its metadata. Every write is on condition that what stands there
 * is what was looked at.
 */
export function s3Published({ client, bucket }: InBucket): Published {
  const place = { client, bucket };
  const { get } = sdkBucket(place);
  return {
    update: (name, change) => {
      const key = PUBLISHED_PREFIX + name;
      return untilInTime(place, key, async () => {
        const object = await get(key);
        const current = object && (await wholeText(object.chunks));
        await upload(place, key, [change(current)], { condition: stillThere(object) });
      });
    },
    replace: (name, pieces, version) => {
      const key = PUBLISHED_PREFIX + name;
      return untilInTime(place, key, async () => {
        const before = await look(place, key);
        if (before?.version && isNewer(before.version, version)) return false;
        const metadata = { [METADATA.runId]: version.runId, [METADATA.startedAt]: version.startedAt };
        await upload(place, key, pieces(), { metadata, condition: stillThere(before) });
        return true;
      });
    },
  };
}

/** Tries again, from the look on, while somebody else wrote between look and write. */
async function untilInTime<T>({ bucket }: InBucket, key: string, attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      const { cause } = error as Error;
      if (!isOvertaken(cause)) throw error;
      if (tries === TRIES) {
        const message = `cannot write s3://${bucket}/${key}: others wrote it first, ${TRIES} times`;
        throw new StoreUnavailable(message, { cause: error });
      }
    }
    await pause(Math.random() * PAUSE_MS * 2 ** tries);
  }
}

interface Standing {
  readonly etag: string | undefined;
  /** Null for what no run wrote. */
  readonly version: RunVersion | null;
}

async function look({ client, bucket }: InBucket, key: string): Promise<Standing | null> {
  try {
    const { ETag, Metadata } = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    const runId = Metadata?.[METADATA.runId];
    const startedAt = Metadata?.[METADATA.startedAt];
    return { etag: ETag, version: runId && startedAt ? { runId, startedAt } : null };
  } catch (error) {
    if (isMissing(error)) return null;
    throw s3Error('read', { bucket, key }, error);
  }
}

const stillThere = (standing: { readonly etag: string | undefined } | null): Condition =>
  standing?.etag === undefined ? { IfNoneMatch: '*' } : { IfMatch: standing.etag };
