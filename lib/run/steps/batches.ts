import type { InvalidProduct } from '../../catalog/entries.ts';
import { CatalogInvalid } from '../../catalog/invalid.ts';
import type { Locale } from '../../catalog/locale.ts';
import { type Product, productId } from '../../catalog/product.ts';
import type { Profile } from '../../catalog/profile.ts';
import { shardOf } from '../../translate/memory.ts';
import type { Overrides } from '../../translate/overrides.ts';
import { StoreUnavailable } from '../contract/errors.ts';
import type { BatchFile } from '../contract/internal.ts';
import { DocumentUnreadable } from '../ports.ts';
import { textsReader } from '../product-texts.ts';
import { ShardBuffers, type WaitingProduct } from '../shard-buffers.ts';
import type { ReadyRun } from './ready-run.ts';
import { Fingerprint } from './survey.ts';

/** How batches are made. */
export interface Batching {
  readonly shardCount: number;
  readonly batchProducts: number;
  readonly heldCharacters: number;
  /** Told of each product that is left out. */
  readonly leaveOut?: (invalid: InvalidProduct) => Promise<void>;
}

/**
 * The second pass over a catalog: its batches as they fill, several of one shard at a time, the same ones each time.
 *
 * @throws StoreUnavailable where the catalog is no longer what was surveyed: planned anew, the run is about one catalog
 */
export async function* batchesOf(run: ReadyRun, batching: Batching): AsyncGenerator<readonly BatchFile[]> {
  const { profile } = run.settings;
  const { shardCount, batchProducts, heldCharacters, leaveOut } = batching;
  const textsOf = textsReader(profile);
  const buffers = new ShardBuffers(batchProducts, heldCharacters);
  const filesOf = (shard: number, batches: readonly (readonly WaitingProduct[])[]) =>
    batches.map((batch): BatchFile => {
      const products = batch.map(({ product }) => product);
      return {
        settings: run.settings,
        shard: { index: shard, of: shardCount },
        products,
        positions: batch.map(({ position }) => position),
        names: run.survey.names.in(products.flatMap(textsOf)),
        overrides: overridesFor(products, profile, run.overrides),
      };
    });
  let position = 0;
  for await (const entry of entriesOf(run)) {
    if ('invalid' in entry) {
      await leaveOut?.(entry.invalid);
      continue;
    }
    const { index } = shardOf(productId(entry.product, profile), shardCount);
    for (const { shard, batches } of buffers.add(index, entry.product, position)) yield filesOf(shard, batches);
    position++;
  }
  for (const { shard, batches } of buffers.end()) yield filesOf(shard, batches);
}

/** The run's products and those that are left out of it, each in their order. */
async function* entriesOf({
  survey,
  open,
}: ReadyRun): AsyncGenerator<{ readonly product: Product } | { readonly invalid: InvalidProduct }> {
  const { held } = survey.selection;
  if (held !== null) {
    for (const product of held.products) yield { product };
    for (const invalid of held.invalid) yield { invalid };
    return;
  }
  const fingerprint = new Fingerprint();
  try {
    for await (const entry of await open()) {
      fingerprint.add(entry);
      yield 'product' in entry ? { product: entry.product } : { invalid: entry };
    }
  } catch (error) {
    // It could be read a moment ago.
    if (error instanceof CatalogInvalid || error instanceof DocumentUnreadable) throw changed(error);
    throw error;
  }
  if (fingerprint.end() !== survey.fingerprint) throw changed();
}

const changed = (cause?: Error) =>
  new StoreUnavailable('the catalog has changed while it was planned', ...(cause ? [{ cause }] : []));

/** Of a person's translations those of one batch: a job reads no more than it needs. */
function overridesFor(
  products: readonly Product[],
  profile: Profile,
  overrides: ReadonlyMap<Locale, Overrides>,
): BatchFile['overrides'] {
  if (overrides.size === 0) return {};
  const ids = products.map((product) => String(productId(product, profile)));
  const own = [...overrides].map(([locale, entries]) => {
    const found = ids.flatMap((id) => (Object.hasOwn(entries, id) ? [[id, entries[id] ?? {}] as const] : []));
    return [locale, Object.fromEntries(found)] as const;
  });
  return Object.fromEntries(own.filter(([, entries]) => Object.keys(entries).length > 0));
}
