import type { Locale } from '../catalog/locale.ts';
import { type Product, type ProductId, productId } from '../catalog/product.ts';
import type { Profile } from '../catalog/profile.ts';
import { applyTranslations, extractUnits } from '../catalog/units.ts';
import { ERROR_NAMES } from './contract/errors.ts';
import type { InvalidLine, PartFile, Settings } from './contract/internal.ts';
import type { Failure, FailureRow, Fields, MergedProduct, Warning } from './contract/results.ts';
import { originalFields, type Translatable } from './fields.ts';

/** Products that one Merge takes in all their locales: some two minutes. */
export const MERGE_PRODUCTS = 10_000;

export interface Reason {
  readonly error: string;
  readonly cause: string;
}

/** What one locale job left behind: its part, or the reason why there is none. */
export type JobResult = { readonly part: PartFile } | { readonly missing: Reason };

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

/** What became of one product in one locale. */
export interface MergedText {
  readonly locale: Locale;
  /** Its translated fields; null where none of its units is translated. */
  readonly fields: Fields | null;
  /** As failures.json has them: with what a model had last given. */
  readonly rows: readonly FailureRow[];
  readonly warnings: readonly Warning[];
  /** Fields that the offline stand-in pseudo-localized. */
  readonly pseudo: readonly string[];
  readonly counts: UnitCounts;
}

/** One product as merged.json shows it. */
export function mergedProduct(product: Product, profile: Profile, texts: readonly MergedText[]): MergedProduct {
  const pseudo = texts.filter((text) => text.pseudo.length > 0).map(({ locale, pseudo }) => [locale, pseudo] as const);
  const warnings = texts.flatMap((text) => text.warnings);
  return {
    product_id: productId(product, profile),
    original: originalFields(product, profile),
    translations: Object.fromEntries(texts.flatMap(({ locale, fields }) => (fields ? [[locale, fields]] : []))),
    // What a model had last given is no result: it stands in failures.json alone.
    failures: texts.flatMap(({ locale, rows }) =>
      rows.map(({ field, error, cause }): Failure => ({ locale, field, error, cause })),
    ),
    ...(pseudo.length > 0 && { pseudo: Object.fromEntries(pseudo) }),
    ...(warnings.length > 0 && { warnings }),
  };
}

/** Puts one product's translations into a locale together; `index` is its place in the job's batch. */
export function mergeText(
  { units, fields }: Translatable,
  id: ProductId,
  locale: Locale,
  job: JobResult,
  index: number,
): MergedText {
  const part = partOf(job, index);
  const texts = textsOf(part);
  const reasons = new Map(part?.failures.map((failure) => [failure.unit, failure]));
  const lost: Reason =
    'missing' in job ? job.missing : { error: ERROR_NAMES.jobMissing, cause: 'the part has no word of this unit' };
  const named = (unit: string, field: string, text: string) => (unit === field ? text : `${unit}: ${text}`);
  const rows = units.flatMap((unit): FailureRow[] => {
    if (texts.has(unit.id)) return [];
    const { error, cause, lastAnswer = null } = reasons.get(unit.id) ?? { ...lost, lastAnswer: null };
    const place = { product_id: id, locale, field: unit.field };
    return [{ ...place, error, cause: named(unit.id, unit.field, cause), ...(lastAnswer !== null && { lastAnswer }) }];
  });
  const warnings = (part?.warnings ?? []).map(({ unit, check, message }): Warning => {
    const field = units.find((one) => one.id === unit)?.field ?? unit;
    return { locale, field, check, message: named(unit, field, message) };
  });
  const pseudoUnits = units.filter((unit) => part?.pseudo.includes(unit.id));
  return {
    locale,
    fields: fields(texts),
    rows,
    warnings,
    pseudo: [...new Set(pseudoUnits.map((unit) => unit.field))],
    counts: {
      units: units.length,
      translated: units.length - rows.length,
      pseudo: pseudoUnits.length,
      warnings: warnings.length,
    },
  };
}

/** The product in the catalog's own shape, translated; null where a unit did not pass. */
export function translatedProduct(product: Product, settings: Settings, job: JobResult, index: number): Product | null {
  const texts = textsOf(partOf(job, index));
  const units = extractUnits(product, settings.profile, settings);
  return units.every((unit) => texts.has(unit.id)) ? applyTranslations(product, units, texts) : null;
}

const partOf = (job: JobResult, index: number) => ('part' in job ? job.part.products[index] : undefined);
const textsOf = (part: PartFile['products'][number] | undefined) => new Map(Object.entries(part?.units ?? {}));

/** The rows of failures.json for a product that the plan left out: one for each fault. */
export function invalidRows({ id, faults }: InvalidLine): FailureRow[] {
  return faults.map((fault) => {
    const [field = fault, ...rest] = fault.split(': ');
    const cause = rest.join(': ') || fault;
    return { product_id: id, field, locale: null, error: ERROR_NAMES.productInvalid, cause };
  });
}
