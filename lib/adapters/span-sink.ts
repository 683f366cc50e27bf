import type { Log, SpanSink } from '../run/ports.ts';

/** Named where its value is wrong: it may hold a password. */
const ENDPOINT = 'OTEL_EXPORTER_OTLP_ENDPOINT';

type Environment = Readonly<Record<string, string | undefined>>;

/** The collector that the environment names, by OpenTelemetry's own names; null for none. */
function collectorOf(env: Environment): string | null {
  if (env['OTEL_SDK_DISABLED']?.toLowerCase() === 'true') return null;
  return env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] || env[ENDPOINT] || null;
}

/**
 * Where the spans of this process go; null for nowhere, and then nothing is loaded for it. A collector's address that is none is told to the log and no more.
 * `headers` reads what `OTEL_EXPORTER_OTLP_HEADERS` would hold where no environment may hold it; it fails nobody, and is called once.
 */
export async function openSpanSink(
  log: Log,
  env: Environment = process.env,
  headers?: () => Promise<string | null>,
): Promise<SpanSink | null> {
  const collector = collectorOf(env);
  if (collector === null) return null;
  if (!/^https?:$/.test(protocolOf(collector))) {
    log('trace.dropped', { spans: 'all', cause: `${ENDPOINT} is no http or https address` });
    return null;
  }
  const { otlpSpans } = await import('./otlp-spans.ts');
  return otlpSpans({ content: env['FANOUT_TRACE_CONTENT'] === 'true', log, ...(headers && { headers: headers() }) });
}

const protocolOf = (url: string) => (URL.canParse(url) ? new URL(url).protocol : '');
