import type { ReportData } from './data.ts';
import { embedJson } from './escape.ts';
import { pageHead } from './head.ts';
import { pageHeader } from './header.ts';
import { productsNote, rowsSection } from './left-out.ts';
import { pageScript } from './script.ts';
import { pageStyle } from './style.ts';

const NO_SCRIPT =
  '<noscript><p class="notice">The timeline and the products need JavaScript. The same results stand in merged.json beside this page.</p></noscript>';

/**
 * report.html: a run as a page to look at, one file that asks nothing of anybody. What stands in catalogs is never HTML in it: it travels as JSON, and the script
 * makes text nodes of it.
 */
export const reportPage = (data: ReportData): string => [...reportPieces(data)].join('');

/** The page in pieces: its products, which are most of it, one by one. */
export function* reportPieces(data: ReportData): Generator<string> {
  const style = pageStyle();
  const script = pageScript();
  const { products, ...rest } = data;
  yield `<!doctype html>
<html lang="en">
${pageHead(`Translation run ${data.summary.runId}`, style, script)}
<body>
<a class="skip" href="#products">Skip to the products</a>
<main>
${pageHeader(data)}
<section aria-labelledby="timeline-title">
<h2 id="timeline-title">Timeline</h2>
${timelineNote(data)}
<div id="timeline-view"></div>
</section>
<section aria-labelledby="products-title" id="products" tabindex="-1">
<h2 id="products-title">Products</h2>
${productsNote(data)}
${NO_SCRIPT}
<div id="browser">
<div id="filters" role="search" aria-label="Products"></div>
<p id="found" class="quiet" role="status"></p>
<div class="panes">
<div id="list" role="listbox" tabindex="0" aria-label="Products"></div>
<div id="detail"></div>
</div>
</div>
<div id="printed"></div>
</section>
${rowsSection(data)}
</main>
<script type="application/json" id="data">${embedJson(rest).slice(0, -1)},"products":[`;
  for (const [index, product] of products.entries()) yield `${index === 0 ? '' : ','}${embedJson(product)}`;
  yield `]}</script>
<script>${script}</script>
</body>
</html>
`;
}

function timelineNote({ timeline: { detail } }: ReportData): string {
  if (detail === 'calls') return '';
  const drawn = detail === 'jobs' ? 'whole jobs, without their calls' : 'the span of each language, without its jobs';
  return `<p class="quiet">The run has more calls than a page can draw: it shows ${drawn}.</p>`;
}
