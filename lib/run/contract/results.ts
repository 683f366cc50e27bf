import type { Locale } from '../../catalog/locale.ts';
import type { ProductId } from '../../catalog/product.ts';

/** COMPLETE: no failure. FAILED: something was planned and nothing translated. PARTIAL: between. */
export type RunStatus = 'COMPLETE' | 'PARTIAL' | 'FAILED';

/** `offline`: the stand-in answered, from reference translations or by pseudo-localization. */
export type Engine = 'groq' | 'offline';

/** A field of a product in results: a text, a list of texts, or null where the source has none. */
export type FieldValue = unknown;
export type Fields = Readonly<Record<string, FieldValue>>;

/** A unit that is not translated. */
export interface Failure {
  readonly locale: Locale;
  readonly field: string;
  readonly error: string;
  readonly cause: string;
}

/** What a check remarks on a translation that is published all the same. */
export interface Warning {
  readonly locale: Locale;
  readonly field: string;
  readonly check: string;
  readonly message: string;
}

/** One product as merged.json shows it. A unit that failed is absent from `translations` and present in `failures`. */
export interface MergedProduct {
  readonly product_id: ProductId;
  readonly original: Fields;
  readonly translations: Readonly<Record<string, Fields>>;
  readonly failures: readonly Failure[];
  /** Locale -> fields that the offline stand-in pseudo-localized; absent where there are none. */
  readonly pseudo?: Readonly<Record<string, readonly string[]>>;
  /** Absent where there are none. */
  readonly warnings?: readonly Warning[];
}

/** What one locale came to. `ms` is the sum of its jobs' own times. */
export interface LocaleStats {
  readonly ms: number;
  readonly model: string | null;
  readonly calls: number;
  readonly units: number;
  readonly translated: number;
  readonly failed: number;
  readonly memoryHits: number;
  readonly pseudo: number;
  readonly usd: number;
}

export interface RunStats {
  readonly wallMs: number;
  /** What one locale after the other would have taken: the sum of `perLocale.ms`. */
  readonly sequentialMs: number;
  readonly averageMsPerLocale: number;
  /** Requests sent to the model, refused ones too. */
  readonly calls: number;
  /** Those of them that asked again: corrections, refusals for the rate, another model. */
  readonly retries: number;
  readonly memoryHits: number;
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly completionTokens: number;
  readonly usd: number;
  readonly perLocale: Readonly<Record<string, LocaleStats>>;
}

/** What every result file of a run begins with. */
export interface RunHeader {
  readonly runId: string;
  readonly status: RunStatus;
  readonly engine: Engine;
  readonly source: Locale;
  readonly locales: readonly Locale[];
}

/** merged.json of a run of up to `MAX_MERGED_PRODUCTS` products. */
export interface Merged extends RunHeader {
  readonly products: readonly MergedProduct[];
  readonly stats: RunStats;
}

/**
 * merged.json of a larger run: the products stand in JSONL parts, keys relative to the run's folder. Of a run that is too large to be merged in one go each
 * part holds one locale.
 */
export interface MergedManifest extends RunHeader {
  readonly parts: readonly { readonly file: string; readonly products: number; readonly locale?: Locale | undefined }[];
  readonly stats: RunStats;
}

/** Products that one merged.json holds. */
export const MAX_MERGED_PRODUCTS = 1_000;

/** One line of failures.json. An invalid product has no locale, and the place of its fault as its field. */
export interface FailureRow {
  readonly product_id: ProductId | null;
  readonly field: string;
  readonly locale: Locale | null;
  readonly error: string;
  readonly cause: string;
  /** What the model had last given, for a person to look at; absent where it gave nothing. */
  readonly lastAnswer?: string;
}

/** A person's translation that stands for nothing in the catalog: `field` is null where its product is not there. */
export interface UnusedOverride {
  readonly locale: Locale;
  readonly product_id: string;
  readonly field: string | null;
  readonly check: string;
  readonly message: string;
}

export interface Summary extends RunHeader {
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly counts: {
    readonly products: number;
    readonly invalidProducts: number;
    readonly units: number;
    readonly translated: number;
    readonly failed: number;
    readonly pseudo: number;
    readonly warnings: number;
    /** translated / units; 1 where nothing was to be translated. */
    readonly coverage: number;
  };
  readonly stats: RunStats;
  /** What ended the run before its time, or null. */
  readonly stoppedBy: { readonly error: string; readonly cause: string } | null;
  /** A person's translations that were not used; absent where there are none. They are counted among the warnings. */
  readonly unusedOverrides?: readonly UnusedOverride[];
  /** Files of translation memory that were damaged and set aside: what they held was asked anew. Absent where there are none. */
  readonly damagedMemory?: readonly string[];
  /** What was wrong with the request or its catalog, of a run that was refused for it; absent otherwise. */
  readonly faults?: readonly string[];
}

/** What one locale of a run is expected to take. */
export interface LocaleEstimate {
  readonly locale: Locale;
  readonly language: string;
  readonly model: string;
  readonly units: number;
  readonly memoryHits: number;
  readonly calls: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly usd: number;
  /** From the start of the run until its last job into this locale ends, at the provider's limits and at the pace of the calls. 0 where nothing is asked. */
  readonly minutes: number;
}

export interface Estimate {
  readonly locales: readonly LocaleEstimate[];
  readonly total: Omit<LocaleEstimate, 'locale' | 'language' | 'model'>;
}

/** How one locale of a catalog is published. */
export interface PublishedLocale {
  /** The run that wrote it. */
  readonly runId: string;
  /** When that run began, ISO 8601, UTC. */
  readonly startedAt: string;
  readonly products: number;
  /** Products that could not be published: a unit failed, or is pseudo-localized. */
  readonly missing: readonly ProductId[];
}

/** `published/<catalog>/manifest.json`, written after the locales that it lists. */
export interface PublishedManifest {
  readonly catalog: string;
  readonly source: Locale;
  readonly locales: Readonly<Record<string, PublishedLocale>>;
}
