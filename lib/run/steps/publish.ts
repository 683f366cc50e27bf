import * as z from 'zod';
import type { Locale } from '../../catalog/locale.ts';
import type { Product } from '../../catalog/product.ts';
import { catalogText } from '../catalog-text.ts';
import type { PlanFile } from '../contract/internal.ts';
import { publishedKeys } from '../contract/keys.ts';
import type { PublishedLocale, PublishedManifest } from '../contract/results.ts';
import { isNewer, type Published, type RunVersion } from '../ports.ts';

/** What a run has for one locale of its catalog. */
export interface PublishableLocale {
  readonly locale: Locale;
  /** Products all of whose units passed, none of them pseudo-localized. */
  readonly products: number;
  readonly missing: PublishedLocale['missing'];
  /** Those products, once for each try to write them. */
  readonly passed: () => AsyncIterable<Product>;
}

/**
 * Publishes one locale in one atomic write. A locale of which nothing passed is left as an earlier run published it; a newer run's is never replaced.
 * Returns what the manifest is to say of it; null where it was not written.
 */
export async function publishLocale(
  plan: PlanFile,
  { locale, products, missing, passed }: PublishableLocale,
  published: Published,
): Promise<PublishedLocale | null> {
  if (products === 0) return null;
  const version: RunVersion = { runId: plan.runId, startedAt: plan.startedAt };
  const key = publishedKeys.catalog(plan.settings.catalog, locale);
  const written = await published.replace(key, () => catalogText(plan, passed()), version);
  return written ? { ...version, products, missing } : null;
}

/** Lists in the manifest what was published, once it stands. */
export async function publishManifest(
  plan: PlanFile,
  written: Readonly<Record<string, PublishedLocale>>,
  published: Published,
): Promise<void> {
  if (Object.keys(written).length === 0) return;
  const { catalog, source } = plan.settings;
  await published.update(publishedKeys.manifest(catalog), (current) => {
    const before = localesIn(current);
    const manifest: PublishedManifest = { catalog, source, locales: withNewest(before, written) };
    return `${JSON.stringify(manifest, null, 2)}\n`;
  });
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
