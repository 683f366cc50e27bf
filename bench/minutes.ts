import { type Figures, measuredRun } from './minutes/run.ts';
import { MINUTES_SCENARIOS } from './minutes/scenarios.ts';
import type { Row } from './row.ts';

/** How far an estimate may be from what the run then takes. */
export const MOST_OFF = 0.2;
const FIGURES = ['calls', 'promptTokens', 'completionTokens', 'usd', 'minutes'] as const;

/** What Plan foretells, held against runs of the real jobs on a virtual clock: each figure over what it came to, in all and for the locale that is furthest off. */
export async function minutesRows(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [what, scenario] of Object.entries(MINUTES_SCENARIOS)) {
    const { estimate, locales, total, refused } = await measuredRun(scenario);
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

export const isNear = (ratio: number): boolean => Math.abs(ratio - 1) <= MOST_OFF;

/** What was foretold over what it came to. */
export function ratio(foretold: Figures, came: Figures | undefined, figure: keyof Figures): number {
  return foretold[figure] / (came?.[figure] ?? Number.NaN);
}
