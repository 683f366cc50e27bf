import { count, counted, dollars, duration } from './client/format.ts';
import { tooMany } from './client/many.ts';
import { own as ownOf } from './client/own.ts';
import type { ReportData } from './data.ts';
import { escapeHtml } from './escape.ts';
import { noticesOf } from './notices.ts';

const STATUS_WORDS = { COMPLETE: 'Complete', PARTIAL: 'Partial', FAILED: 'Failed' } as const;

/** The run at a glance, readable without the script. */
export function pageHeader(data: ReportData): string {
  const { summary, locales } = data;
  const { counts, status } = summary;
  const notices = noticesOf(data).map(
    ({ title, text }) => `<p><strong>${escapeHtml(title)}</strong> ${escapeHtml(text)}</p>`,
  );
  return `<header class="masthead">
<div>
<p class="status ${status.toLowerCase()}">${STATUS_WORDS[status]}</p>
<h1>${counted(counts.products, 'product')} into ${counted(locales.length, 'language')}</h1>
</div>
<button type="button" id="theme" class="small" hidden>Dark</button>
</header>
<section class="run" aria-labelledby="run-title">
<h2 id="run-title" class="hidden">The run</h2>
${notices.length === 0 ? '' : `<div class="notice">${notices.join('\n')}</div>`}
${figures(data)}
${localesTable(data)}
${facts(data)}
</section>`;
}

/** What one wants to know first: large numbers with a line of what they mean. */
function figures({ summary: { stats, counts, engine } }: ReportData): string {
  const all = [
    {
      name: 'Coverage',
      // Rounded down: 100% is all.
      value: `${Math.floor(counts.coverage * 1000) / 10}%`,
      note:
        counts.units === 0
          ? 'nothing was to be translated'
          : `${count(counts.translated)} of ${counted(counts.units, 'text')}${counts.failed > 0 ? `, ${count(counts.failed)} failed` : ''}`,
    },
    { name: 'Wall time', value: duration(stats.wallMs), note: sideBySide(stats) },
    {
      name: 'Cost',
      value: dollars(stats.usd),
      note: engine === 'offline' ? "at Groq's list price; an offline run is free" : "USD, at Groq's list price",
    },
    {
      name: 'Tokens',
      value: count(stats.promptTokens + stats.completionTokens),
      note: `${count(stats.promptTokens)} in (${count(stats.cachedTokens)} cached), ${count(stats.completionTokens)} out`,
    },
    {
      name: 'Calls',
      value: count(stats.calls),
      note: stats.retries === 0 ? 'none asked again' : `${count(stats.retries)} of them asked again`,
    },
    { name: 'From memory', value: count(stats.memoryHits), note: 'texts known from earlier runs' },
  ];
  const items = all.map(
    ({ name, value, note }) =>
      `<div><dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}<span>${escapeHtml(note)}</span></dd></div>`,
  );
  return `<dl class="figures">${items.join('\n')}</dl>`;
}

function sideBySide({ wallMs, sequentialMs }: ReportData['summary']['stats']): string {
  const sequential = `one after the other ${duration(sequentialMs)}`;
  if (wallMs <= 0 || sequentialMs <= wallMs) return sequential;
  return `${sequential}: ${(sequentialMs / wallMs).toFixed(1)} times as fast`;
}

function localesTable({ summary: { stats }, locales }: ReportData): string {
  if (locales.length === 0) return '';
  const number = (text: string) => `<td class="number">${escapeHtml(text)}</td>`;
  const rows = locales.map(({ locale, name }) => {
    const own = ownOf(stats.perLocale, locale);
    if (own === undefined) return '';
    const failed = own.failed > 0 ? `<td class="number bad">${count(own.failed)}</td>` : number('0');
    return `<tr><th scope="row">${escapeHtml(name)} <span class="tag">${escapeHtml(locale)}</span></th>${number(
      `${count(own.translated)} of ${count(own.units)}`,
    )}${failed}${number(count(own.memoryHits))}${number(count(own.calls))}${number(duration(own.ms))}${number(
      dollars(own.usd),
    )}<td>${escapeHtml(own.model ?? '—')}</td></tr>`;
  });
  const heads = ['Translated', 'Failed', 'Memory', 'Calls', 'Time', 'Cost'];
  const table = `<div class="scroller" role="region" tabindex="0" aria-label="Languages"><table>
<caption class="hidden">What each language came to</caption>
<thead><tr><th scope="col">Language</th>${heads.map((head) => `<th scope="col" class="number">${head}</th>`).join('')}<th scope="col">Model</th></tr></thead>
<tbody>${rows.join('\n')}</tbody>
</table></div>`;
  if (!tooMany(locales)) return table;
  const failing = locales.filter(({ locale }) => (ownOf(stats.perLocale, locale)?.failed ?? 0) > 0).length;
  const failures = failing === 0 ? '' : `, ${count(failing)} with failures`;
  return `<details class="languages"><summary>All ${count(locales.length)} languages${failures}</summary>\n${table}</details>`;
}

function facts({ summary, source }: ReportData): string {
  const { engine, runId, startedAt, finishedAt } = summary;
  const all = [
    ['Run', `<code>${escapeHtml(runId)}</code>`],
    ['Engine', engine === 'offline' ? 'the offline stand-in' : 'Groq, or a server in its wire format'],
    ['Source', `${escapeHtml(source.name)} <span class="tag">${escapeHtml(source.locale)}</span>`],
    ['Began', time(startedAt)],
    ['Ended', time(finishedAt)],
  ];
  return `<dl class="facts">${all.map(([name, html]) => `<div><dt>${name}</dt><dd>${html}</dd></div>`).join('\n')}</dl>`;
}

function time(iso: string): string {
  const date = new Date(iso);
  const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'medium', timeZone: 'UTC' });
  return `<time datetime="${escapeHtml(iso)}">${escapeHtml(format.format(date))} UTC</time>`;
}
