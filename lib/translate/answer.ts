import * as z from 'zod';

const entrySchema = z.object({ id: z.string(), text: z.string() });
export const answerSchema = z.object({ segments: z.array(entrySchema) });
/** What an answer must be for its entries to be looked at, each by itself. */
const envelopeSchema = z.object({ segments: z.array(z.unknown()) });

const text = { type: 'string' };

/**
 * The answer's shape as a provider in strict mode takes it: every field required, nothing else allowed. Written out, since making it from `answerSchema`
 * would bring zod's generator into every Lambda that asks.
 */
export const ANSWER_SCHEMA: Readonly<Record<string, unknown>> = {
  type: 'object',
  properties: {
    segments: {
      type: 'array',
      items: {
        type: 'object',
        properties: { id: text, text },
        required: ['id', 'text'],
        additionalProperties: false,
      },
    },
  },
  required: ['segments'],
  additionalProperties: false,
};

export type ParsedAnswer =
  | { readonly ok: true; readonly texts: ReadonlyMap<string, string>; readonly repeated: ReadonlySet<string> }
  | { readonly ok: false; readonly problem: string };

/**
 * Reads a model's answer: segments by id, in whatever order. An id that stands twice with different texts is in `repeated` and not in `texts`;
 * ids that nobody asked for are for the caller to pass over. An entry of another shape is missing, and costs none of the others, which are paid for.
 */
export function parseAnswer(text: string): ParsedAnswer {
  if (text.trim() === '') return { ok: false, problem: 'the answer is empty' };
  let json: unknown;
  try {
    // JSON mode without a schema still brings a code fence at times.
    json = JSON.parse(text.trim().replace(/^```(?:json)?|```$/g, ''));
  } catch {
    return { ok: false, problem: 'the answer is not JSON' };
  }
  const entries = entriesOf(json);
  if (entries === null) return { ok: false, problem: 'the answer is not {"segments":[{"id":"...","text":"..."}]}' };
  const texts = new Map<string, string>();
  const repeated = new Set<string>();
  for (const segment of entries) {
    const earlier = texts.get(segment.id);
    if (earlier !== undefined && earlier !== segment.text) repeated.add(segment.id);
    texts.set(segment.id, segment.text);
  }
  for (const id of repeated) texts.delete(id);
  return { ok: true, texts, repeated };
}

/** The entries that are as they should be; null where the whole is not, or none of its entries. */
function entriesOf(json: unknown): z.infer<typeof entrySchema>[] | null {
  const envelope = envelopeSchema.safeParse(json);
  if (!envelope.success) return null;
  const { segments } = envelope.data;
  const entries = segments.flatMap((segment) => entrySchema.safeParse(segment).data ?? []);
  return entries.length === 0 && segments.length > 0 ? null : entries;
}
