import type { Locale } from '../catalog/locale.ts';
import { addUsage, NO_USAGE, type Usage } from '../translate/model.ts';
import type { PlanFile, Spent } from './contract/internal.ts';
import type { LocaleStats, RunStats, RunStatus } from './contract/results.ts';
import { addCounts, NO_UNITS, type UnitCounts } from './merge.ts';

/** What all invocations of one locale's jobs came to. */
export interface LocaleTotals {
  readonly locale: Locale;
  readonly counts: UnitCounts;
  readonly memoryHits: number;
  readonly calls: number;
  readonly retries: number;
  /** The sum of the invocations' own times. */
  readonly ms: number;
  readonly usage: Usage;
  readonly usd: number;
  /** The model that answered last; null where none did. */
  readonly model: string | null;
}

export const noTotals = (locale: Locale): LocaleTotals => ({
  locale,
  counts: NO_UNITS,
  memoryHits: 0,
  calls: 0,
  retries: 0,
  ms: 0,
  usage: NO_USAGE,
  usd: 0,
  model: null,
});

/** A locale's totals before its jobs are added: what earlier plannings of the run have spent. */
export function totalsBefore(locale: Locale, before: PlanFile['spentBefore']): LocaleTotals {
  return { ...noTotals(locale), ...before.find((spent) => spent.locale === locale) };
}

/** Adds every invocation of one job, in order: the ones that left no part, and the one that did. */
export function addJob(totals: LocaleTotals, spent: readonly Spent[], memoryHits: number): LocaleTotals {
  return {
    ...totals,
    memoryHits: totals.memoryHits + memoryHits,
    calls: totals.calls + sum(spent.map(({ calls }) => calls)),
    retries: totals.retries + sum(spent.map(({ retries }) => retries)) + askedAgain(spent),
    ms: totals.ms + sum(spent.map(({ ms }) => ms)),
    usage: spent.reduce((usage, own) => addUsage(usage, own.usage), totals.usage),
    usd: totals.usd + sum(spent.map(({ usd }) => usd)),
    model: spent.map(({ model }) => model).findLast((model) => model !== null) ?? totals.model,
  };
}

export const addUnits = (totals: LocaleTotals, counts: UnitCounts): LocaleTotals => ({
  ...totals,
  counts: addCounts(totals.counts, counts),
});

/** The statistics of a run; times in milliseconds. */
export function runStats(locales: readonly LocaleTotals[], wallMs: number): RunStats {
  const sequentialMs = sum(locales.map(({ ms }) => ms));
  return {
    wallMs,
    sequentialMs,
    averageMsPerLocale: locales.length === 0 ? 0 : Math.round(sequentialMs / locales.length),
    calls: sum(locales.map(({ calls }) => calls)),
    retries: sum(locales.map(({ retries }) => retries)),
    memoryHits: sum(locales.map(({ memoryHits }) => memoryHits)),
    ...locales.reduce((usage, own) => addUsage(usage, own.usage), NO_USAGE),
    usd: round(sum(locales.map(({ usd }) => usd))),
    perLocale: Object.fromEntries(locales.map((totals) => [totals.locale, localeStats(totals)])),
  };
}

/** Calls that one invocation of a job left unanswered and the next one made again. `spent` is one job's, in order. */
export function askedAgain(spent: readonly Spent[]): number {
  return sum(spent.slice(1).map(({ calls }, index) => Math.min(calls, spent[index]?.unanswered ?? 0)));
}

function localeStats({ counts, memoryHits, ms, model, calls, usd }: LocaleTotals): LocaleStats {
  return {
    ms,
    model,
    calls,
    units: counts.units,
    translated: counts.translated,
    failed: counts.units - counts.translated,
    memoryHits,
    pseudo: counts.pseudo,
    usd: round(usd),
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
