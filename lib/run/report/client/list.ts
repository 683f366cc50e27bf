import type { ReportData, ReportProduct } from '../data.ts';
import type { Tools } from './tools.ts';

/**
 * The list of products to pick from: of any number of them only the rows in sight are in the page, and the picked one, which a screen reader is told of.
 * Returns the function that shows these products, by their places, with one of them picked.
 */
export function list(
  { byId, element, counted, productName }: Tools,
  { products, source }: ReportData,
  { pick }: { readonly pick: (place: number) => void },
) {
  const box = byId('list');
  const spacer = element('div', { class: 'spacer', role: 'presentation' });
  box.replaceChildren(spacer);
  const rows = new Map<number, HTMLElement>();
  let places: readonly number[] = [];
  let picked: number | null = null;
  // As the style sheet has it: 3.25rem.
  const rowHeight = 3.25 * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);

  const row = (place: number, index: number): HTMLElement => {
    const product = products[place] as ReportProduct;
    const name = productName(product.original);
    const failed = product.failures.length;
    const remarks = product.warnings?.length ?? 0;
    const made = element(
      'div',
      {
        class: 'row',
        role: 'option',
        id: `row-${place}`,
        'aria-setsize': String(places.length),
        'aria-posinset': String(index + 1),
      },
      name === null
        ? element('span', { class: 'name' }, 'No name')
        : element('span', { class: 'name', lang: source.locale, dir: 'auto' }, name),
      element(
        'span',
        { class: 'facts' },
        element('span', { class: 'id' }, String(product.product_id)),
        ...(failed > 0 ? [element('span', { class: 'failed' }, `${failed} failed`)] : []),
        ...(remarks > 0 ? [element('span', { class: 'remarks' }, counted(remarks, 'warning'))] : []),
      ),
    );
    made.style.top = `${index * rowHeight}px`;
    made.addEventListener('click', () => choose(index));
    return made;
  };
  const draw = (): void => {
    const first = Math.max(0, Math.floor(box.scrollTop / rowHeight) - 10);
    const last = Math.min(places.length - 1, Math.ceil((box.scrollTop + box.clientHeight) / rowHeight) + 10);
    const wanted = new Set(Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index));
    const pickedIndex = picked === null ? -1 : places.indexOf(picked);
    if (pickedIndex !== -1) wanted.add(pickedIndex);
    for (const [index, made] of rows) {
      if (wanted.has(index)) continue;
      made.remove();
      rows.delete(index);
    }
    for (const index of [...wanted].sort((a, b) => a - b)) {
      const place = places[index];
      if (place === undefined || rows.has(index)) continue;
      const made = row(place, index);
      rows.set(index, made);
      // In the order in which they are read.
      const later = [...rows].filter(([other]) => other > index).sort(([a], [b]) => a - b)[0];
      spacer.insertBefore(made, later?.[1] ?? null);
    }
    for (const [index, made] of rows) made.setAttribute('aria-selected', String(index === pickedIndex));
    if (pickedIndex === -1) box.removeAttribute('aria-activedescendant');
    else box.setAttribute('aria-activedescendant', `row-${picked}`);
  };
  const reveal = (index: number): void => {
    const top = index * rowHeight;
    if (top < box.scrollTop) box.scrollTop = top;
    else if (top + rowHeight > box.scrollTop + box.clientHeight) box.scrollTop = top + rowHeight - box.clientHeight;
  };
  const choose = (index: number): void => {
    const place = places[Math.min(places.length - 1, Math.max(0, index))];
    if (place === undefined) return;
    picked = place;
    reveal(places.indexOf(place));
    draw();
    pick(place);
  };
  const step = (by: number) => choose((picked === null ? -1 : places.indexOf(picked)) + by);
  box.addEventListener('keydown', (event) => {
    const page = Math.max(1, Math.floor(box.clientHeight / rowHeight) - 1);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -places.length,
      End: places.length,
    };
    const by = steps[event.key];
    if (by === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    step(by);
  });
  box.addEventListener('scroll', draw, { passive: true });
  new ResizeObserver(draw).observe(box);

  return {
    step,
    show(found: readonly number[], wanted: number | null): void {
      places = found;
      picked = wanted;
      rows.clear();
      spacer.replaceChildren();
      spacer.style.height = `${places.length * rowHeight}px`;
      box.scrollTop = 0;
      if (wanted !== null) reveal(places.indexOf(wanted));
      draw();
    },
  };
}
