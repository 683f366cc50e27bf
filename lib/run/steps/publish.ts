import * as z from 'zod';
import type { Locale } from '../../catalog/locale.ts';
import { type Product, productId } from '../../catalog/product.ts';
import { catalogText } from '../catalog-text.ts';
import type { PlanFile } from '../contract/internal.ts';
import { publishedKeys } from '../contract/keys.ts';
import type { MergedProduct, PublishedLocale, PublishedManifest } from '../contract/results.ts';
import { isNewer, type Published, type RunVersion } from '../ports.ts';

/** What a run has for one locale of its catalog. */
export interface PublishableLocale {
  readonly locale: Locale;
  /** Products all of whose units passed, none of them pseudo-localized. */
  readonly products: readonly Product[];
  readonly missing: PublishedLocale['missing'];
}

/**
 * Publishes each locale in one atomic write, then lists in the manifest what was written. A locale of which nothing passed is left as an earlier run
 * published it; a newer run's is never replaced. Returns the locales that were written.
 */
export async function publish(
  plan: PlanFile,
  locales: readonly PublishableLocale[],
  published: Published,
): Promise<readonly Locale[]> {
  const { catalog, source } = plan.settings;
  const version: RunVersion = { runId: plan.runId, startedAt: plan.startedAt };
  const written: Record<string, PublishedLocale> = {};
  for (const { locale, products, missing } of locales) {
    if (products.length === 0) continue;
    const key = publishedKeys.catalog(catalog, locale);
    if (await published.replace(key, () => catalogText(plan, products), version))
      written[locale] = { ...version, products: products.length, missing };
  }
  if (Object.keys(written).length > 0) {
    await published.update(publishedKeys.manifest(catalog), (current) => {
      const before = localesIn(current);
      const manifest: PublishedManifest = { catalog, source, locales: withNewest(before, written) };
      return `${JSON.stringify(manifest, null, 2)}\n`;
    });
  }
  return Object.keys(written) as Locale[];
}

const manifestSchema = z.object({
  locales: z.record(
    z.string(),
    z.object({
      runId: z.string(),
      startedAt: z.string(),
      products: z.int(),
      missing: z.array(z.union([z.string(), z.number()])),
    }),
  ),
});

/** What the manifest lists. A damaged one is made anew: the locales themselves say which run wrote them. */
function localesIn(manifest: string | null): PublishedManifest['locales'] {
  try {
    return manifestSchema.parse(JSON.parse(manifest ?? '')).locales;
  } catch {
    return {};
  }
}

/** Of two runs that published the same locale, the later one. Both may come here in any order. */
function withNewest(
  before: PublishedManifest['locales'],
  written: PublishedManifest['locales'],
): PublishedManifest['locales'] {
  const all = { ...before };
  for (const [locale, own] of Object.entries(written)) {
    const other = before[locale];
    if (other === undefined || !isNewer(other, own)) all[locale] = own;
  }
  return Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Of the merged products those that a locale publishes, and the ids of the others. */
export function publishable(
  plan: PlanFile,
  locale: Locale,
  passed: readonly Product[],
  merged: readonly Pick<MergedProduct, 'product_id' | 'pseudo'>[],
): PublishableLocale {
  const { profile } = plan.settings;
  const pseudo = new Set(merged.filter((product) => product.pseudo?.[locale]).map(({ product_id }) => product_id));
  const products = passed.filter((product) => !pseudo.has(productId(product, profile)));
  const ids = new Set(products.map((product) => productId(product, profile)));
  const missing = merged.map(({ product_id }) => product_id).filter((id) => !ids.has(id));
  const invalid = plan.invalid.map(({ id }) => id).filter((id) => id !== null);
  return { locale, products, missing: [...missing, ...invalid] };
}
