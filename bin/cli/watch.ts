import type { RunEvent } from '../../lib/run/run-event.ts';

export type LocaleState = 'waiting' | 'running' | 'retrying' | 'done' | 'partly' | 'failed';

/** How far one locale is, over all its batches. */
export interface LocaleProgress {
  readonly locale: string;
  readonly state: LocaleState;
  readonly done: number;
  readonly total: number;
  readonly model: string | null;
  readonly usd: number;
  readonly ms: number;
  /** The last error, or what is waited for. */
  readonly note: string | null;
  readonly batches: number;
  readonly batchesEnded: number;
}

interface Job {
  state: LocaleState;
  done: number;
  total: number;
  model: string | null;
  usd: number;
  /** What earlier invocations of the job had cost. */
  spent: number;
  note: string | null;
  startedAt: number | null;
  endedAt: number | null;
}

/** Follows a run's events and tells at any time how far each locale is. */
export class RunWatch {
  readonly #jobs = new Map<string, Map<number, Job>>();

  /** Takes an event in; returns the locale that it moved, or null. */
  take(event: RunEvent, now: number): string | null {
    if (event.type === 'planned') {
      for (const { batch, locale } of event.jobs) this.#batches(locale).set(batch, newJob());
      return null;
    }
    const job = this.#batches(event.locale).get(event.batch) ?? newJob();
    this.#batches(event.locale).set(event.batch, job);
    switch (event.type) {
      case 'running':
        job.startedAt ??= now;
        // Called again after a retry or a pause, a job counts its costs anew.
        job.spent += job.usd;
        job.usd = 0;
        job.state = 'running';
        break;
      case 'retrying':
        job.state = 'retrying';
        job.note = event.error;
        break;
      case 'waiting':
        job.state = 'retrying';
        job.note = `${event.reason}, waiting ${event.seconds} s`;
        break;
      case 'ended':
        job.state = event.status === 'translated' ? 'done' : event.status;
        job.endedAt = now;
        if (event.ms !== undefined) job.startedAt = now - event.ms;
        if (event.status === 'translated') job.note = null;
        break;
      case 'progress':
        Object.assign(job, { done: event.done, total: event.total, model: event.model ?? job.model, usd: event.usd });
        break;
    }
    return event.locale;
  }

  locales(now: number): LocaleProgress[] {
    return [...this.#jobs.keys()].map((locale) => this.locale(locale, now));
  }

  locale(locale: string, now: number): LocaleProgress {
    const jobs = [...this.#batches(locale).values()];
    const started = jobs.flatMap(({ startedAt }) => startedAt ?? []);
    const allEnded = jobs.every(({ endedAt }) => endedAt !== null);
    const end = allEnded ? Math.max(...jobs.map(({ endedAt }) => endedAt ?? now)) : now;
    return {
      locale,
      state: stateOf(jobs),
      done: sum(jobs.map(({ done }) => done)),
      total: sum(jobs.map(({ total }) => total)),
      model: jobs.findLast(({ model }) => model !== null)?.model ?? null,
      usd: sum(jobs.map(({ usd, spent }) => usd + spent)),
      ms: started.length === 0 ? 0 : end - Math.min(...started),
      note: jobs.findLast(({ note }) => note !== null)?.note ?? null,
      batches: jobs.length,
      batchesEnded: jobs.filter(({ endedAt }) => endedAt !== null).length,
    };
  }

  #batches(locale: string): Map<number, Job> {
    const batches = this.#jobs.get(locale) ?? new Map<number, Job>();
    this.#jobs.set(locale, batches);
    return batches;
  }
}

const newJob = (): Job => ({
  state: 'waiting',
  done: 0,
  total: 0,
  model: null,
  usd: 0,
  spent: 0,
  note: null,
  startedAt: null,
  endedAt: null,
});

/** A locale is what its liveliest batch is; ended ones come down to the worst. */
function stateOf(jobs: readonly Job[]): LocaleState {
  const has = (state: LocaleState) => jobs.some((job) => job.state === state);
  if (has('retrying')) return 'retrying';
  if (has('running')) return 'running';
  if (has('waiting')) return jobs.every((job) => job.state === 'waiting') ? 'waiting' : 'running';
  if (jobs.length > 0 && jobs.every((job) => job.state === 'failed')) return 'failed';
  return has('partly') || has('failed') ? 'partly' : 'done';
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
