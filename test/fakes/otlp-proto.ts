import protobuf from 'protobufjs';

/**
 * The part of OTLP that carries traces, field by field as its definition has it: a decoder that knows nothing of how the spans were encoded.
 * https://github.com/open-telemetry/opentelemetry-proto/blob/v1.7.0/opentelemetry/proto/trace/v1/trace.proto
 */
const DEFINITION = `
syntax = "proto3";
message ExportTraceServiceRequest { repeated ResourceSpans resource_spans = 1; }
message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; string schema_url = 3; }
message Resource { repeated KeyValue attributes = 1; uint32 dropped_attributes_count = 2; }
message ScopeSpans { InstrumentationScope scope = 1; repeated Span spans = 2; string schema_url = 3; }
message InstrumentationScope { string name = 1; string version = 2; repeated KeyValue attributes = 3; }
message Span {
  bytes trace_id = 1; bytes span_id = 2; string trace_state = 3; bytes parent_span_id = 4; string name = 5;
  SpanKind kind = 6; fixed64 start_time_unix_nano = 7; fixed64 end_time_unix_nano = 8; repeated KeyValue attributes = 9;
  uint32 dropped_attributes_count = 10; repeated Event events = 11; uint32 dropped_events_count = 12; repeated Link links = 13;
  uint32 dropped_links_count = 14; Status status = 15; fixed32 flags = 16;
  enum SpanKind { UNSPECIFIED = 0; INTERNAL = 1; SERVER = 2; CLIENT = 3; PRODUCER = 4; CONSUMER = 5; }
  message Event { fixed64 time_unix_nano = 1; string name = 2; repeated KeyValue attributes = 3; uint32 dropped_attributes_count = 4; }
  message Link { bytes trace_id = 1; bytes span_id = 2; string trace_state = 3; repeated KeyValue attributes = 4; }
}
message Status { string message = 2; StatusCode code = 3; enum StatusCode { UNSET = 0; OK = 1; ERROR = 2; } }
message KeyValue { string key = 1; AnyValue value = 2; }
message AnyValue {
  oneof value {
    string string_value = 1; bool bool_value = 2; int64 int_value = 3; double double_value = 4; ArrayValue array_value = 5; bytes bytes_value = 7;
  }
}
message ArrayValue { repeated AnyValue values = 1; }
`;

const request = protobuf.parse(DEFINITION).root.lookupType('ExportTraceServiceRequest');

/** A span as it stood in the request; times in ms since 1970, ids in hexadecimal. */
export interface ReceivedSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly kind: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly events: readonly { readonly name: string; readonly attributes: Readonly<Record<string, unknown>> }[];
  readonly status: { readonly code: string; readonly message: string };
  readonly resource: Readonly<Record<string, unknown>>;
}

interface KeyValue {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>> & {
    readonly arrayValue?: { readonly values?: KeyValue['value'][] };
  };
}

/** A span as protobufjs gives it. */
interface DecodedSpan {
  readonly name: string;
  readonly traceId: number[];
  readonly spanId: number[];
  readonly parentSpanId?: number[];
  readonly kind: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: KeyValue[];
  readonly events: { readonly name: string; readonly attributes: KeyValue[] }[];
  readonly status?: { readonly code?: string; readonly message?: string };
}

interface Request {
  readonly resourceSpans: {
    readonly resource: { readonly attributes: KeyValue[] };
    readonly scopeSpans: { readonly spans: DecodedSpan[] }[];
  }[];
}

export function decodeSpans(body: Uint8Array): ReceivedSpan[] {
  const message = request.decode(body);
  const fault = request.verify(message);
  if (fault !== null) throw new Error(`no OTLP: ${fault}`);
  const { resourceSpans } = request.toObject(message, {
    longs: String,
    enums: String,
    bytes: Array,
    arrays: true,
  }) as Request;
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) => spans.map((span) => received(span, resource.attributes))),
  );
}

function received(span: DecodedSpan, resource: KeyValue[]): ReceivedSpan {
  const { name, kind, traceId, spanId, parentSpanId = [] } = span;
  return {
    name,
    kind,
    traceId: hex(traceId),
    spanId: hex(spanId),
    parentSpanId: hex(parentSpanId),
    startMs: msOf(span.startTimeUnixNano),
    endMs: msOf(span.endTimeUnixNano),
    attributes: valuesOf(span.attributes),
    events: span.events.map((event) => ({ name: event.name, attributes: valuesOf(event.attributes) })),
    status: { code: span.status?.code ?? 'UNSET', message: span.status?.message ?? '' },
    resource: valuesOf(resource),
  };
}

/** Without the dust of a float: nanoseconds since 1970 are more than one holds. */
const msOf = (nanoseconds: string) => Number((BigInt(nanoseconds) + 500_000n) / 1_000_000n);
const hex = (bytes: readonly number[]) => Buffer.from(bytes).toString('hex');
const valuesOf = (attributes: readonly KeyValue[]) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, plainValue(value)]));

function plainValue(value: KeyValue['value']): unknown {
  if (value.arrayValue) return (value.arrayValue.values ?? []).map(plainValue);
  const [own] = Object.entries(value);
  return own?.[0] === 'intValue' ? Number(own[1]) : own?.[1];
}
