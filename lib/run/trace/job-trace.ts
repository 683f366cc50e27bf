import { randomBytes } from 'node:crypto';
import type { CallDetail, CallEntry, TrailEntry } from '../../translate/trail.ts';
import { PAUSED } from '../contract/errors.ts';
import type { Attributes, Span, SpanEvent } from '../contract/span.ts';
import { spanNames } from '../contract/span-names.ts';
import type { EndedInvocation, InvocationTrace, InvocationTracer, SpanSink, TracedInvocation } from '../ports.ts';
import { callAttributes } from './call-attributes.ts';
import { exportSpans } from './export.ts';
import { CHAIN, LLM, ofRun } from './of-run.ts';

/** Ids of their own for what one invocation does, so that retries, pauses and kills double nothing. */
const newSpanId = () => randomBytes(8).toString('hex');

/**
 * Watches invocations for OpenTelemetry: a span for each invocation, recall, wait and call, all of them under the span of their locale job, which Merge exports.
 * Without a context in the state there is nothing to put them under.
 */
export function spanTracer(sink: SpanSink): InvocationTracer {
  return {
    begin: (invocation) =>
      invocation.parent === null ? UNWATCHED : new JobTrace(sink, { ...invocation, parent: invocation.parent }),
  };
}

const UNWATCHED: InvocationTrace = { add: () => {}, end: async () => {} };

type Traced = TracedInvocation & { readonly parent: NonNullable<TracedInvocation['parent']> };

class JobTrace implements InvocationTrace {
  readonly #sink: SpanSink;
  readonly #invocation: Traced;
  readonly #spans: Span[] = [];
  readonly #events: SpanEvent[] = [];
  readonly #common: Attributes;

  constructor(sink: SpanSink, invocation: Traced) {
    this.#sink = sink;
    this.#invocation = invocation;
    const { runId, batch, locale, attempt } = invocation;
    this.#common = { ...ofRun(runId), batch, locale, attempt };
  }

  add(entry: TrailEntry, detail?: CallDetail): void {
    if (entry.kind === 'call') {
      this.#addCall(entry, detail);
    } else if (entry.kind === 'check') {
      const { at, ms, accepted, refused, checks } = entry;
      this.#events.push({ name: 'answer.checked', atMs: at + ms, attributes: { accepted, refused, checks, ms } });
    } else {
      const { kind, at, ms, ...counts } = entry;
      this.#addSpan(spanNames[kind], { at, ms }, { ...CHAIN, ...counts });
    }
  }

  async end({ endedAt, error, model, calls, usd, result }: EndedInvocation): Promise<void> {
    const { startedAt } = this.#invocation;
    // It is called again, as planned.
    const isPaused = error?.error === PAUSED;
    const attributes = {
      ...CHAIN,
      success: error === null,
      ...(isPaused ? error : {}),
      calls,
      usd,
      ...(model === null ? {} : { model }),
      ...(result === null
        ? {}
        : { units: result.units, translated: result.translated, memory_hits: result.memoryHits }),
    };
    this.#addSpan(spanNames.attempt, { at: startedAt, ms: endedAt - startedAt }, attributes, {
      events: this.#events,
      error: isPaused ? null : error,
    });
    await exportSpans(this.#sink, this.#spans);
  }

  #addCall(entry: CallEntry, detail: CallDetail | undefined): void {
    const ids = (detail?.products ?? []).map((place) => `${this.#invocation.products[place]}`);
    const attributes = {
      ...LLM,
      ...callAttributes(entry, detail ?? null, this.#sink),
      product_ids: ids,
      ...(ids.length === 1 ? { product_id: `${ids[0]}` } : {}),
    };
    const events = entry.again === null ? [] : [{ name: 'retry', atMs: entry.at, attributes: { reason: entry.again } }];
    const error = entry.error === null ? null : { error: entry.error, cause: detail?.error?.message ?? entry.error };
    this.#addSpan(spanNames.call(entry.model), entry, attributes, { isRequest: true, events, error });
  }

  #addSpan(
    name: string,
    { at, ms }: { readonly at: number; readonly ms: number },
    attributes: Attributes,
    more: Partial<Pick<Span, 'isRequest' | 'events' | 'error'>> = {},
  ): void {
    const { traceId, spanId } = this.#invocation.parent;
    this.#spans.push({
      name,
      traceId,
      spanId: newSpanId(),
      parentSpanId: spanId,
      startMs: at,
      endMs: at + ms,
      isRequest: false,
      attributes: { ...this.#common, ...attributes },
      events: [],
      error: null,
      ...more,
    });
  }
}
