import type { PlanFile } from '../contract/internal.ts';
import { keys } from '../contract/keys.ts';
import type { FailureRow } from '../contract/results.ts';
import { readJson, type Store } from '../store.ts';
import type { ReportProduct, Timeline } from './data.ts';
import { RowSample } from './row-sample.ts';
import type { ReportContents } from './run-report.ts';
import { TimelineSample } from './timeline-sample.ts';

/** What the merge of one locale leaves for the page: the first products of the run, in that locale alone, and how its jobs went. */
export type LocaleReport = Pick<ReportContents, 'products' | 'timeline'>;

/** Joins what the merges of the locales have left for the page. */
export class JoinedReport {
  readonly #plan: PlanFile;
  readonly #timeline = new TimelineSample();
  readonly #rows = new RowSample();
  #products: readonly ReportProduct[] | null = null;
  #shown = new Set<string | number>();

  private constructor(plan: PlanFile) {
    this.#plan = plan;
  }

  /** Reads one locale's after the other: together they are no larger than the page. */
  static async open(plan: PlanFile, store: Store): Promise<JoinedReport> {
    const report = new JoinedReport(plan);
    for (const locale of plan.locales) {
      const file = (await readJson(store, keys.localeReport(plan, locale))) as LocaleReport | null;
      if (file) report.#add(file);
    }
    report.#shown = new Set(report.#products?.map(({ product_id }) => product_id));
    return report;
  }

  /** A row of failures.json; those of the page's products stand with them. */
  row(row: FailureRow): void {
    const isShown = row.locale !== null && row.product_id !== null && this.#shown.has(row.product_id);
    if (!isShown) this.#rows.add(row);
  }

  end(): ReportContents {
    const { rows, leftOut: rowsLeftOut } = this.#rows.end();
    const products = this.#products ?? [];
    return {
      timeline: this.#timeline.end(),
      products,
      productsLeftOut: this.#plan.products - products.length,
      chosen: 'first',
      rows,
      rowsLeftOut,
    };
  }

  #add({ products, timeline }: { products: readonly ReportProduct[]; timeline: Timeline }): void {
    this.#timeline.addAll(timeline);
    // Each has the run's first products in their order; those with longer texts have fewer of them.
    this.#products =
      this.#products === null
        ? products
        : products.slice(0, this.#products.length).map((product, index) => joined(this.#products?.[index], product));
  }
}

function joined(known: ReportProduct | undefined, next: ReportProduct): ReportProduct {
  if (known === undefined) return next;
  const pseudo = { ...known.pseudo, ...next.pseudo };
  const warnings = [...(known.warnings ?? []), ...(next.warnings ?? [])];
  return {
    ...known,
    translations: { ...known.translations, ...next.translations },
    failures: [...known.failures, ...next.failures],
    ...(Object.keys(pseudo).length > 0 && { pseudo }),
    ...(warnings.length > 0 && { warnings }),
  };
}
