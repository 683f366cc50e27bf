import type { Locale } from '../catalog/locale.ts';
import { addUsage, NO_USAGE } from '../translate/model.ts';
import type { Spent } from './contract/internal.ts';
import type { LocaleStats, RunStats, RunStatus } from './contract/results.ts';
import type { UnitCounts } from './merge.ts';

/** What all invocations of one locale's jobs came to. */
export interface LocaleTotals {
  readonly locale: Locale;
  readonly counts: UnitCounts;
  readonly memoryHits: number;
  readonly retries: number;
  /** Every invocation: the ones that left parts and the ones that did not. */
  readonly spent: readonly Spent[];
}

/** The statistics of a run; times in milliseconds. */
export function runStats(locales: readonly LocaleTotals[], wallMs: number): RunStats {
  const perLocale = locales.map((totals) => [totals.locale, localeStats(totals)] as const);
  const rows = perLocale.map(([, stats]) => stats);
  const sequentialMs = sum(rows.map(({ ms }) => ms));
  const usage = locales.flatMap(({ spent }) => spent).reduce((total, spent) => addUsage(total, spent.usage), NO_USAGE);
  return {
    wallMs,
    sequentialMs,
    averageMsPerLocale: rows.length === 0 ? 0 : Math.round(sequentialMs / rows.length),
    calls: sum(rows.map(({ calls }) => calls)),
    retries: sum(locales.map(({ retries }) => retries)),
    memoryHits: sum(rows.map(({ memoryHits }) => memoryHits)),
    ...usage,
    usd: round(sum(rows.map(({ usd }) => usd))),
    perLocale: Object.fromEntries(perLocale),
  };
}

/** Calls that one invocation of a job left unanswered and the next one made again. `spent` is one job's, in order. */
export function askedAgain(spent: readonly Spent[]): number {
  return sum(spent.slice(1).map(({ calls }, index) => Math.min(calls, spent[index]?.unanswered ?? 0)));
}

function localeStats({ counts, memoryHits, spent }: LocaleTotals): LocaleStats {
  return {
    ms: sum(spent.map(({ ms }) => ms)),
    model: spent.map(({ model }) => model).findLast((model) => model !== null) ?? null,
    calls: sum(spent.map(({ calls }) => calls)),
    units: counts.units,
    translated: counts.translated,
    failed: counts.units - counts.translated,
    memoryHits,
    pseudo: counts.pseudo,
    usd: round(sum(spent.map(({ usd }) => usd))),
  };
}

/** COMPLETE: no failure. FAILED: something was planned and nothing translated. PARTIAL: between. */
export function runStatus(counts: { units: number; translated: number; invalidProducts: number }): RunStatus {
  if (counts.units > 0 && counts.translated === 0) return 'FAILED';
  return counts.translated === counts.units && counts.invalidProducts === 0 ? 'COMPLETE' : 'PARTIAL';
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
/** Ten decimals: below a token's price, above a float's dust. */
const round = (usd: number) => Number(usd.toFixed(10));
