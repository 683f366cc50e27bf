import type { InvalidProduct } from '../../catalog/entries.ts';
import { StoreUnavailable } from '../contract/errors.ts';
import { keys } from '../contract/keys.ts';
import { InFlight } from '../in-flight.ts';
import type { Store } from '../store.ts';
import { type Batching, batchesOf } from './batches.ts';
import type { NumberedBatch } from './estimate-batches.ts';
import type { ReadyRun } from './ready-run.ts';

/** Batches that are written at once: enough to hide a round trip of some 40 ms. */
const WRITES_IN_FLIGHT = 8;

/** Writes a run's batches as they fill, and gives them on, group by group. When it has ended, well or not, nothing is being written any more. */
export async function* writtenBatches(
  run: ReadyRun,
  batching: Batching,
  store: Pick<Store, 'write'>,
): AsyncGenerator<readonly NumberedBatch[]> {
  const writes = new InFlight(WRITES_IN_FLIGHT);
  let batches = 0;
  try {
    for await (const group of batchesOf(run, batching)) {
      const numbered = group.map((file) => ({ batch: batches++, file }));
      for (const one of numbered) await writes.add(() => writeBatch(run, one, store));
      yield numbered;
    }
  } finally {
    // Who is told of a failure may remove the store, and a write would make it anew.
    await writes.end();
  }
}

/** The batches of a run in a scratch store, under the keys that they will have in the run's own. */
export interface BatchesAside {
  readonly store: Pick<Store, 'read'>;
  /** The shard of each. */
  readonly shards: readonly number[];
  /** What is left out of the run; null where that is too much to be held. */
  readonly leftOut: readonly InvalidProduct[] | null;
}

/** Copies batches to where a run has its own. */
export async function copyBatches(
  run: ReadyRun,
  { store: from, shards }: BatchesAside,
  to: Pick<Store, 'write'>,
): Promise<void> {
  const copies = new InFlight(WRITES_IN_FLIGHT);
  const copy = async (key: string) => {
    const text = await from.read(key);
    if (text === null) throw new StoreUnavailable(`${key} is missing`);
    await to.write(key, text);
  };
  try {
    for (const batch of shards.keys()) await copies.add(() => copy(keys.batch(run, batch)));
  } finally {
    await copies.end();
  }
}

/** In one line: of 100,000 products the indentation alone would be 30 MB. */
function writeBatch(run: ReadyRun, { batch, file }: NumberedBatch, store: Pick<Store, 'write'>): Promise<void> {
  return store.write(keys.batch(run, batch), `${JSON.stringify(file)}\n`);
}
