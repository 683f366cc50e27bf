import type { Product } from '../../catalog/product.ts';
import { segmentBatch } from '../../translate/job-segments.ts';
import type { Settings } from '../contract/internal.ts';
import type { ReportProduct } from './data.ts';

type Spans = ReportProduct['protected'];

/** Of products of one batch, what their jobs masked; `names` are the batch's. In the order of the products. */
export function protectedSpans(products: readonly Product[], names: readonly string[], settings: Settings): Spans[] {
  const { profile, translateNames, glossary } = settings;
  const { segments, untouched } = segmentBatch({ products, profile, translateNames, names, glossary, overrides: {} });
  const found = products.map(() => new Map<string, Set<string>>());
  const add = (product: number, field: string, spans: readonly string[]): void => {
    const fields = found[product];
    if (fields === undefined || spans.length === 0) return;
    const known = fields.get(field) ?? new Set();
    for (const span of spans) known.add(span);
    fields.set(field, known);
  };
  for (const { units } of segments) for (const { product, unit, spans } of units) add(product, unit.field, spans);
  for (const { product, unit } of untouched) add(product, unit.field, [unit.text.trim()]);
  return found.map((fields) => Object.fromEntries([...fields].map(([field, spans]) => [field, [...spans]])));
}
