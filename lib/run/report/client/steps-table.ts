import type { JobInvocation, ReportData } from '../data.ts';
import type { Tools } from './tools.ts';

/** What the timeline draws, as a table that opens on demand and grows by the hundred. */
export function stepsTable({ byId, element, count, counted, dollars, duration }: Tools, data: ReportData): void {
  const { timeline, summary, locales } = data;
  const from = Date.parse(summary.startedAt);
  const nameOf = (locale: string) => locales.find((one) => one.locale === locale)?.name ?? locale;
  const after = (at: number) => duration(Math.max(0, at - from));
  type Row = { readonly at: number; readonly cells: readonly string[] };
  const again = { correction: 'Call with a correction', model: 'Call to the next model', rate: 'Call, repeated' };
  const stepRow = ({ locale, batch }: JobInvocation, step: JobInvocation['trail'][number]): Row => {
    const cells = (what: string, model: string, tokens: string, usd: string, result: string): Row => ({
      at: step.at,
      cells: [after(step.at), nameOf(locale), String(batch), what, duration(step.ms), model, tokens, usd, result],
    });
    if (step.kind === 'recall') return cells('Memory', '', '', '', `${count(step.hits)} found`);
    if (step.kind === 'wait') return cells('Wait', step.model, '', '', '');
    if (step.kind === 'check') {
      const refused = step.refused === 0 ? '' : `, ${count(step.refused)} refused`;
      return cells('Checks', '', '', '', `${count(step.accepted)} accepted${refused}`);
    }
    const tokens = `${count(step.promptTokens)} + ${count(step.completionTokens)}`;
    const what = step.again === null ? 'Call' : again[step.again];
    return cells(what, step.model, tokens, dollars(step.usd), step.error ?? counted(step.segments, 'segment'));
  };
  const jobRow = ({ locale, batch, startedAt, ms, error }: JobInvocation): Row => ({
    at: startedAt,
    cells: [after(startedAt), nameOf(locale), String(batch), 'Job', duration(ms), '', '', '', error ?? 'ended'],
  });
  const rows: Row[] =
    timeline.detail === 'locales'
      ? timeline.spans.map(({ locale, startedAt, endedAt, invocations, ms }) => ({
          at: startedAt,
          cells: [
            after(startedAt),
            nameOf(locale),
            '',
            counted(invocations, 'invocation'),
            duration(endedAt - startedAt),
            '',
            '',
            '',
            `${duration(ms)} in all`,
          ],
        }))
      : timeline.invocations.flatMap((job) => [jobRow(job), ...job.trail.map((step) => stepRow(job, step))]);
  if (rows.length === 0) return;
  rows.sort((a, b) => a.at - b.at);

  const heads = ['Begins', 'Language', 'Batch', 'What', 'Took', 'Model', 'Tokens', 'Cost', 'Came to'];
  const numeric = new Set([0, 2, 4, 6, 7]);
  const body = element('tbody');
  const more = element('button', { type: 'button' });
  let shown = 0;
  const grow = () => {
    for (const { cells } of rows.slice(shown, shown + 100))
      body.append(
        element(
          'tr',
          {},
          ...cells.map((cell, index) => element('td', numeric.has(index) ? { class: 'number' } : {}, cell)),
        ),
      );
    shown = Math.min(rows.length, shown + 100);
    more.textContent = `Show ${count(Math.min(100, rows.length - shown))} more of ${count(rows.length)}`;
    more.hidden = shown === rows.length;
  };
  more.addEventListener('click', grow);
  const head = element(
    'tr',
    {},
    ...heads.map((name, index) =>
      element('th', { scope: 'col', class: numeric.has(index) ? 'number' : undefined }, name),
    ),
  );
  const table = element(
    'table',
    {},
    element('caption', { class: 'hidden' }, 'Steps of the run in the order of their beginning'),
    element('thead', {}, head),
    body,
  );
  const details = element(
    'details',
    { class: 'steps' },
    element('summary', {}, `As a table: ${counted(rows.length, 'step')}`),
    element('div', { class: 'scroller', role: 'region', tabindex: '0', 'aria-label': 'Steps of the run' }, table),
    more,
  );
  details.addEventListener('toggle', () => {
    if (details.open && shown === 0) grow();
  });
  byId('timeline-view').append(details);
}
