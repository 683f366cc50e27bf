import TinyQueue from 'tinyqueue';
import type { Locale } from '../../catalog/locale.ts';
import type { Concurrency } from '../shares.ts';

/** When each locale's last job ends, in minutes from the start. Locales without a job are missing. */
export type Ends = ReadonlyMap<Locale, number>;

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
  /** When it ends, in the time of its model's room. */
  readonly endsAt: number;
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
): Ends {
  const ends = new Map<Locale, number>();
  const rooms = new Map<string, Room>();
  let begun = 0;
  let open = 0;
  const roomOf = (model: string) => {
    const room = rooms.get(model) ?? new Room(supplies.get(model) ?? null);
    rooms.set(model, room);
    return room;
  };
  const fill = (batch: OpenBatch) => {
    while (batch.running < flight.localeConcurrency) {
      const next = batch.jobs.next();
      if (next.done) break;
      roomOf(next.value.model).begin(next.value, batch);
      batch.running++;
    }
    if (batch.running === 0) open--;
  };
  const beginBatches = () => {
    for (; open < flight.batchConcurrency && begun < batches.length; begun++) {
      open++;
      fill({ jobs: (batches[begun] ?? []).values(), running: 0 });
    }
  };
  beginBatches();
  for (let now = 0; ; ) {
    const all = [...rooms.values()];
    for (const room of all) room.serve();
    const minutes = Math.min(...all.map((room) => room.nextIn));
    // Nobody is at work any more.
    if (minutes === Number.POSITIVE_INFINITY) return ends;
    now += minutes;
    for (const room of all) room.pass(minutes);
    for (const { job, batch } of all.flatMap((room) => room.ended())) {
      ends.set(job.locale, now);
      batch.running--;
      fill(batch);
    }
    beginBatches();
  }
}

/** One model's limits and the jobs that ask it, all of which go as fast, of how fast they could. */
class Room {
  readonly #accounts: readonly Account[];
  readonly #running = new TinyQueue<Running>([], (a, b) => a.endsAt - b.endsAt);
  /** What its clock shows: the minutes for which a job would have run that nothing had made wait. */
  #time = 0;
  #pace = 1;
  /** Until a job ends or one of the limits is used up, in minutes. */
  nextIn = Number.POSITIVE_INFINITY;

  /** Without limits where there is no supply to share. */
  constructor(supply: Supply | null) {
    if (supply === null) this.#accounts = [];
    else {
      const { level, part } = supply;
      this.#accounts = [
        { of: 'minutes', level: level.minutes, most: level.minutes, back: part, wanted: 0 },
        { of: 'days', level: level.days, most: level.days, back: part / DAY_MINUTES, wanted: 0 },
      ];
    }
  }

  begin(job: TimedJob, batch: OpenBatch): void {
    this.#running.push({ job, batch, endsAt: this.#time + job.least });
    for (const account of this.#accounts) account.wanted += job.takes[account.of] / job.least;
  }

  /** Works out how fast its jobs may go now. */
  serve(): void {
    const short = this.#accounts.filter(({ level }) => level <= EPSILON);
    this.#pace = Math.min(1, ...short.map(({ wanted, back }) => (wanted > 0 ? back / wanted : 1)));
    const next = this.#running.peek();
    this.nextIn =
      next === undefined
        ? Number.POSITIVE_INFINITY
        : Math.min((next.endsAt - this.#time) / this.#pace, ...this.#accounts.map((account) => this.#emptyIn(account)));
  }

  pass(minutes: number): void {
    this.#time += minutes * this.#pace;
    for (const account of this.#accounts)
      account.level = Math.min(account.most, Math.max(0, account.level + minutes * this.#gain(account)));
  }

  /** Takes out the jobs that have ended by now. */
  ended(): readonly Running[] {
    const ended: Running[] = [];
    for (let next = this.#running.peek(); next !== undefined; next = this.#running.peek()) {
      if (next.endsAt - this.#time > EPSILON) break;
      this.#running.pop();
      ended.push(next);
      for (const account of this.#accounts) account.wanted -= next.job.takes[account.of] / next.job.least;
    }
    // Sums of many parts do not come out at nothing.
    if (this.#running.length === 0) for (const account of this.#accounts) account.wanted = 0;
    return ended;
  }

  #gain({ back, wanted }: Account): number {
    return back - wanted * this.#pace;
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
