import type { JobInvocation, ReportLocale } from '../data.ts';

/** Something that the timeline draws: when, in ms since 1970, how long, on which track of its lane, counted from the top. */
export interface Bar {
  readonly kind: 'job' | 'pause' | 'recall' | 'wait' | 'call' | 'again' | 'failed' | 'check';
  readonly at: number;
  readonly ms: number;
  readonly track: number;
  /** How many tracks it takes. */
  readonly tracks: number;
  readonly title: string;
}

export interface Lane {
  readonly locale: string;
  readonly tracks: number;
  readonly bars: readonly Bar[];
}

/**
 * Puts the invocations of each locale's jobs into tracks, so that what ran at the same time does not overlap: first the entries of each job, then the jobs.
 * Between two invocations of a job there is a pause.
 */
export function lanes(
  invocations: readonly JobInvocation[],
  locales: readonly ReportLocale[],
  duration: (ms: number) => string,
): Lane[] {
  const intoTracks = (spans: readonly { readonly at: number; readonly ms: number }[]): number[] => {
    const ends: number[] = [];
    return spans.map(({ at, ms }) => {
      const free = ends.findIndex((end) => end <= at);
      const track = free === -1 ? ends.length : free;
      ends[track] = at + ms;
      return track;
    });
  };
  const entryBar = (entry: JobInvocation['trail'][number]): Pick<Bar, 'kind' | 'title'> => {
    const took = duration(entry.ms);
    if (entry.kind === 'recall') return { kind: 'recall', title: `Memory: ${entry.hits} found, ${took}` };
    if (entry.kind === 'wait') return { kind: 'wait', title: `Waited ${took} for ${entry.model}` };
    if (entry.kind === 'check') {
      return { kind: 'check', title: `Checked: ${entry.accepted} accepted, ${entry.refused} refused` };
    }
    const again = { correction: 'corrective ', model: 'next-model ', rate: 'repeated ' };
    const what = `${entry.again === null ? '' : again[entry.again]}call to ${entry.model}`;
    const title = `${what}: ${took}, ${entry.segments} segments${entry.error === null ? '' : `, ${entry.error}`}`;
    return { kind: entry.error !== null ? 'failed' : entry.again !== null ? 'again' : 'call', title };
  };
  const jobBars = (own: readonly JobInvocation[]): Bar[] => {
    const entries = own.flatMap(({ trail }) => trail).sort((a, b) => a.at - b.at);
    const tracks = intoTracks(entries);
    const height = Math.max(1, ...tracks.map((track) => track + 1));
    const name = `Job of batch ${own[0]?.batch ?? 0}`;
    const jobs = own.map(({ startedAt, ms, error }): Bar => {
      const title = `${name}: ${duration(ms)}${error === null ? '' : `, ended by ${error}`}`;
      return { kind: 'job', at: startedAt, ms, track: 0, tracks: height, title };
    });
    const pauses = jobs.slice(1).flatMap((next, index): Bar[] => {
      const end = (jobs[index]?.at ?? next.at) + (jobs[index]?.ms ?? 0);
      const ms = next.at - end;
      if (ms <= 0) return [];
      return [{ kind: 'pause', at: end, ms, track: 0, tracks: height, title: `${name} paused for ${duration(ms)}` }];
    });
    const steps = entries.map((entry, index): Bar => {
      return { ...entryBar(entry), at: entry.at, ms: entry.ms, track: tracks[index] ?? 0, tracks: 1 };
    });
    return [...jobs, ...pauses, ...steps];
  };
  const lane = (locale: string, own: readonly JobInvocation[]): Lane => {
    const batches = new Map<number, JobInvocation[]>();
    for (const invocation of own) {
      const known = batches.get(invocation.batch);
      if (known) known.push(invocation);
      else batches.set(invocation.batch, [invocation]);
    }
    const jobs = [...batches.values()]
      .map((job) => job.sort((a, b) => a.startedAt - b.startedAt))
      .map((job) => {
        const at = job[0]?.startedAt ?? 0;
        return { bars: jobBars(job), at, ms: Math.max(...job.map(({ startedAt, ms }) => startedAt + ms)) - at };
      })
      .sort((a, b) => a.at - b.at);
    const rows = intoTracks(jobs);
    const heights: number[] = [];
    for (const [index, { bars }] of jobs.entries()) {
      const row = rows[index] ?? 0;
      heights[row] = Math.max(heights[row] ?? 0, ...bars.map(({ track, tracks }) => track + tracks));
    }
    const tops = heights.map((_, row) => heights.slice(0, row).reduce((sum, height) => sum + height, 0));
    const bars = jobs.flatMap((job, index) =>
      job.bars.map((bar) => ({ ...bar, track: bar.track + (tops[rows[index] ?? 0] ?? 0) })),
    );
    return { locale, tracks: heights.reduce((sum, height) => sum + height, 0), bars };
  };
  return locales.map(({ locale }) =>
    lane(
      locale,
      invocations.filter((invocation) => invocation.locale === locale),
    ),
  );
}

/** Round times to mark on an axis of so many ms: 3 to 8 of them, the first at 0. */
export function ticks(ms: number): number[] {
  const minute = 60_000;
  const hour = 60 * minute;
  const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, minute, 2 * minute];
  const longer = [5 * minute, 10 * minute, 15 * minute, 30 * minute, hour, 2 * hour, 3 * hour, 6 * hour, 12 * hour];
  const step = [...steps, ...longer].find((step) => ms / step <= 7) ?? 24 * hour * Math.ceil(ms / (7 * 24 * hour));
  return Array.from({ length: Math.floor(ms / step) + 1 }, (_, index) => index * step);
}
