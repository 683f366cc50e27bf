import type { MinuteLimits } from './pacing/provider.ts';
import { type Measured, type Scenario, simulate } from './pacing/simulate.ts';
import type { Row } from './row.ts';

const LIMITS: readonly (readonly [string, MinuteLimits, workers: number])[] = [
  ['30 RPM, 8,000 TPM', { requestsPerMinute: 30, tokensPerMinute: 8_000 }, 8],
  ['1,000 RPM, 250,000 TPM', { requestsPerMinute: 1_000, tokensPerMinute: 250_000 }, 40],
];
const WEATHER = [
  ['', { foreign: 0, cutTo: 1 }],
  [', 15% of others', { foreign: 0.15, cutTo: 1 }],
  [', limit cut to 60%', { foreign: 0, cutTo: 0.6 }],
] as const;
const LEAST_USED = 0.97;
/** 429s per thousand calls, by the number of processes. */
const MOST_REFUSED = { 1: 10, 4: 50 } as const;
/** What is left to chance is drawn anew for each of so many simulations, and the worst of them counts; one of 20,000 calls takes seconds. */
const SEEDS = { 1000: 4, 20000: 2 } as const;

/** The pacing of runs on a virtual clock: what it uses of a limit less the floor, how often it is refused, how long calls take; backoff beside it. */
export async function pacingRows(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [name, limits, workers] of LIMITS) {
    for (const calls of [1_000, 20_000] as const) {
      for (const [weather, trouble] of WEATHER) {
        const scenario: Omit<Scenario, 'by' | 'processes'> = { limits, calls, workers, ...trouble };
        // To back off takes no word between processes: one and four are the same.
        const backoff = await simulate({ ...scenario, processes: 1, by: 'backoff' });
        for (const processes of [1, 4] as const) {
          const what = `pacing, ${name}, ${calls} calls, ${processes === 1 ? '1 process' : '4 processes'}${weather}`;
          const drawn: Measured[] = [];
          for (let seed = 0; seed < SEEDS[calls]; seed++)
            drawn.push(await simulate({ ...scenario, processes, seed, by: 'pacing' }));
          rows.push(row(what, drawn, backoff, MOST_REFUSED[processes]));
        }
      }
    }
  }
  return rows;
}

function row(what: string, drawn: readonly Measured[], backoff: Measured, mostRefused: number): Row {
  const used = Math.min(...drawn.map((one) => one.used));
  const refused = Math.max(...drawn.map((one) => one.refusedPerThousand));
  const p99Ms = Math.max(...drawn.map((one) => one.p99Ms));
  const figures = (refused: number, p99: number) =>
    `${refused.toFixed(1)} 429s per 1,000, p99 ${(p99 / 1_000).toFixed(1)} s`;
  return {
    what: drawn.length === 1 ? what : `${what}, worst of ${drawn.length}`,
    measured: `${used.toFixed(3)} used, ${figures(refused, p99Ms)} (backoff: ${figures(backoff.refusedPerThousand, backoff.p99Ms)})`,
    goal: `>= ${LEAST_USED} used, <= ${mostRefused} 429s`,
    met: used >= LEAST_USED && refused <= mostRefused,
  };
}
