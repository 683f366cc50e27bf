import { type Locale, localeName, textDirection } from '../../catalog/locale.ts';
import type { Product } from '../../catalog/product.ts';
import { translatedFields } from '../../catalog/units.ts';
import type { PlanFile } from '../contract/internal.ts';
import type { FailureRow, MergedProduct, Summary } from '../contract/results.ts';
import type { PlacedProduct } from '../steps/in-order.ts';
import type { MergedJob } from '../steps/merge-locales.ts';
import type { JobInvocation, ReportData, ReportLocale, ReportProduct } from './data.ts';
import { type Held, MAX_REPORT_CHARACTERS, MAX_REPORT_PRODUCTS, ProductSample } from './product-sample.ts';
import { protectedSpans } from './protected-spans.ts';
import { RowSample } from './row-sample.ts';
import { TimelineSample } from './timeline-sample.ts';

/** A product as its catalog has it, and the names that are protected in its batch. */
interface Origin {
  readonly source: Product;
  readonly names: readonly string[];
}

/** What a page shows of a run's products and how it went, before it is known what the run came to. */
export type ReportContents = Omit<ReportData, 'summary' | 'source' | 'locales' | 'fields'>;

/** Gathers what the page shows while a run is merged. Holds no more than a page does, however many products come. */
export class RunReport {
  readonly #plan: PlanFile;
  readonly #chosen: ReportData['chosen'];
  readonly #products: ProductSample<Origin>;
  readonly #timeline = new TimelineSample();
  readonly #rows = new RowSample();

  /** `share`: of how many pages of this size one is made in the end. */
  constructor(plan: PlanFile, { chosen, share }: { readonly chosen: ReportData['chosen']; readonly share: number }) {
    this.#plan = plan;
    this.#chosen = chosen;
    const limits = { products: MAX_REPORT_PRODUCTS, characters: Math.floor(MAX_REPORT_CHARACTERS / share) };
    this.#products = new ProductSample(limits, { failuresFirst: chosen === 'failuresFirst' });
  }

  product(merged: MergedProduct, { product, batch }: PlacedProduct): void {
    this.#products.add(merged, { source: product, names: batch.file.names });
  }

  job(job: MergedJob): void {
    for (const invocation of invocationsOf(job)) this.#timeline.add(invocation);
  }

  /** A fault of a product that was left out of the run. */
  row(row: FailureRow): void {
    this.#rows.add(row);
  }

  end(): ReportContents {
    const { held, leftOut } = this.#products.end();
    const { rows, leftOut: rowsLeftOut } = this.#rows.end();
    return {
      timeline: this.#timeline.end(),
      products: withProtected(held, this.#plan),
      productsLeftOut: leftOut,
      chosen: this.#chosen,
      rows,
      rowsLeftOut,
    };
  }
}

/** All of the page's data. */
export function reportData(plan: PlanFile, summary: Summary, contents: ReportContents): ReportData {
  const { profile, translateNames, source } = plan.settings;
  return {
    summary,
    source: reportLocale(source),
    locales: plan.locales.map(reportLocale),
    fields: translatedFields(profile, { translateNames }).map(({ field }) => field),
    ...contents,
  };
}

const reportLocale = (locale: Locale): ReportLocale => ({
  locale,
  name: localeName(locale),
  direction: textDirection(locale),
});

/** In the order in which they ran: those that left no part, then the one that did. */
function invocationsOf({ batch, locale, attempts, result }: MergedJob): JobInvocation[] {
  const of = { batch, locale };
  return [
    ...attempts.map(({ startedAt, ms, error, trail }) => ({ ...of, startedAt, ms, error, trail })),
    ...('part' in result
      ? [{ ...of, startedAt: result.part.startedAt, ms: result.part.ms, error: null, trail: result.part.trail }]
      : []),
  ];
}

/** Products of one batch are masked together, as their jobs did it. */
function withProtected(held: readonly Held<Origin>[], plan: PlanFile): ReportProduct[] {
  const batches = new Map<readonly string[], { readonly index: number; readonly source: Product }[]>();
  for (const [index, { more }] of held.entries()) {
    const known = batches.get(more.names);
    if (known) known.push({ index, source: more.source });
    else batches.set(more.names, [{ index, source: more.source }]);
  }
  const found = new Map<number, ReportProduct['protected']>();
  for (const [names, products] of batches) {
    const sources = products.map(({ source }) => source);
    for (const [at, spans] of protectedSpans(sources, names, plan.settings).entries()) {
      const index = products[at]?.index;
      if (index !== undefined) found.set(index, spans);
    }
  }
  return held.map(({ product }, index) => ({ ...product, protected: found.get(index) ?? {} }));
}
