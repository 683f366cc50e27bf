import type { Locale } from '../../catalog/locale.ts';
import type { JobInvocation, LocaleSpan, Timeline } from './data.ts';

/** Bars that the page draws at most: a browser lays out so many at once without a stall. */
export const MAX_BARS = 5_000;

/** Keeps how a run went as long as it can be drawn: every call, then whole jobs, then one span a locale. */
export class TimelineSample {
  readonly #limit: number;
  readonly #spans = new Map<Locale, LocaleSpan>();
  #invocations: JobInvocation[] = [];
  #detail: Timeline['detail'] = 'calls';
  #bars = 0;

  /** @param limit bars. @default MAX_BARS */
  constructor(limit = MAX_BARS) {
    this.#limit = limit;
  }

  add(invocation: JobInvocation): void {
    this.#addSpan({
      locale: invocation.locale,
      startedAt: invocation.startedAt,
      endedAt: invocation.startedAt + invocation.ms,
      invocations: 1,
      ms: invocation.ms,
    });
    if (this.#detail === 'locales') return;
    this.#invocations.push(this.#detail === 'calls' ? invocation : { ...invocation, trail: [] });
    this.#bars += 1 + (this.#detail === 'calls' ? invocation.trail.length : 0);
    if (this.#bars > this.#limit && this.#detail === 'calls') {
      this.#detail = 'jobs';
      this.#invocations = this.#invocations.map((known) => ({ ...known, trail: [] }));
      this.#bars = this.#invocations.length;
    }
    if (this.#bars > this.#limit) {
      this.#detail = 'locales';
      this.#invocations = [];
    }
  }

  /** Adds what another sample has kept. */
  addAll(timeline: Timeline): void {
    if (timeline.detail === 'locales') {
      for (const span of timeline.spans) this.#addSpan(span);
      this.#detail = 'locales';
      this.#invocations = [];
      return;
    }
    for (const invocation of timeline.invocations) this.add(invocation);
    if (timeline.detail === 'jobs' && this.#detail === 'calls') {
      this.#detail = 'jobs';
      this.#invocations = this.#invocations.map((known) => ({ ...known, trail: [] }));
      this.#bars = this.#invocations.length;
    }
  }

  end(): Timeline {
    if (this.#detail === 'locales') return { detail: 'locales', spans: [...this.#spans.values()] };
    return { detail: this.#detail, invocations: this.#invocations };
  }

  #addSpan(span: LocaleSpan): void {
    const known = this.#spans.get(span.locale);
    this.#spans.set(
      span.locale,
      known
        ? {
            locale: span.locale,
            startedAt: Math.min(known.startedAt, span.startedAt),
            endedAt: Math.max(known.endedAt, span.endedAt),
            invocations: known.invocations + span.invocations,
            ms: known.ms + span.ms,
          }
        : span,
    );
  }
}
