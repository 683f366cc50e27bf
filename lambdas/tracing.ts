import { readKey } from '../lib/adapters/read-key.ts';
import { openSpanSink } from '../lib/adapters/span-sink.ts';
import { ENVIRONMENT } from '../lib/run/contract/environment.ts';
import type { InvocationTracer } from '../lib/run/ports.ts';
import { spanTracer } from '../lib/run/trace/job-trace.ts';
import { log, once } from './runtime.ts';
import { xray } from './xray.ts';

/** Where OpenTelemetry's spans go; null without a collector. */
export const spanSink = once(() => openSpanSink(log, process.env, otlpHeaders));

/** Who watches this invocation. */
export async function tracers(): Promise<InvocationTracer[]> {
  const sink = await spanSink();
  const own = await xray();
  return [...(sink === null ? [] : [spanTracer(sink)]), ...(own === null ? [] : [own.tracer])];
}

/** The headers that the collector wants: without them it may refuse the spans, and a run goes on. */
async function otlpHeaders(): Promise<string | null> {
  const parameter = process.env[ENVIRONMENT.otlpHeadersParameter];
  if (!parameter) return null;
  try {
    const headers = await readKey(parameter);
    if (headers === null) log('trace.no-headers', { parameter, cause: 'there is no such parameter, or it is empty' });
    return headers;
  } catch (error) {
    log('trace.no-headers', { parameter, cause: (error as Error).message });
    return null;
  }
}
