import { PRODUCTS_STYLE } from './style-products.ts';
import { TIMELINE_STYLE } from './style-timeline.ts';

/** Colours in pairs, light and dark; the contrast of all text is at least 4.5 to 1. */
const COLOURS = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#faf9f7, #131518);
  --raised: light-dark(#ffffff, #1b1e22);
  --sunken: light-dark(#f1efeb, #0d0f11);
  --ink: light-dark(#1c2024, #e9e7e2);
  --soft: light-dark(#59616a, #a2a9b1);
  --line: light-dark(#e2dfd9, #30353b);
  --accent: light-dark(#0a6152, #78d0bb);
  --good: light-dark(#0a6152, #78d0bb);
  --warn: light-dark(#7d4a00, #f1b862);
  --bad: light-dark(#a52318, #ff9d92);
  --mark: light-dark(#e0ede8, #20382f);
  --warn-ground: light-dark(#fdf3e0, #2d2412);
  --bad-ground: light-dark(#fcebe8, #351a17);
}
:root[data-theme="light"] { color-scheme: light; }
:root[data-theme="dark"] { color-scheme: dark; }
`;

const BASE = `
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0;
  background: var(--ground);
  color: var(--ink);
  font: 1rem/1.55 ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", sans-serif;
}
main { max-width: 86rem; margin: 0 auto; padding: 2.5rem clamp(1rem, 4vw, 3rem) 5rem; }
section + section { margin-top: 3.5rem; }
h1 { margin: .5rem 0 0; font-size: clamp(1.75rem, 1.2rem + 2.4vw, 2.75rem); line-height: 1.12; font-weight: 650; letter-spacing: -.022em; }
h2 { margin: 0 0 1rem; font-size: 1.25rem; line-height: 1.3; font-weight: 650; letter-spacing: -.01em; }
h3 { margin: 0; font-size: 1.25rem; line-height: 1.3; font-weight: 650; letter-spacing: -.01em; overflow-wrap: anywhere; }
h4 { margin: 1.75rem 0 .5rem; font-size: .875rem; font-weight: 650; }
p { margin: 0; }
code { font: .9em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.quiet { color: var(--soft); font-size: .9375rem; margin-bottom: .75rem; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
[hidden] { display: none !important; }
.skip { position: absolute; left: 1rem; top: -4rem; padding: .5rem 1rem; background: var(--raised); color: var(--accent); border-radius: .5rem; z-index: 9; }
.skip:focus { top: 1rem; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
#products:focus { outline: none; }
button, input { font: inherit; color: inherit; }
button {
  padding: .4rem .9rem; background: var(--raised); border: 1px solid var(--line); border-radius: .5rem; cursor: pointer;
}
button:hover:not(:disabled, [aria-disabled="true"]) { border-color: var(--soft); }
button:disabled, button[aria-disabled="true"] { opacity: .45; cursor: default; }
button.small { padding: .2rem .7rem; font-size: .875rem; }
.masthead { display: flex; justify-content: space-between; align-items: flex-start; gap: 1rem; margin-bottom: 1.75rem; }
.status { display: inline-flex; align-items: center; gap: .5rem; font-size: .875rem; font-weight: 600; }
.status::before { content: ""; width: .6rem; height: .6rem; border-radius: 50%; background: currentColor; }
.status.complete { color: var(--good); }
.status.partial { color: var(--warn); }
.status.failed { color: var(--bad); }
.notice { margin: 0; padding: .7rem 1rem; background: var(--warn-ground); border-inline-start: 3px solid var(--warn); border-radius: .25rem .5rem .5rem .25rem; overflow-wrap: anywhere; }
.notice p + p { margin-top: .4rem; }
.figures { display: grid; grid-template-columns: repeat(6, 1fr); gap: 1.5rem; margin: 2rem 0 2.25rem; }
.figures dt { color: var(--soft); font-size: .875rem; }
.figures dd { margin: 0; font-size: 1.75rem; line-height: 1.25; font-weight: 600; letter-spacing: -.02em; font-variant-numeric: tabular-nums; }
.figures span { display: block; margin-top: .2rem; color: var(--soft); font-size: .8125rem; line-height: 1.4; font-weight: 400; letter-spacing: 0; }
.facts { display: flex; flex-wrap: wrap; gap: .75rem 2.5rem; margin: 1.5rem 0 0; font-size: .875rem; }
.facts dt { color: var(--soft); }
.facts dd { margin: 0; }
.tag { color: var(--soft); font-weight: 400; font-size: .8125rem; white-space: nowrap; }
.scroller { position: relative; overflow-x: auto; border-radius: .25rem; }
table { border-collapse: collapse; width: 100%; font-size: .9375rem; }
th, td { padding: .5rem .9rem .5rem 0; text-align: start; vertical-align: top; border-bottom: 1px solid var(--line); }
thead th { color: var(--soft); font-size: .8125rem; font-weight: 500; white-space: nowrap; }
tbody th { font-weight: 500; white-space: nowrap; }
.number { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
.number + td:not(.number), .number + th:not(.number) { padding-inline-start: 1rem; }
.run td { white-space: nowrap; }
.bad { color: var(--bad); font-weight: 600; }
summary { color: var(--accent); font-size: .9375rem; cursor: pointer; }
.languages table { margin-top: .6rem; }
.cause { min-width: 16rem; overflow-wrap: anywhere; }
@media (max-width: 64rem) {
  .figures { grid-template-columns: repeat(3, 1fr); }
}
@media (max-width: 40rem) {
  main { padding-top: 1.5rem; }
  section + section { margin-top: 2.5rem; }
  .figures { grid-template-columns: 1fr 1fr; gap: 1.25rem 1rem; }
  .figures dd { font-size: 1.375rem; }
}
`;

/** After all else, which it overrules. */
const PRINT = `
@media print {
  :root, :root[data-theme] { color-scheme: light; }
  main { padding: 0; max-width: none; }
  .skip, #theme, #filters, #found, .panes, .zooms, .steps, .more, .languages summary, noscript { display: none; }
  .product { margin-bottom: 2rem; }
  .product h3 { break-after: avoid; }
  .side-by-side tr, .lane { break-inside: avoid; }
  .scroller { overflow: visible; }
  .long:not(.all) { max-height: none !important; mask-image: none; }
  .bar, .swatch, mark { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;

/** The page's whole style. */
export const pageStyle = (): string => `${COLOURS}${BASE}${TIMELINE_STYLE}${PRODUCTS_STYLE}${PRINT}`;
