import { count, counted } from './client/format.ts';
import type { ReportData } from './data.ts';
import { escapeHtml } from './escape.ts';

/** Which products the page holds, where that is not all of them. */
export function productsNote({ products, productsLeftOut, chosen }: ReportData): string {
  if (productsLeftOut === 0) return '';
  const which = chosen === 'failuresFirst' ? 'those with failures first' : 'the first ones of the run';
  const shown = `This page holds ${count(products.length)} of ${counted(products.length + productsLeftOut, 'product')}, ${which}.`;
  return `<p class="quiet">${shown} All of them are in merged.json or the parts that it lists, beside this page; the translated catalogs are in catalogs/.</p>`;
}

/** Faults and failures that belong to no product of the page. */
export function rowsSection({ rows, rowsLeftOut }: ReportData): string {
  if (rows.length === 0) return '';
  const cells = rows.map(
    ({ product_id, locale, field, error, cause }) =>
      `<tr><td>${escapeHtml(product_id === null ? '—' : String(product_id))}</td><td>${escapeHtml(locale ?? 'all')}</td><td>${escapeHtml(field)}</td><td>${escapeHtml(error)}</td><td class="cause">${escapeHtml(cause)}</td></tr>`,
  );
  const more =
    rowsLeftOut > 0
      ? `<p class="quiet">${counted(rowsLeftOut, 'more row')} in failures.json, beside this page.</p>`
      : '';
  return `<section aria-labelledby="rows-title">
<h2 id="rows-title">Left out</h2>
<p class="quiet">Broken products, and failures of products that this page does not hold.</p>
<div class="scroller" role="region" tabindex="0" aria-label="Rows"><table>
<thead><tr><th scope="col">Product</th><th scope="col">Language</th><th scope="col">Field</th><th scope="col">Error</th><th scope="col">Cause</th></tr></thead>
<tbody>${cells.join('\n')}</tbody>
</table></div>
${more}
</section>`;
}
