import type { Clock } from '../clock.ts';
import type { Executions } from '../executions.ts';
import type { Log } from '../ports.ts';
import type { Store } from '../store.ts';

/** What an upload or the schedule asks for where nothing beside the catalog says otherwise: fields of a run request, parsed by Plan. */
export type RequestDefaults = Readonly<Record<string, unknown>>;

export interface StartDeps {
  /** The whole bucket: catalogs are read, what a request brings along is written. */
  readonly store: Store;
  readonly executions: Executions;
  readonly defaults: RequestDefaults;
  readonly clock: Clock;
  readonly log: Log;
  /** X-Ray's header of this invocation, or null. */
  readonly xrayHeader: () => string | null;
}

/** What became of a run that was to be started. */
export type Started = 'started' | 'exists';
