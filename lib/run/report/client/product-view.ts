import type { Failure } from '../../contract/results.ts';
import type { ReportData, ReportLocale, ReportProduct } from '../data.ts';
import type { Tools } from './tools.ts';

/** Makes the function that shows one product: its source and the chosen targets side by side, field by field. */
export function productView({ element, long, own, pieces, productName }: Tools, { fields, source }: ReportData) {
  const text = (value: unknown, spans: readonly string[]): Node[] =>
    pieces(typeof value === 'string' ? value : JSON.stringify(value), spans).map(({ text, kept }) =>
      kept ? element('mark', { dir: 'auto' }, text) : document.createTextNode(text),
    );
  const value = (held: unknown, spans: readonly string[]): Node[] => {
    if (held === null || held === undefined) return [element('span', { class: 'none', 'aria-label': 'nothing' }, '—')];
    if (!Array.isArray(held)) return text(held, spans);
    if (held.length === 0) return [element('span', { class: 'none', 'aria-label': 'empty list' }, '—')];
    return [element('ul', { class: 'chips' }, ...held.map((one) => element('li', {}, ...value(one, spans))))];
  };
  const label = (name: string) => element('span', { class: 'cell-label', lang: 'en', dir: 'ltr' }, name);
  const written = ({ locale, direction }: ReportLocale, ...children: Node[]) =>
    long(element('div', { class: 'text', lang: locale, dir: direction }, ...children));

  /** Elements of a list that failed for the same reason are told of together. */
  const failureBoxes = (failures: readonly Failure[]): Node[] => {
    const reasons = new Map<string, { readonly error: string; readonly cause: string; readonly units: string[] }>();
    for (const { field, error, cause } of failures) {
      const named = cause.startsWith(`${field}[`) ? /^(.*?\]): (.*)$/s.exec(cause) : null;
      const reason = { error, cause: named?.[2] ?? cause, units: [] as string[] };
      const key = JSON.stringify([reason.error, reason.cause]);
      const known = reasons.get(key) ?? reason;
      if (named?.[1] !== undefined) known.units.push(named[1]);
      reasons.set(key, known);
    }
    return [...reasons.values()].map(({ error, cause, units }) =>
      element(
        'div',
        { class: 'failure' },
        element('strong', {}, `Not translated: ${error}`),
        ...long(element('p', {}, units.length === 0 ? cause : `${units.join(', ')}: ${cause}`)),
      ),
    );
  };

  const target = (product: ReportProduct, field: string, into: ReportLocale): Node[] => {
    const { locale } = into;
    const ofCell = <T extends { readonly locale: string; readonly field: string }>(list: readonly T[]) =>
      list.filter((one) => one.locale === locale && one.field === field);
    const failures = ofCell(product.failures);
    if (failures.length > 0) return failureBoxes(failures);
    const held = own(own(product.translations, locale), field);
    // Nothing of the product was to be translated here, and nothing failed: what stands in the source stands.
    const shown = written(
      into,
      ...value(held === undefined ? own(product.original, field) : held, own(product.protected, field) ?? []),
    );
    const pseudo = own(product.pseudo, locale)?.includes(field)
      ? [element('p', { class: 'badge pseudo' }, 'pseudo-localized')]
      : [];
    const warnings = ofCell(product.warnings ?? []).map(({ check, message }) =>
      element('p', { class: 'warning' }, element('strong', {}, 'Worth a look: '), `${message} (${check})`),
    );
    return [...shown, ...pseudo, ...warnings];
  };

  return (product: ReportProduct, locales: readonly ReportLocale[]): HTMLElement => {
    const { original } = product;
    const columns = [source, ...locales];
    const head = columns.map(({ locale, name }, index) =>
      element(
        'th',
        { scope: 'col', role: 'columnheader', class: index === 0 ? 'source' : undefined },
        name,
        element('span', { class: 'tag' }, index === 0 ? `${locale}, source` : locale),
      ),
    );
    const rows = fields
      .filter((field) => Object.hasOwn(original, field))
      .map((field) =>
        element(
          'tr',
          { role: 'row' },
          element('th', { scope: 'row', role: 'rowheader' }, field.replaceAll('_', ' ')),
          element(
            'td',
            { role: 'cell', class: 'source' },
            label(source.name),
            ...written(source, ...value(own(original, field), own(product.protected, field) ?? [])),
          ),
          ...locales.map((into) => element('td', { role: 'cell' }, label(into.name), ...target(product, field, into))),
        ),
      );
    const table = element(
      'table',
      { class: 'side-by-side', role: 'table' },
      element(
        'thead',
        { role: 'rowgroup' },
        element('tr', { role: 'row' }, element('th', { scope: 'col', role: 'columnheader' }, 'Field'), ...head),
      ),
      element('tbody', { role: 'rowgroup' }, ...rows),
    );
    const kept = Object.entries(original).filter(([field]) => !fields.includes(field) && field !== 'name');
    const name = productName(original);
    return element(
      'article',
      { class: 'product' },
      ...(name === null
        ? [element('h3', {}, 'No name')]
        : long(element('h3', { lang: source.locale, dir: 'auto' }, name))),
      element('p', { class: 'quiet' }, `Product ${product.product_id}`),
      element(
        'div',
        { class: 'scroller', role: 'region', tabindex: '0', 'aria-label': 'Source and translations' },
        table,
      ),
      ...(kept.length === 0
        ? []
        : [
            element('h4', {}, 'Left as it is'),
            element(
              'dl',
              { class: 'kept' },
              ...kept.flatMap(([field, held]) => [
                element('dt', {}, field.replaceAll('_', ' ')),
                element('dd', {}, ...long(element('div', { lang: source.locale }, ...value(held, [])))),
              ]),
            ),
          ]),
    );
  };
}
