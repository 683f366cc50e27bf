import { type Figures, type MeasuredRun, type MinutesScenario, measuredRun } from './minutes/run.ts';
import { MINUTES_SCENARIOS } from './minutes/scenarios.ts';
import type { Row } from './row.ts';

/** How far an estimate may be from what the run then takes. */
export const MOST_OFF = 0.2;
const FIGURES = ['calls', 'promptTokens', 'completionTokens', 'usd', 'minutes'] as const;

/** What Plan foretells, held against runs of the real jobs on a virtual clock: each figure over what it came to, in all and for the locale that is furthest off. */
export async function minutesRows(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [what, scenario] of Object.entries(MINUTES_SCENARIOS)) {
    const { estimate, locales, total, refused } = await meanRun(scenario);
    const all = FIGURES.map((figure) => {
      const ofLocales = estimate.locales.map((own) => ratio(own, locales[own.locale], figure));
      const furthest = ofLocales.reduce((most, one) => (Math.abs(one - 1) > Math.abs(most - 1) ? one : most), 1);
      return { figure, total: ratio(estimate.total, total, figure), furthest };
    });
    const told = all.map((one) => `${one.figure} ${one.total.toFixed(2)} (${one.furthest.toFixed(2)})`);
    rows.push({
      what: `plan against run, ${what} (${total.calls} calls, ${refused} 429s, ${total.minutes.toFixed(2)} min)`,
      measured: told.join(', '),
      goal: `within ${MOST_OFF * 100}%`,
      met: all.every((one) => isNear(one.total) && isNear(one.furthest)),
    });
  }
  return rows;
}

/** All runs of a scenario, each figure their mean. */
export async function meanRun(scenario: MinutesScenario): Promise<Omit<MeasuredRun, 'pauses'>> {
  const runs: MeasuredRun[] = [];
  for (let seed = 1; seed <= (scenario.runs ?? 1); seed++) runs.push(await measuredRun(scenario, seed));
  const [first] = runs;
  if (first === undefined) throw new Error('a scenario without runs');
  const mean = (of: (run: MeasuredRun) => number) => runs.reduce((sum, run) => sum + of(run), 0) / runs.length;
  const figures = (of: (run: MeasuredRun) => Figures | undefined) =>
    Object.fromEntries(FIGURES.map((figure) => [figure, mean((run) => of(run)?.[figure] ?? Number.NaN)])) as Record<
      (typeof FIGURES)[number],
      number
    >;
  return {
    estimate: first.estimate,
    locales: Object.fromEntries(
      Object.keys(first.locales).map((locale) => [locale, figures((run) => run.locales[locale])]),
    ),
    total: figures((run) => run.total),
    refused: Math.max(...runs.map(({ refused }) => refused)),
  };
}

export const isNear = (ratio: number): boolean => Math.abs(ratio - 1) <= MOST_OFF;

/** What was foretold over what it came to. */
export function ratio(foretold: Figures, came: Figures | undefined, figure: keyof Figures): number {
  return foretold[figure] / (came?.[figure] ?? Number.NaN);
}
