import type { Locale } from '../catalog/locale.ts';
import type { Concurrency } from './shares.ts';

/** A locale job as far as its time goes. */
export interface TimedJob {
  readonly locale: Locale;
  readonly model: string;
  /** Minutes that its calls take where nothing makes them wait; over 0. */
  readonly least: number;
  /** What it takes of its model's limits, in minutes' and in days' worth of them. */
  readonly takes: Taken;
}

export interface Taken {
  readonly minutes: number;
  readonly days: number;
}

/** What there is of a model's limits, in the same measures. */
export interface Supply {
  /** At the start. */
  readonly level: Taken;
  /** The part of what comes back that the run takes. */
  readonly part: number;
}

const DAY_MINUTES = 24 * 60;
/** Below this a rounding error. */
const EPSILON = 1e-9;

interface Running {
  readonly job: TimedJob;
  readonly batch: OpenBatch;
  /** What is still to be done of it, in [0, 1]. */
  left: number;
}

/** A batch that has begun, and those of its jobs that have not. */
interface OpenBatch {
  readonly jobs: Iterator<TimedJob>;
  running: number;
}

/**
 * When each locale's last job ends, in minutes from the start: the jobs begin in their order, as many at a time as the two Maps let in, and those that ask one model
 * share out between them what its limits leave, each in proportion to what it could use. Locales without a job are missing.
 */
export function endsOf(
  batches: readonly (readonly TimedJob[])[],
  flight: Concurrency,
  supplies: ReadonlyMap<string, Supply>,
): ReadonlyMap<Locale, number> {
  const ends = new Map<Locale, number>();
  const rooms = new Map([...supplies].map(([model, supply]) => [model, new Room(supply)]));
  const running: Running[] = [];
  let begun = 0;
  let open = 0;
  const fill = (batch: OpenBatch) => {
    while (batch.running < flight.localeConcurrency) {
      const next = batch.jobs.next();
      if (next.done) break;
      running.push({ job: next.value, batch, left: 1 });
      batch.running++;
    }
    if (batch.running === 0) open--;
  };
  const begin = () => {
    for (; open < flight.batchConcurrency && begun < batches.length; begun++) {
      open++;
      fill({ jobs: (batches[begun] ?? []).values(), running: 0 });
    }
  };
  begin();
  for (let now = 0; running.length > 0; ) {
    for (const [model, room] of rooms) room.serve(running.flatMap(({ job }) => (job.model === model ? [job] : [])));
    const speedOf = ({ job }: Running) => (rooms.get(job.model)?.pace ?? 1) / job.least;
    const nextEnd = Math.min(...running.map((one) => one.left / speedOf(one)));
    const minutes = Math.min(nextEnd, ...[...rooms.values()].map(({ lastsFor }) => lastsFor));
    now += minutes;
    for (const one of running) one.left -= minutes * speedOf(one);
    for (const room of rooms.values()) room.pass(minutes);
    for (const one of running.filter(({ left }) => left <= EPSILON)) {
      running.splice(running.indexOf(one), 1);
      ends.set(one.job.locale, now);
      one.batch.running--;
      fill(one.batch);
    }
    begin();
  }
  return ends;
}

/** What is left of one model's limits. */
class Room {
  readonly #accounts: readonly Account[];
  /** How fast the jobs that ask it go, of how fast they could. */
  pace = 1;
  /** Until one of its limits is used up. */
  lastsFor = Number.POSITIVE_INFINITY;

  constructor({ level, part }: Supply) {
    this.#accounts = [
      { of: 'minutes', level: level.minutes, most: level.minutes, back: part, wanted: 0 },
      { of: 'days', level: level.days, most: level.days, back: part / DAY_MINUTES, wanted: 0 },
    ];
  }

  /** Works out how fast these jobs may go now. */
  serve(jobs: readonly TimedJob[]): void {
    for (const account of this.#accounts)
      account.wanted = jobs.reduce((sum, { takes, least }) => sum + takes[account.of] / least, 0);
    const short = this.#accounts.filter(({ level }) => level <= EPSILON);
    this.pace = Math.min(1, ...short.map(({ wanted, back }) => (wanted > 0 ? back / wanted : 1)));
    this.lastsFor = Math.min(...this.#accounts.map((account) => this.#emptyIn(account)));
  }

  pass(minutes: number): void {
    for (const account of this.#accounts)
      account.level = Math.min(account.most, Math.max(0, account.level + minutes * this.#gain(account)));
  }

  #gain({ back, wanted }: Account): number {
    return back - wanted * this.pace;
  }

  #emptyIn(account: Account): number {
    const gain = this.#gain(account);
    return account.level > EPSILON && gain < 0 ? account.level / -gain : Number.POSITIVE_INFINITY;
  }
}

interface Account {
  readonly of: keyof Taken;
  level: number;
  readonly most: number;
  /** What a minute brings back. */
  readonly back: number;
  /** What the jobs that are running would use in a minute. */
  wanted: number;
}
