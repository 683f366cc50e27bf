import type { Locale } from '../catalog/locale.ts';
import { type Product, productId } from '../catalog/product.ts';
import type { Profile } from '../catalog/profile.ts';
import { extractUnits, type Unit } from '../catalog/units.ts';
import { doNotTranslateTerms, type Glossary, guidanceFor, type LocaleGuidance } from './glossary.ts';
import { type MemoryShape, memoryKey } from './memory.ts';
import { type Override, type Overrides, overridesOf } from './overrides.ts';
import { protector } from './protect.ts';
import { route } from './routing.ts';
import { type Segment, type Segmentation, segmentUnits } from './segments.ts';

/** What shapes the texts of one locale job. */
export interface JobTexts {
  readonly source: Locale;
  readonly target: Locale;
  readonly products: readonly Product[];
  readonly profile: Profile;
  readonly translateNames: boolean;
  /** Product names of the catalog that occur in these products' texts. */
  readonly names: readonly string[];
  /** The one model for all locales, or null for the routing's. */
  readonly model: string | null;
  readonly glossary: Glossary;
  /** A person's own translations into the target. */
  readonly overrides: Overrides;
}

export interface OverriddenUnit {
  readonly product: number;
  readonly productId: string;
  readonly unit: Unit;
  readonly override: Override;
}

/** A batch's texts as models get them. Beside a person's own translations nothing in it depends on the target. */
export interface BatchSegments extends Segmentation {
  /** How many units the job has in all. */
  readonly units: number;
  /** Units that a person has translated: nothing is asked for them. */
  readonly overridden: readonly OverriddenUnit[];
}

export interface JobSegments extends BatchSegments {
  readonly guidance: LocaleGuidance;
  /** Each segment's key in memory. */
  readonly keys: ReadonlyMap<Segment, string>;
}

/**
 * What one job's texts come to, before memory: the job asks from this, the plan estimates from it. `origin` is who answers; `texts` are the batch's, where they
 * are known already.
 */
export function segmentJob(job: JobTexts, origin: string, texts: BatchSegments = segmentBatch(job)): JobSegments {
  const guidance = guidanceFor(job.glossary, job.target);
  const shape = memoryShape(job, origin, guidance);
  return {
    ...texts,
    guidance,
    keys: new Map(texts.segments.map((segment) => [segment, memoryKey(segment.text, shape)])),
  };
}

/** Masks a batch's texts and finds those that are the same. */
export function segmentBatch(job: Omit<JobTexts, 'target' | 'source' | 'model'>): BatchSegments {
  const overridden: OverriddenUnit[] = [];
  const perProduct = job.products.map((product, index) => {
    const units = extractUnits(product, job.profile, { translateNames: job.translateNames });
    const id = String(productId(product, job.profile));
    const own = overridesOf(Object.hasOwn(job.overrides, id) ? job.overrides[id] : undefined, units);
    return units.filter((unit) => {
      const override = own.get(unit.id);
      if (override) overridden.push({ product: index, productId: id, unit, override });
      return override === undefined;
    });
  });
  const { exact, anyCase } = doNotTranslateTerms(job.glossary);
  const brands = [...job.profile.brands, ...exact];
  const inTexts = protector([...brands, ...job.names], anyCase);
  // A name that is to be translated must not be protected from itself, nor a colour from a product that is called like it.
  const inTerms = protector(brands, anyCase);
  const isTerm = (unit: Unit) => unit.field === 'name' || unit.id !== unit.field;
  const segmentation = segmentUnits(perProduct, (unit) => (isTerm(unit) ? inTerms : inTexts));
  return { ...segmentation, units: perProduct.flat().length + overridden.length, overridden };
}

/** What shapes the translations of a job's texts, beside the texts. */
export function memoryShape(
  job: Pick<JobTexts, 'source' | 'target' | 'model'>,
  origin: string,
  guidance: LocaleGuidance,
): MemoryShape {
  const { group, chain } = route(job.target, job.model);
  const model = job.model === null ? group : (chain[0] ?? group);
  return { source: job.source, target: job.target, origin, model, guidance };
}
