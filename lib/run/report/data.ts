import type { Locale } from '../../catalog/locale.ts';
import type { TrailEntry } from '../../translate/trail.ts';
import type { FailureRow, MergedProduct, Summary } from '../contract/results.ts';

/** All that report.html shows: it stands in the page once, as JSON. */
export interface ReportData {
  readonly summary: Summary;
  readonly source: ReportLocale;
  readonly locales: readonly ReportLocale[];
  /** The fields that are translated; the others of a product are shown as they are. */
  readonly fields: readonly string[];
  readonly timeline: Timeline;
  readonly products: readonly ReportProduct[];
  /** Products of the run that the page does not hold. */
  readonly productsLeftOut: number;
  /** Which products it holds where that is not all: those with failures first, or the first ones of the run. */
  readonly chosen: 'failuresFirst' | 'first';
  /** Rows of failures.json that belong to no product of the page: of products that were left out of the run, or of the page. */
  readonly rows: readonly FailureRow[];
  readonly rowsLeftOut: number;
}

export interface ReportLocale {
  readonly locale: Locale;
  /** The English name. */
  readonly name: string;
  readonly direction: 'ltr' | 'rtl';
}

export interface ReportProduct extends MergedProduct {
  /** Field -> the texts in its source that must survive unchanged; a field without any is absent. */
  readonly protected: Readonly<Record<string, readonly string[]>>;
}

/** One invocation of a locale job. Times in ms, `startedAt` since 1970. */
export interface JobInvocation {
  readonly batch: number;
  readonly locale: Locale;
  readonly startedAt: number;
  readonly ms: number;
  /** Why it ended without a part; null where it left one. */
  readonly error: string | null;
  readonly trail: readonly TrailEntry[];
}

/** What the invocations of one locale came to. */
export interface LocaleSpan {
  readonly locale: Locale;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly invocations: number;
  /** The sum of their own times. */
  readonly ms: number;
}

/** How the run went: as much of it as a page can draw. */
export type Timeline =
  | { readonly detail: 'calls' | 'jobs'; readonly invocations: readonly JobInvocation[] }
  | { readonly detail: 'locales'; readonly spans: readonly LocaleSpan[] };
