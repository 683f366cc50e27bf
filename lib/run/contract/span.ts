/** A span of a trace as OpenTelemetry knows it, before any library of its. Times in ms since 1970; ids in lower-case hexadecimal. */
export interface Span {
  readonly name: string;
  /** 16 bytes. */
  readonly traceId: string;
  /** 8 bytes. */
  readonly spanId: string;
  /** Null for the root. */
  readonly parentSpanId: string | null;
  readonly startMs: number;
  readonly endMs: number;
  /** Whether it is a request to another system. */
  readonly isRequest: boolean;
  readonly attributes: Attributes;
  readonly events: readonly SpanEvent[];
  /** Why it did not succeed; null where it did. */
  readonly error: { readonly error: string; readonly cause: string } | null;
}

export interface SpanEvent {
  readonly name: string;
  readonly atMs: number;
  readonly attributes: Attributes;
}

export type Attributes = Readonly<Record<string, string | number | boolean | readonly string[]>>;
