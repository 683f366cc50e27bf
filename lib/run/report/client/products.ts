import type { ReportData, ReportProduct } from '../data.ts';
import type { filters as filtersOf } from './filters.ts';
import type { list as listOf } from './list.ts';
import type { matcher as matcherOf } from './matcher.ts';
import type { productView as productViewOf } from './product-view.ts';
import type { Tools } from './tools.ts';

export interface ProductParts {
  readonly filters: typeof filtersOf;
  readonly list: typeof listOf;
  readonly matcher: typeof matcherOf;
  readonly productView: typeof productViewOf;
}

/** The products: controls, a list to pick from, and the picked one side by side. */
export function products(tools: Tools, { filters, list, matcher, productView }: ProductParts, data: ReportData): void {
  const { byId, element, count, counted } = tools;
  if (data.products.length === 0) {
    byId('browser').replaceChildren(element('p', { class: 'quiet' }, 'The page holds no product.'));
    return;
  }
  const view = productView(tools, data);
  const find = matcher(tools, data);
  const detail = byId('detail');
  const found = byId('found');
  let places: readonly number[] = [];
  let picked: number | null = null;

  const previous = element('button', { type: 'button' }, 'Previous');
  const next = element('button', { type: 'button' }, 'Next');
  const shown = element('div');
  detail.replaceChildren(shown, element('div', { class: 'turn' }, previous, next));
  const chosen = () => {
    const { locales } = wanted();
    return data.locales.filter(({ locale }) => locales.has(locale));
  };
  const showPicked = () => {
    const place = picked === null ? -1 : places.indexOf(picked);
    previous.setAttribute('aria-disabled', String(place <= 0));
    next.setAttribute('aria-disabled', String(place === -1 || place === places.length - 1));
    const product = picked === null ? undefined : data.products[picked];
    shown.replaceChildren(
      product === undefined ? element('p', { class: 'quiet' }, 'No product fits.') : view(product, chosen()),
    );
  };
  const rows = list(tools, data, {
    pick(place) {
      picked = place;
      showPicked();
    },
  });
  previous.addEventListener('click', () => rows.step(-1));
  next.addEventListener('click', () => rows.step(1));
  const narrow = () => {
    places = find(wanted());
    if (picked === null || !places.includes(picked)) picked = places[0] ?? null;
    rows.show(places, picked);
    found.textContent = `${count(places.length)} of ${counted(data.products.length, 'product')}`;
    showPicked();
  };
  const wanted = filters(tools, data, narrow);
  narrow();

  // More would be a book.
  const most = 100;
  addEventListener('beforeprint', () => {
    const printed = places.slice(0, most).map((place) => view(data.products[place] as ReportProduct, chosen()));
    const rest = places.length - printed.length;
    const note = rest > 0 ? [element('p', {}, `${counted(rest, 'more product')} not printed.`)] : [];
    byId('printed').replaceChildren(...printed, ...note);
  });
  addEventListener('afterprint', () => byId('printed').replaceChildren());
}
