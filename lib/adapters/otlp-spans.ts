import { type Attributes, DiagLogLevel, diag, SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import { ExportResultCode, millisToHrTime, parseKeyPairsIntoRecord } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { detectResources, envDetector, type Resource, resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import pLimit from 'p-limit';
import type { Span } from '../run/contract/span.ts';
import type { Log, SpanSink } from '../run/ports.ts';

/** What a step gives its collector at most, in ms. */
export const EXPORT_MS = 1_500;
/** So long after a failure nothing is sent: each step of a run would wait again for the same dead collector. */
const REST_MS = 30_000;
/** Lambda stands still between invocations: what is sent on a connection that has died meanwhile is lost, and costs all the time there is. */
const NOT_KEPT = { connection: 'close' };
/** Spans in one request, as the batch processor of the SDK has it by default. */
const SPANS_AT_ONCE = 512;

/** A distant collector takes a third of a second for each: so many at once bring some ten thousand spans there in time. */
const REQUESTS_IN_FLIGHT = 8;

const PROJECT = 'translation-fanout';

export interface OtlpSpansOptions {
  readonly content: boolean;
  readonly log: Log;
  /** Headers beside those of the environment, written as there; what is sent waits for them. @default none */
  readonly headers?: Promise<string | null>;
}

/**
 * Sends spans over OTLP/HTTP as protobuf. Where to, and with which headers, is what `OTEL_EXPORTER_OTLP_ENDPOINT` and `_HEADERS` (and their `_TRACES_` forms) say;
 * `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES` go before the names that are given here.
 * https://opentelemetry.io/docs/specs/otel/protocol/exporter/
 */
export function otlpSpans({ content, log, headers }: OtlpSpansOptions): SpanSink {
  const exporter = new OTLPTraceExporter({
    timeoutMillis: EXPORT_MS,
    headers: async () => ({ ...parseKeyPairsIntoRecord((await headers) ?? undefined), ...NOT_KEPT }),
  });
  const resource = resourceFromAttributes({ 'service.name': PROJECT, 'openinference.project.name': PROJECT }).merge(
    detectResources({ detectors: [envDetector] }),
  );
  listenToDoubts(log);
  let restsUntil = 0;
  const send = (spans: readonly Span[]) =>
    new Promise<Error | null>((resolve) => {
      const readable = spans.map((span) => readableSpan(span, resource));
      exporter.export(readable, ({ code, error }) =>
        resolve(code === ExportResultCode.SUCCESS ? null : (error ?? new Error('the collector did not take them'))),
      );
    });
  return {
    content,
    async export(spans) {
      let left = spans.length;
      if (left === 0) return;
      const drop = (cause: string) => log('trace.dropped', { spans: left, cause });
      if (Date.now() < restsUntil) return drop('the collector failed a moment ago');
      const chunks = Array.from({ length: Math.ceil(spans.length / SPANS_AT_ONCE) }, (_, index) =>
        spans.slice(index * SPANS_AT_ONCE, (index + 1) * SPANS_AT_ONCE),
      );
      const limit = pLimit(REQUESTS_IN_FLIGHT);
      const all = async (): Promise<string | null> => {
        const causes = await Promise.all(
          chunks.map((some) =>
            limit(async () => {
              const error = await send(some);
              if (error === null) left -= some.length;
              return error;
            }),
          ),
        );
        return causes.find((error) => error !== null)?.message ?? null;
      };
      const cause = await Promise.race([all(), tooLate()]);
      if (cause === null) return;
      restsUntil = Date.now() + REST_MS;
      drop(cause);
    },
  };
}

/**
 * What the exporter says to its own log and to nobody else: that the collector took a part, or answered 200 and something that is no answer to OTLP, as a web server does
 * that is no collector.
 */
function listenToDoubts(log: Log): void {
  const warn = (message: string, ...details: readonly unknown[]) => {
    const partial = /partial success/i.test(message) ? partOf(details[0]) : null;
    if (partial !== null) log('trace.dropped', partial);
    // A part of the exporter puts its own name first.
    else if (/deserialize/i.test(String(details[0])))
      log('trace.dropped', { spans: 0, cause: 'the collector answered with 200 and no OTLP: is it one?' });
  };
  const nothing = () => {};
  const logger = { error: nothing, warn, info: nothing, debug: nothing, verbose: nothing };
  diag.setLogger(logger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
}

/** Its `rejectedSpans`, and why. */
function partOf(detail: unknown): { spans: number; cause: string } | null {
  try {
    const { rejectedSpans = 0, errorMessage = '' } = JSON.parse(String(detail)) as Record<string, unknown>;
    return {
      spans: Number(rejectedSpans),
      cause: `the collector took a part: ${errorMessage || 'it does not say why'}`,
    };
  } catch {
    return null;
  }
}

/** The exporter's own limit is for each request, and begins anew with each try. */
function tooLate(): Promise<string> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(`the collector took longer than ${EXPORT_MS} ms`), EXPORT_MS).unref();
  });
}

const NO_DROPS = { droppedAttributesCount: 0, droppedEventsCount: 0, droppedLinksCount: 0 };

function readableSpan(span: Span, resource: Resource): ReadableSpan {
  const context = (spanId: string) => ({ traceId: span.traceId, spanId, traceFlags: TraceFlags.SAMPLED });
  const own = context(span.spanId);
  return {
    name: span.name,
    kind: span.isRequest ? SpanKind.CLIENT : SpanKind.INTERNAL,
    spanContext: () => own,
    ...(span.parentSpanId === null ? {} : { parentSpanContext: context(span.parentSpanId) }),
    startTime: millisToHrTime(span.startMs),
    endTime: millisToHrTime(span.endMs),
    duration: millisToHrTime(span.endMs - span.startMs),
    status:
      span.error === null
        ? { code: SpanStatusCode.OK }
        : { code: SpanStatusCode.ERROR, message: `${span.error.error}: ${span.error.cause}` },
    attributes: mutable(span.attributes),
    links: [],
    events: [
      ...span.events.map(({ name, atMs, attributes }) => ({
        name,
        time: millisToHrTime(atMs),
        attributes: mutable(attributes),
      })),
      ...exception(span),
    ],
    ended: true,
    resource,
    instrumentationScope: { name: PROJECT },
    ...NO_DROPS,
  };
}

/** An error as the conventions have it, which is what Phoenix and others show: https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-spans/ */
function exception({ error, endMs }: Span): ReadableSpan['events'] {
  if (error === null) return [];
  const attributes = { 'exception.type': error.error, 'exception.message': error.cause };
  return [{ name: 'exception', time: millisToHrTime(endMs), attributes }];
}

const mutable = (attributes: Span['attributes']): Attributes => ({ ...attributes }) as Attributes;
