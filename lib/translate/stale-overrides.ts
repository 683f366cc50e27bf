import { productId } from '../catalog/product.ts';
import { extractUnits } from '../catalog/units.ts';
import type { JobTexts, OverriddenUnit } from './job-segments.ts';
import type { JobMemory, MemoryEntry, Shard } from './memory.ts';
import { OVERRIDE_UNFIT, overrideKey, unfitOverrides } from './overrides.ts';
import type { UnitText } from './segments.ts';

/** The check under which an override is reported whose source text has changed since. */
export const OVERRIDE_STALE = 'override-stale';

/**
 * A person's translations as they are published: as they stand, with a warning where the source text is no longer the one that was translated. Which that was is said by the
 * file, or remembered from the first run that used the override.
 */
export async function readOverrides(
  overridden: readonly OverriddenUnit[],
  job: Pick<JobTexts, 'target'> & { readonly run: string; readonly catalog: string; readonly shard: Shard },
  memory: JobMemory,
): Promise<{ product: number; unit: OverriddenUnit['unit']; text: UnitText }[]> {
  if (overridden.length === 0) return [];
  const scope = { catalog: job.catalog, locale: job.target, shard: job.shard };
  const keyed = overridden.map((entry) => ({
    ...entry,
    key: overrideKey(entry.productId, entry.unit.id, entry.override),
  }));
  const { entries: known } = await memory.recall(scope, new Set(keyed.map(({ key }) => key)));
  const first = keyed.filter(({ key }) => !known.has(key));
  const entry = ({ key, unit }: (typeof keyed)[number]): MemoryEntry => {
    return { key, target: unit.text, model: 'a person', run: job.run, pseudo: false };
  };
  if (first.length > 0) await memory.save(scope, first.map(entry));
  return keyed.map(({ product, unit, override, key }) => {
    const translated = override.source ?? known.get(key)?.target ?? unit.text;
    const message = 'its source text has changed since a person translated it';
    // White space around a text is no part of what a person copies.
    const stale = translated.trim() !== unit.text.trim();
    const warnings = stale ? [{ check: OVERRIDE_STALE, severity: 'warn' as const, message }] : [];
    return { product, unit, text: { text: override.text, pseudo: false, warnings } };
  });
}

/** Adds a warning to each translation in whose place a person's list was to stand and did not fit: without it the model's text would be taken for that person's. */
export function reportUnfit(
  products: readonly { readonly units: Map<string, UnitText> }[],
  job: Pick<JobTexts, 'products' | 'profile' | 'translateNames' | 'overrides'>,
): void {
  for (const [index, product] of job.products.entries()) {
    const id = String(productId(product, job.profile));
    const entries = Object.hasOwn(job.overrides, id) ? job.overrides[id] : undefined;
    const translated = products[index]?.units;
    if (entries === undefined || translated === undefined) continue;
    for (const unit of unfitOverrides(entries, extractUnits(product, job.profile, job))) {
      const text = translated.get(unit.id);
      if (text) translated.set(unit.id, { ...text, warnings: [...text.warnings, UNFIT] });
    }
  }
}

const UNFIT = {
  check: OVERRIDE_UNFIT,
  severity: 'warn' as const,
  message: 'the override of its field has not one text for each element, and was not used',
};
