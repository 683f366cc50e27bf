import { openSpanSink } from '../adapters/span-sink.ts';
import type { Log, StepDeps } from '../run/ports.ts';
import { spanTracer } from '../run/trace/job-trace.ts';
import { NOT_TRACED } from '../run/trace/not-traced.ts';

export type Traced = Pick<StepDeps, 'tracers' | 'spans' | 'xrayHeader'>;

/** What traces a run on this machine: OpenTelemetry, where a collector is named, and nothing otherwise. `log` is told of spans that were dropped. */
export async function tracingHere(log: Log): Promise<Traced> {
  const spans = await openSpanSink(log);
  return spans === null ? NOT_TRACED : { ...NOT_TRACED, spans, tracers: [spanTracer(spans)] };
}
