import type { ReportData } from '../data.ts';
import type { Bar, lanes as lanesOf, ticks as ticksOf } from './lanes.ts';
import type { Tools } from './tools.ts';

/** Draws one lane a locale with its jobs, calls, waits and retries to scale. What it shows stands in a table too. */
export function timeline(
  { byId, element, duration, counted }: Tools,
  { lanes, ticks }: { readonly lanes: typeof lanesOf; readonly ticks: typeof ticksOf },
  { summary, timeline: data, locales }: ReportData,
): void {
  const place = byId('timeline-view');
  const drawn =
    data.detail === 'locales'
      ? data.spans.map(({ locale, startedAt: at, endedAt, invocations, ms }) => {
          const title = `${counted(invocations, 'invocation')}, ${duration(ms)} in all`;
          const bar: Bar = { kind: 'job', at, ms: endedAt - at, track: 0, tracks: 1, title };
          return { locale: locale as string, tracks: 1, bars: [bar] };
        })
      : lanes(data.invocations, locales, duration);
  const bars = drawn.flatMap((lane) => lane.bars);
  if (bars.length === 0) {
    place.replaceChildren(element('p', { class: 'quiet' }, 'No job ran.'));
    return;
  }
  const starts = bars.map(({ at }) => at).concat(Date.parse(summary.startedAt));
  const ends = bars.map(({ at, ms }) => at + ms).concat(Date.parse(summary.finishedAt));
  const from = starts.reduce((least, at) => Math.min(least, at));
  const length = Math.max(1, ends.reduce((most, at) => Math.max(most, at)) - from);
  const left = (at: number) => `${((at - from) / length) * 100}%`;

  const lane = ({ locale, tracks, bars }: (typeof drawn)[number]): HTMLElement => {
    const height = tracks <= 4 ? 15 : tracks <= 12 ? 11 : tracks <= 40 ? 7 : 3;
    const strip = element('div', { class: 'strip' });
    strip.style.height = `${Math.max(1, tracks) * height + 10}px`;
    for (const { kind, at, ms, track, tracks: own, title } of bars) {
      const bar = element('div', { class: `bar is-${kind}`, title });
      bar.style.left = left(at);
      bar.style.width = `${(ms / length) * 100}%`;
      bar.style.top = `${5 + track * height}px`;
      bar.style.height = `${own * height}px`;
      strip.append(bar);
    }
    const name = locales.find((one) => one.locale === locale)?.name ?? locale;
    return element('div', { class: 'lane' }, element('div', { class: 'lane-name' }, name), strip);
  };
  const axis = element('div', { class: 'axis' });
  for (const tick of ticks(length)) {
    // Its label would not fit.
    if (tick > length * 0.94) continue;
    const mark = element('span', { class: 'tick' }, tick === 0 ? '0' : duration(tick).replace('.0 s', ' s'));
    mark.style.left = left(from + tick);
    axis.append(mark);
  }
  const kinds = new Set(bars.map(({ kind }) => kind));
  const names: readonly (readonly [Bar['kind'], string])[] = [
    ['job', 'job'],
    ['recall', 'memory'],
    ['wait', 'waiting for room in the limits'],
    ['call', 'call'],
    ['again', 'call that asks again'],
    ['failed', 'failed call'],
    ['check', 'checks'],
    ['pause', 'pause'],
  ];
  const legend = element('ul', { class: 'legend', 'aria-hidden': 'true' });
  for (const [kind, name] of names)
    if (kinds.has(kind)) legend.append(element('li', {}, element('span', { class: `swatch is-${kind}` }), name));

  const chart = element(
    'div',
    {
      class: 'chart',
      role: 'img',
      'aria-label': `${drawn.length} lanes over ${duration(length)}; all of it stands in the table below`,
    },
    ...drawn.map(lane),
    element('div', { class: 'lane' }, element('div', { class: 'lane-name' }), axis),
  );
  const scroller = element('div', { class: 'scroller', role: 'region', tabindex: '0', 'aria-label': 'Chart' }, chart);
  let zoom = 1;
  const zoomTo = (wanted: number) => {
    zoom = Math.min(64, Math.max(1, wanted));
    chart.style.width = `${zoom * 100}%`;
    closer.disabled = zoom === 64;
    wider.disabled = zoom === 1;
  };
  const closer = element('button', { type: 'button', class: 'small', 'aria-label': 'Zoom in' }, '+');
  const wider = element('button', { type: 'button', class: 'small', 'aria-label': 'Zoom out' }, '−');
  closer.addEventListener('click', () => zoomTo(zoom * 2));
  wider.addEventListener('click', () => zoomTo(zoom / 2));
  zoomTo(1);
  const zooms = element('div', { class: 'zooms' }, wider, closer);
  place.replaceChildren(element('div', { class: 'above-chart' }, legend, zooms), scroller);
}
