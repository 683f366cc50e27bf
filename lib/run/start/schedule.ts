import pLimit from 'p-limit';
import type { ScheduleEvent } from '../contract/events.ts';
import { CATALOGS_PREFIX } from '../contract/keys.ts';
import { endsLikeCatalog, startsNothing } from './catalog-key.ts';
import { startCatalogRun } from './catalog-run.ts';
import type { StartDeps } from './deps.ts';
import { catalogTag, scheduledRunId, tagIn } from './ids.ts';

/** Catalogs started at a time: a start takes some 100 ms, so that a function of 30 s starts a few thousand, far below what Step Functions takes a second. */
const CONCURRENT_STARTS = 10;

export interface Refreshed {
  readonly started: number;
  readonly exists: number;
  /** A run of the catalog is still under way. */
  readonly underWay: number;
}

/**
 * Starts a run for each catalog in the bucket that none is under way for. One that cannot be started stops no other.
 *
 * @throws after all were tried, when any could not be started: the invocation is retried, and what has been started is not started again
 */
export async function refreshCatalogs({ scheduledTime }: ScheduleEvent, deps: StartDeps): Promise<Refreshed> {
  const found = await deps.store.list(CATALOGS_PREFIX);
  const catalogs = found.filter((key) => startsNothing(key) === null && endsLikeCatalog(key));
  const busy = await tagsUnderWay(deps);
  const limit = pLimit(CONCURRENT_STARTS);
  const results = await Promise.all(
    catalogs.map((key) =>
      limit(async () => {
        if (busy.has(catalogTag(key))) {
          deps.log('schedule.under-way', { catalog: key });
          return 'underWay';
        }
        return startCatalogRun(key, scheduledRunId(key, scheduledTime), deps).catch((error: Error) => {
          deps.log('schedule.failed', { catalog: key, error: error.name, message: error.message });
          return { key, error };
        });
      }),
    ),
  );
  const failed = results.filter((result) => typeof result === 'object');
  const first = failed[0];
  if (first) {
    const message = `${failed.length} of ${catalogs.length} catalogs could not be started, the first of them ${first.key}: ${first.error.message}`;
    throw new Error(message, { cause: first.error });
  }
  const count = (what: keyof Refreshed) => results.filter((result) => result === what).length;
  return { started: count('started'), exists: count('exists'), underWay: count('underWay') };
}

/** Where it cannot be told what is under way, nothing is left out: two runs of a catalog at once lose nothing and publish the newer one. */
async function tagsUnderWay({ executions, log }: StartDeps): Promise<ReadonlySet<string | null>> {
  try {
    return new Set((await executions.running()).map(tagIn));
  } catch (error) {
    const { name, message } = error as Error;
    log('schedule.running-unknown', { error: name, message });
    return new Set();
  }
}
