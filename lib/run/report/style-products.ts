/** The products: controls, the list, and one product side by side. */
export const PRODUCTS_STYLE = `
#filters { display: flex; flex-wrap: wrap; align-items: flex-end; gap: .9rem 1.5rem; margin-bottom: 1rem; font-size: .9375rem; }
#filters .search { flex: 1 1 16rem; max-width: 26rem; }
#filters .search label, #filters legend { display: block; margin-bottom: .25rem; padding: 0; color: var(--soft); font-size: .8125rem; }
#search { width: 100%; padding: .45rem .75rem; background: var(--raised); border: 1px solid var(--line); border-radius: .5rem; }
#filters fieldset { display: flex; flex-wrap: wrap; align-items: center; gap: .4rem; flex: 1 1 100%; margin: 0; padding: 0; border: 0; min-width: 0; }
#filters legend { float: left; width: 100%; }
#filters details { flex: 1 1 100%; }
#filters .choices { display: flex; flex-wrap: wrap; align-items: center; gap: .4rem; margin-top: .6rem; }
.check, .choice { display: inline-flex; align-items: center; gap: .45rem; cursor: pointer; }
.check { padding: .45rem 0; }
.choice { padding: .15rem .7rem; background: var(--raised); border: 1px solid var(--line); border-radius: 2rem; font-size: .875rem; }
.choice:has(:checked) { border-color: var(--accent); }
.choice:has(:focus-visible) { outline: 2px solid var(--accent); outline-offset: 2px; }
.choice input:focus-visible { outline: none; }
input[type="checkbox"] { width: 1rem; height: 1rem; margin: 0; accent-color: var(--accent); }
.panes { display: grid; grid-template-columns: minmax(12rem, 15rem) minmax(0, 1fr); gap: 1.75rem; align-items: start; }
#list { position: sticky; top: 1rem; max-height: min(44rem, calc(100vh - 2rem)); overflow-y: auto; background: var(--raised); border: 1px solid var(--line); border-radius: .6rem; }
.spacer { position: relative; }
.row { position: absolute; left: 0; right: 0; height: 3.25rem; padding: .45rem .9rem; border-bottom: 1px solid var(--line); cursor: pointer; overflow: hidden; }
.row:hover { background: var(--sunken); }
.row[aria-selected="true"] { background: var(--mark); box-shadow: inset 3px 0 0 var(--accent); }
.row .name { display: block; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; font-size: .9375rem; line-height: 1.3; }
.row .facts { display: flex; gap: .75rem; margin: 0; flex-wrap: nowrap; color: var(--soft); font-size: .75rem; line-height: 1.4; white-space: nowrap; font-variant-numeric: tabular-nums; }
.row .id { overflow: hidden; text-overflow: ellipsis; }
.row .failed { color: var(--bad); font-weight: 600; }
.row .remarks { color: var(--warn); }
#list:not(:has(.row)) { visibility: hidden; }
#detail { min-width: 0; }
.product > .quiet { margin: .1rem 0 1rem; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.side-by-side { width: 100%; }
.side-by-side th, .side-by-side td { min-width: 12rem; padding: .75rem 1.25rem .75rem 0; }
.side-by-side th:first-child { min-width: 6.5rem; width: 6.5rem; color: var(--soft); font-size: .8125rem; font-weight: 500; white-space: normal; }
.side-by-side tbody th::first-letter, .kept dt::first-letter { text-transform: uppercase; }
.side-by-side thead th { color: var(--ink); font-size: .875rem; font-weight: 600; }
.side-by-side thead .tag { margin-inline-start: .45rem; }
@media (min-width: 48.01rem) {
  .side-by-side .source { position: sticky; left: 0; z-index: 1; background: var(--ground); }
}
.cell-label { display: none; }
.text { overflow-wrap: anywhere; white-space: pre-line; }
.long:not(.all) { display: block; max-height: 22rem; overflow: hidden; mask-image: linear-gradient(#000 calc(100% - 4rem), transparent); }
.more { margin-top: .4rem; }
.product > .more + .quiet { margin-top: .6rem; }
h3.long:not(.all) { max-height: 8rem; }
.text[dir="rtl"] { font-size: 1.0625rem; }
mark { padding: 0 .15em; border-radius: .2em; background: var(--mark); color: inherit; }
.none { color: var(--soft); }
.chips { display: flex; flex-wrap: wrap; gap: .3rem; margin: 0; padding: 0; list-style: none; }
.chips li { padding: 0 .55rem; border: 1px solid var(--line); border-radius: 1rem; background: var(--raised); font-size: .875rem; }
.failure { padding: .5rem .75rem; background: var(--bad-ground); border-radius: .4rem; font-size: .875rem; overflow-wrap: anywhere; }
.failure strong { color: var(--bad); font-weight: 600; }
.failure + .failure { margin-top: .4rem; }
.badge { display: inline-block; margin-top: .4rem; padding: 0 .5rem; border: 1px solid var(--warn); border-radius: 1rem; color: var(--warn); font-size: .75rem; }
.warning { margin-top: .4rem; color: var(--warn); font-size: .8125rem; overflow-wrap: anywhere; }
.kept { display: grid; grid-template-columns: minmax(6.5rem, auto) minmax(0, 1fr); gap: .4rem 1rem; margin: 0; font-size: .9375rem; overflow-wrap: anywhere; }
.kept dt { color: var(--soft); font-size: .8125rem; padding-top: .1rem; }
.kept dd { margin: 0; }
.turn { display: flex; gap: .5rem; margin-top: 1.75rem; }
@media (max-width: 56rem) {
  .panes { grid-template-columns: minmax(0, 1fr); gap: 1.5rem; }
  #list { position: relative; top: 0; max-height: 16.25rem; }
}
@media (max-width: 48rem) {
  .side-by-side, .side-by-side tbody, .side-by-side tr, .side-by-side td, .side-by-side tbody th { display: block; }
  .side-by-side thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .side-by-side th, .side-by-side td { min-width: 0; padding: .35rem 0; border: 0; }
  .side-by-side tbody th:first-child { width: auto; padding-top: 0; font-size: .9375rem; font-weight: 650; color: var(--ink); }
  .side-by-side tr { padding: 1rem 0; border-bottom: 1px solid var(--line); }
  .cell-label { display: block; color: var(--soft); font-size: .75rem; }
}
`;
