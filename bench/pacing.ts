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

/** The pacing of runs on a virtual clock: what it uses of a limit less the floor, how often it is refused, how long calls take; backoff beside it. */
export async function pacingRows(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [name, limits, workers] of LIMITS) {
    for (const calls of [1_000, 20_000]) {
      for (const [weather, trouble] of WEATHER) {
        const scenario: Omit<Scenario, 'by' | 'processes'> = { limits, calls, workers, ...trouble };
        // To back off takes no word between processes: one and four are the same.
        const backoff = await simulate({ ...scenario, processes: 1, by: 'backoff' });
        for (const processes of [1, 4] as const) {
          const what = `pacing, ${name}, ${calls} calls, ${processes === 1 ? '1 process' : '4 processes'}${weather}`;
          rows.push(
            row(what, await simulate({ ...scenario, processes, by: 'pacing' }), backoff, MOST_REFUSED[processes]),
          );
        }
      }
    }
  }
  return rows;
}

function row(what: string, { used, refusedPerThousand, p99Ms }: Measured, backoff: Measured, mostRefused: number): Row {
  const figures = (refused: number, p99: number) =>
    `${refused.toFixed(1)} 429s per 1,000, p99 ${(p99 / 1_000).toFixed(1)} s`;
  return {
    what,
    measured: `${used.toFixed(3)} used, ${figures(refusedPerThousand, p99Ms)} (backoff: ${figures(backoff.refusedPerThousand, backoff.p99Ms)})`,
    goal: `>= ${LEAST_USED} used, <= ${mostRefused} 429s`,
    met: used >= LEAST_USED && refusedPerThousand <= mostRefused,
  };
}
