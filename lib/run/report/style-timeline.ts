/** The timeline: what a bar is shows in its height and pattern too, not in its colour alone. */
export const TIMELINE_STYLE = `
:root {
  --call: light-dark(#2f8f7c, #4fb39d);
  --again: light-dark(#d08a1d, #e0a03c);
  --failed: light-dark(#c0392b, #f0776a);
  --recall: light-dark(#5b7fb5, #7fa3d8);
  --job: light-dark(#e6e3dd, #2a2f35);
  --check: light-dark(#8d8a96, #8e8b99);
  --wait: light-dark(#b7b2a8, #565e67);
}
.above-chart { display: flex; justify-content: space-between; align-items: flex-start; gap: 1rem; margin-bottom: .5rem; }
.legend { display: flex; flex-wrap: wrap; gap: .35rem 1.25rem; margin: 0; padding: 0; list-style: none; color: var(--soft); font-size: .8125rem; }
.legend li { display: flex; align-items: center; gap: .45rem; }
.zooms { display: flex; gap: .25rem; flex: none; }
.zooms button { min-width: 2rem; }
.chart { min-width: 100%; padding-bottom: .25rem; }
.lane { display: grid; grid-template-columns: 9.5rem minmax(0, 1fr); align-items: stretch; border-bottom: 1px solid var(--line); }
.lane:last-child { border-bottom: 0; }
.lane-name { position: sticky; left: 0; z-index: 2; display: flex; align-items: center; padding-inline-end: .75rem; background: var(--ground); font-size: .875rem; line-height: 1.25; }
.strip, .axis { position: relative; overflow: hidden; }
.axis { height: 1.75rem; overflow: visible; }
.tick { position: absolute; top: .3rem; padding-inline-start: .3rem; border-inline-start: 1px solid var(--line); color: var(--soft); font-size: .75rem; line-height: 1.2; white-space: nowrap; font-variant-numeric: tabular-nums; }
.bar, .swatch { border-radius: 2px; }
.bar { position: absolute; min-width: 2px; background-clip: content-box; padding: 1px 0; }
.bar:hover { filter: brightness(1.15); outline: 1px solid var(--ink); z-index: 1; }
.swatch { display: inline-block; width: 1rem; height: .625rem; }
.is-job { background-color: var(--job); }
.bar.is-job { padding: 0; }
.is-call { background-color: var(--call); }
.is-again { background-color: var(--again); }
.is-failed { background: repeating-linear-gradient(135deg, var(--failed) 0 3px, var(--bad-ground) 3px 5px) content-box; }
.is-wait { background: repeating-linear-gradient(90deg, var(--wait) 0 2px, transparent 2px 5px) content-box; }
.is-recall { background-color: var(--recall); }
.is-check { background-color: var(--check); }
.is-pause { background: linear-gradient(var(--wait), var(--wait)) center / 100% 1px no-repeat; }
.steps { margin-top: 1rem; }
.steps table { margin: .75rem 0; font-size: .8125rem; }
.steps td { white-space: nowrap; }
@media (max-width: 40rem) {
  .lane { grid-template-columns: minmax(0, 1fr); }
  .lane-name { position: static; padding: .5rem 0 0; font-size: .8125rem; }
  .lane:last-child .lane-name { display: none; }
}
@media (forced-colors: active) {
  .bar, .swatch { forced-color-adjust: none; }
}
`;
