import type { JobTexts, OverriddenUnit } from './job-segments.ts';
import type { MemoryEntry, TranslationMemory } from './memory.ts';
import { overrideKey } from './overrides.ts';
import type { UnitText } from './segments.ts';

/** The check under which an override is reported whose source text has changed since. */
export const OVERRIDE_STALE = 'override-stale';

/**
 * A person's translations as they are published: as they stand, with a warning where the source text is no longer the one that was translated. Which that was is said by the
 * file, or remembered from the first run that used the override.
 */
export async function readOverrides(
  overridden: readonly OverriddenUnit[],
  job: Pick<JobTexts, 'target'> & { readonly run: string; readonly catalog: string },
  memory: TranslationMemory,
): Promise<{ product: number; unit: OverriddenUnit['unit']; text: UnitText }[]> {
  if (overridden.length === 0) return [];
  const scope = { catalog: job.catalog, locale: job.target };
  const keyed = overridden.map((entry) => ({
    ...entry,
    key: overrideKey(entry.productId, entry.unit.id, entry.override),
  }));
  const known = await memory.recall(scope, new Set(keyed.map(({ key }) => key)));
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
