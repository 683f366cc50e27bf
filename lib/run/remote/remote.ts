import type { Clock } from '../../translate/clock.ts';
import type { Executions } from '../executions.ts';
import type { Documents } from '../ports.ts';
import type { Store } from '../store.ts';

/** A deployed workflow, as seen from the machine of whoever uses it. */
export interface Remote {
  readonly bucket: string;
  readonly executions: Executions;
  /** The bucket's runs: keys as `contract/keys.ts` makes them, without `runs/`. */
  readonly runs: Store;
  /** How the workflow reads what a request refers to. */
  readonly documents: Documents;
  readonly clock: Clock;
}
