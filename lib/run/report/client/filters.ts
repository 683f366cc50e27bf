import type { ReportData } from '../data.ts';
import type { Wanted } from './matcher.ts';
import type { Tools } from './tools.ts';

/** The controls that narrow the products: search, languages, only failures. Returns what they are set to; `changed` is told of each change. */
export function filters(
  { byId, element, count, tooMany }: Tools,
  { locales, products }: ReportData,
  changed: () => void,
): () => Wanted {
  const search = element('input', { type: 'search', id: 'search', autocomplete: 'off', spellcheck: 'false' });
  const failed = products.filter(({ failures }) => failures.length > 0).length;
  const onlyFailures = element('input', { type: 'checkbox', id: 'only-failures' });
  onlyFailures.disabled = failed === 0;
  const boxes = locales.map(({ locale, name }) => {
    const box = element('input', { type: 'checkbox', value: locale });
    box.checked = true;
    return { locale, name, box };
  });
  const folded = element('summary');
  const tellChosen = () => {
    const chosen = boxes.filter(({ box }) => box.checked).length;
    folded.textContent = `${count(chosen)} of ${count(boxes.length)} shown`;
  };
  let due = false;
  const tell = () => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => {
      due = false;
      tellChosen();
      changed();
    });
  };
  const setAll = (checked: boolean) => () => {
    for (const { box } of boxes) box.checked = checked;
    tell();
  };
  for (const control of [search, onlyFailures, ...boxes.map(({ box }) => box)]) control.addEventListener('input', tell);
  const all = element('button', { type: 'button', class: 'small' }, 'All');
  const none = element('button', { type: 'button', class: 'small' }, 'None');
  all.addEventListener('click', setAll(true));
  none.addEventListener('click', setAll(false));
  const choices = [
    ...boxes.map(({ name, box }) => element('label', { class: 'choice' }, box, name)),
    ...(locales.length > 3 ? [all, none] : []),
  ];
  tellChosen();
  byId('filters').replaceChildren(
    element('div', { class: 'search' }, element('label', { for: 'search' }, 'Search texts, names and ids'), search),
    element('label', { class: 'check' }, onlyFailures, `Only failures (${count(failed)})`),
    element(
      'fieldset',
      {},
      element('legend', {}, 'Languages'),
      ...(tooMany(locales)
        ? [element('details', {}, folded, element('div', { class: 'choices' }, ...choices))]
        : choices),
    ),
  );
  return () => ({
    query: search.value,
    onlyFailures: onlyFailures.checked,
    locales: new Set(boxes.flatMap(({ locale, box }) => (box.checked ? [locale] : []))),
  });
}
