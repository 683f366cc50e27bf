import type { Product } from '../catalog/product.ts';
import { wrapperWith } from '../catalog/read.ts';
import type { PlanFile } from './contract/internal.ts';

/** Stands where the products go in the text of what is around them. */
const HERE = '\u0000products\u0000';

/** A translated catalog as its source stood, a bare list or inside what was around it: JSON, one product at a time. */
export async function* catalogText(
  { wrapper, settings }: Pick<PlanFile, 'wrapper' | 'settings'>,
  products: AsyncIterable<Product> | Iterable<Product>,
): AsyncGenerator<string> {
  const path = settings.profile.products;
  const around = wrapper === null || path === undefined ? [HERE] : wrapperWith(wrapper, path, [HERE]);
  const text = JSON.stringify(around, null, 2);
  const mark = text.indexOf(JSON.stringify(HERE));
  const indent = /\n *$/.exec(text.slice(0, mark))?.[0] ?? '\n';
  yield text.slice(0, mark - indent.length);
  let separator = '';
  for await (const product of products) {
    yield `${separator}${indent}${JSON.stringify(product, null, 2).replaceAll('\n', indent)}`;
    separator = ',';
  }
  // An empty list closes where it opens.
  const after = text.slice(mark + JSON.stringify(HERE).length);
  yield `${separator === '' ? after.trimStart() : after}\n`;
}
