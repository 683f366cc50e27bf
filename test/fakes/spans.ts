import type { Span } from '../../lib/run/contract/span.ts';
import type { SpanSink, StepDeps } from '../../lib/run/ports.ts';
import { spanTracer } from '../../lib/run/trace/job-trace.ts';

/** Takes spans and keeps them; a part of a run's deps. */
export function recordedSpans({
  content = false,
} = {}): Pick<StepDeps, 'spans' | 'tracers'> & { readonly all: Span[] } {
  const all: Span[] = [];
  const sink: SpanSink = { content, export: async (spans) => void all.push(...spans) };
  return { all, spans: sink, tracers: [spanTracer(sink)] };
}

/** What is wrong with the spans of one run as a tree. */
export function treeFaults(
  spans: readonly Pick<Span, 'name' | 'traceId' | 'spanId' | 'parentSpanId' | 'startMs' | 'endMs'>[],
): string[] {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const roots = spans.filter(({ parentSpanId }) => !parentSpanId);
  const faults: string[] = [];
  if (roots.length !== 1) faults.push(`${roots.length} roots`);
  if (byId.size !== spans.length) faults.push(`${spans.length - byId.size} ids stand twice`);
  if (new Set(spans.map(({ traceId }) => traceId)).size !== 1) faults.push('more than one trace');
  for (const { name, spanId, traceId, parentSpanId, startMs, endMs } of spans) {
    if (!/^[0-9a-f]{16}$/.test(spanId) || !/^[0-9a-f]{32}$/.test(traceId)) faults.push(`${name}: ${spanId} is no id`);
    if (endMs < startMs) faults.push(`${name} ends before it begins`);
    if (!parentSpanId) continue;
    const parent = byId.get(parentSpanId);
    if (!parent) faults.push(`${name} has no parent`);
    else if (startMs < parent.startMs || endMs > parent.endMs) faults.push(`${name} is outside ${parent.name}`);
  }
  return faults;
}

/** `translate_catalog > translate_batch_0 > translate_to_french > attempt`, for each span. */
export function pathsOf(spans: readonly Pick<Span, 'name' | 'spanId' | 'parentSpanId'>[]): string[] {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const path = ({ name, parentSpanId }: (typeof spans)[number]): string => {
    const parent = byId.get(parentSpanId ?? '');
    return parent ? `${path(parent)} > ${name}` : name;
  };
  return spans.map(path).sort();
}
