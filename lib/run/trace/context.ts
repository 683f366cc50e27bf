import { createHash } from 'node:crypto';
import type { Locale } from '../../catalog/locale.ts';

/** Which trace a run belongs to. */
export interface TraceContext {
  /** 16 bytes in hexadecimal. */
  readonly traceId: string;
  /** The span that everything else is under, 8 bytes in hexadecimal. */
  readonly rootSpanId: string;
  /** When it began, where that was an earlier planning, in ms since 1970; null otherwise. */
  readonly since: number | null;
}

/** `Root=1-5759e988-bd862e3fe1be46a994272793;...`: https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader */
const XRAY_ROOT = /(?:^|;)\s*Root=1-([0-9a-f]{8})-([0-9a-f]{24})(?:;|$)/i;
/** https://www.w3.org/TR/trace-context/#traceparent-header */
const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/;

/**
 * The trace of one planning of a run: X-Ray's where there is one, so that both systems show it under one id, and otherwise one that follows from `planId`.
 * Whoever works it out again comes to the same ids.
 */
export function traceOf(planId: string, xrayHeader: string | null): TraceContext {
  const [, time, rest] = XRAY_ROOT.exec(xrayHeader ?? '') ?? [];
  const traceId = time && rest ? `${time}${rest}`.toLowerCase() : hash(`trace ${planId}`, 16);
  return { traceId, rootSpanId: hash(`run ${planId}`, 8), since: null };
}

/** `root` is the root's span id. */
export const batchSpanId = (root: string, batch: number): string => hash(`batch ${root} ${batch}`, 8);

export const localeSpanId = (root: string, batch: number, locale: Locale): string =>
  hash(`locale ${root} ${batch} ${locale}`, 8);

/** The context as it travels in the state; `spanId` is the parent of what its reader does. */
export const traceparentOf = (traceId: string, spanId: string): string => `00-${traceId}-${spanId}-01`;

/** Null for what is none, as in the state of an execution that an older version began. */
export function readTraceparent(
  text: string | undefined,
): { readonly traceId: string; readonly spanId: string } | null {
  const [, traceId, spanId] = TRACEPARENT.exec(text ?? '') ?? [];
  return traceId && spanId ? { traceId, spanId } : null;
}

function hash(text: string, bytes: number): string {
  return createHash('sha256')
    .update(text)
    .digest('hex')
    .slice(0, 2 * bytes);
}
