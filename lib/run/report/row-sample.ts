import type { FailureRow } from '../contract/results.ts';

/** Rows of failures.json that a page shows at most. */
export const MAX_REPORT_ROWS = 1_000;

/** Keeps the first rows that belong to no product of the page, and counts the others. */
export class RowSample {
  readonly #rows: FailureRow[] = [];
  #leftOut = 0;

  add(row: FailureRow): void {
    // What a model had last given is for failures.json.
    const { lastAnswer: _, ...shown } = row;
    if (this.#rows.length < MAX_REPORT_ROWS) this.#rows.push(shown);
    else this.#leftOut++;
  }

  end(): { readonly rows: readonly FailureRow[]; readonly leftOut: number } {
    return { rows: this.#rows, leftOut: this.#leftOut };
  }
}
