import type { ReportData, ReportProduct } from '../data.ts';
import type { Tools } from './tools.ts';

/** What the products are narrowed to. */
export interface Wanted {
  readonly query: string;
  readonly locales: ReadonlySet<string>;
  readonly onlyFailures: boolean;
}

/** Makes the function that finds products: their places, in order. Texts are folded for the search once, while the page has nothing else to do. */
export function matcher({ fold }: Pick<Tools, 'fold'>, { products }: ReportData) {
  // Under '' the source with the product's id; no locale is called so.
  const folded: Map<string, string>[] = [];
  const foldNext = (): void => {
    const product = products[folded.length] as ReportProduct;
    const strings = (held: unknown): string[] =>
      typeof held === 'string' ? [held] : Array.isArray(held) ? held.flatMap(strings) : [];
    const textOf = (fields: unknown) =>
      fold(
        Object.values(fields as object)
          .flatMap(strings)
          .join('\n'),
      );
    const entries = Object.entries(product.translations).map(([locale, held]) => [locale, textOf(held)] as const);
    folded.push(new Map([['', `${fold(String(product.product_id))}\n${textOf(product.original)}`], ...entries]));
  };
  const foldSome = (): void => {
    const until = performance.now() + 8;
    while (folded.length < products.length && performance.now() < until) foldNext();
    if (folded.length < products.length) setTimeout(foldSome, 8);
  };
  setTimeout(foldSome, 50);

  return ({ query, locales, onlyFailures }: Wanted): number[] => {
    const words = fold(query)
      .split(/\s+/)
      .filter((word) => word !== '');
    if (words.length > 0) while (folded.length < products.length) foldNext();
    const has = (place: number): boolean => {
      const texts = [...(folded[place] ?? [])].flatMap(([locale, text]) =>
        locale === '' || locales.has(locale) ? [text] : [],
      );
      return words.every((word) => texts.some((text) => text.includes(word)));
    };
    return products.flatMap((product, place) => {
      if (onlyFailures && !product.failures.some(({ locale }) => locales.has(locale))) return [];
      return words.length > 0 && !has(place) ? [] : [place];
    });
  };
}
