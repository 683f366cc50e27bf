import type { Locale } from '../catalog/locale.ts';
import { type Product, productId } from '../catalog/product.ts';
import { applyTranslations, extractUnits } from '../catalog/units.ts';
import { ERROR_NAMES } from './contract/errors.ts';
import type { PartFile, PlanFile, Settings } from './contract/internal.ts';
import type { Failure, FailureRow, MergedProduct, Warning } from './contract/results.ts';
import { originalFields, translatedFieldValues } from './fields.ts';

export interface Reason {
  readonly error: string;
  readonly cause: string;
}

/** What one locale job left behind: its part, or the reason why there is none. */
export type JobResult = { readonly part: PartFile } | { readonly missing: Reason };

export interface MergedBatch {
  readonly products: readonly MergedProduct[];
  readonly failures: readonly FailureRow[];
  /** Locale -> the products whose units all passed, in the catalog's own shape. */
  readonly catalogs: ReadonlyMap<Locale, readonly Product[]>;
  /** Locale -> units of this batch: planned, translated, pseudo-localized. */
  readonly counts: ReadonlyMap<Locale, UnitCounts>;
}

export interface UnitCounts {
  readonly units: number;
  readonly translated: number;
  readonly pseudo: number;
  readonly warnings: number;
}

export const NO_UNITS: UnitCounts = { units: 0, translated: 0, pseudo: 0, warnings: 0 };

export function addCounts(a: UnitCounts, b: UnitCounts): UnitCounts {
  return {
    units: a.units + b.units,
    translated: a.translated + b.translated,
    pseudo: a.pseudo + b.pseudo,
    warnings: a.warnings + b.warnings,
  };
}

/** Puts the parts of one batch together, product by product. A pure function of what stands in the store. */
export function mergeBatch(
  products: readonly Product[],
  settings: Settings,
  jobs: ReadonlyMap<Locale, JobResult>,
): MergedBatch {
  const merged: MergedProduct[] = [];
  const failures: FailureRow[] = [];
  const catalogs = new Map<Locale, Product[]>([...jobs.keys()].map((locale) => [locale, []]));
  const counts = new Map<Locale, UnitCounts>([...jobs.keys()].map((locale) => [locale, NO_UNITS]));
  for (const [index, product] of products.entries()) {
    const id = productId(product, settings.profile);
    const perLocale = [...jobs].map(([locale, job]) => ({
      locale,
      ...mergeProduct(product, settings, locale, job, index),
    }));
    for (const { locale, catalogProduct, count } of perLocale) {
      if (catalogProduct) catalogs.get(locale)?.push(catalogProduct);
      counts.set(locale, addCounts(counts.get(locale) ?? NO_UNITS, count));
    }
    const pseudo = perLocale
      .filter((entry) => entry.pseudo.length > 0)
      .map((entry) => [entry.locale, entry.pseudo] as const);
    const warnings = perLocale.flatMap((entry) => entry.warnings);
    merged.push({
      product_id: id,
      original: originalFields(product, settings.profile),
      translations: Object.fromEntries(perLocale.flatMap(({ locale, fields }) => (fields ? [[locale, fields]] : []))),
      failures: perLocale.flatMap((entry) => entry.failures),
      ...(pseudo.length > 0 && { pseudo: Object.fromEntries(pseudo) }),
      ...(warnings.length > 0 && { warnings }),
    });
    failures.push(...perLocale.flatMap((entry) => entry.rows.map((row) => ({ product_id: id, ...row }))));
  }
  return { products: merged, failures, catalogs, counts };
}

function mergeProduct(product: Product, settings: Settings, locale: Locale, job: JobResult, index: number) {
  const { profile, translateNames } = settings;
  const units = extractUnits(product, profile, { translateNames });
  const part = 'part' in job ? job.part.products[index] : undefined;
  const texts = new Map(Object.entries(part?.units ?? {}));
  const reasons = new Map(part?.failures.map((failure) => [failure.unit, failure]));
  const lost: Reason =
    'missing' in job ? job.missing : { error: ERROR_NAMES.jobMissing, cause: 'the part has no word of this unit' };
  const named = (unit: string, field: string, text: string) => (unit === field ? text : `${unit}: ${text}`);
  const rows = units.flatMap((unit) => {
    if (texts.has(unit.id)) return [];
    const { error, cause, lastAnswer = null } = reasons.get(unit.id) ?? { ...lost, lastAnswer: null };
    const failure: Failure = { locale, field: unit.field, error, cause: named(unit.id, unit.field, cause) };
    return [{ ...failure, ...(lastAnswer !== null && { lastAnswer }) }];
  });
  const fieldOf = new Map(units.map(({ id, field }) => [id, field]));
  const warnings = (part?.warnings ?? []).map(({ unit, check, message }): Warning => {
    const field = fieldOf.get(unit) ?? unit;
    return { locale, field, check, message: named(unit, field, message) };
  });
  const pseudoUnits = units.filter((unit) => part?.pseudo.includes(unit.id));
  return {
    fields: translatedFieldValues(product, profile, translateNames, texts),
    // What a model had last given is no result: it stands in failures.json alone.
    failures: rows.map(({ locale, field, error, cause }): Failure => ({ locale, field, error, cause })),
    rows,
    warnings,
    pseudo: [...new Set(pseudoUnits.map((unit) => unit.field))],
    catalogProduct: rows.length === 0 ? applyTranslations(product, units, texts) : null,
    count: {
      units: units.length,
      translated: units.length - rows.length,
      pseudo: pseudoUnits.length,
      warnings: warnings.length,
    },
  };
}

/** The rows of failures.json for products that the plan left out: one for each fault. */
export function invalidRows(invalid: PlanFile['invalid']): FailureRow[] {
  return invalid.flatMap(({ id, faults }) =>
    faults.map((fault) => {
      const [field = fault, ...rest] = fault.split(': ');
      return {
        product_id: id,
        field,
        locale: null,
        error: ERROR_NAMES.productInvalid,
        cause: rest.join(': ') || fault,
      };
    }),
  );
}
