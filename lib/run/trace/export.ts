import type { Attributes, Span } from '../contract/span.ts';
import { withoutContent } from '../contract/without-content.ts';
import type { SpanSink } from '../ports.ts';

/** Exports spans, their reasons without content where none may go with them. */
export const exportSpans = (sink: SpanSink, spans: readonly Span[]): Promise<void> =>
  sink.export(sink.content ? spans : spans.map(bare));

const bare = (span: Span): Span => ({
  ...span,
  error: span.error && withoutContent(span.error),
  events: span.events.map((event) => ({ ...event, attributes: bareReason(event.attributes) })),
  attributes: bareReason(span.attributes),
});

function bareReason(attributes: Attributes): Attributes {
  const { error, cause } = attributes;
  return typeof cause === 'string' ? { ...attributes, ...withoutContent({ error: String(error), cause }) } : attributes;
}
