import type { ReportData } from '../data.ts';
import { filters } from './filters.ts';
import { lanes, ticks } from './lanes.ts';
import { list } from './list.ts';
import { matcher } from './matcher.ts';
import { productView } from './product-view.ts';
import { products } from './products.ts';
import { stepsTable } from './steps-table.ts';
import { theme } from './theme.ts';
import { timeline } from './timeline.ts';
import type { Tools } from './tools.ts';
import { unfold } from './unfold.ts';

/**
 * The functions that run in the page. Their own source is what the page gets: each uses its arguments and the DOM, nothing else of its module.
 */
export const PARTS = {
  theme,
  timeline,
  lanes,
  ticks,
  stepsTable,
  products,
  filters,
  list,
  matcher,
  productView,
  unfold,
  start,
};

type Parts = Omit<typeof PARTS, 'start'> & { readonly tools: Tools };

/** Brings the page to life. */
function start({ tools, ...parts }: Parts): void {
  const data = JSON.parse(tools.byId('data').textContent ?? '') as ReportData;
  parts.theme(tools);
  parts.timeline(tools, parts, data);
  parts.stepsTable(tools, data);
  parts.products(tools, parts, data);
  parts.unfold();
}
