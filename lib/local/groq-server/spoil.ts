import type { AnsweredSegment } from './answers.ts';
import type { FaultName } from './faults.ts';

const MASK = /⟦\d+⟧/g;

/** The answer's segments with a fault in them; unchanged for faults of another kind. */
export function spoilSegments(
  fault: FaultName | null,
  segments: readonly AnsweredSegment[],
): readonly AnsweredSegment[] {
  const [first] = segments;
  if (first === undefined) return segments;
  switch (fault) {
    case 'wrong_ids':
      return segments.map((segment) => ({ ...segment, id: `x-${segment.id}` }));
    case 'extra_ids':
      return [...segments, { ...first, id: `extra-${segments.length + 1}` }];
    case 'missing_ids':
      return segments.slice(0, -1);
    case 'reordered':
      return segments.toReversed();
    case 'duplicate_ids':
      return [...segments, { ...first, text: `${first.text} (2)` }];
    case 'lost_mask': {
      const hit = segments.find(({ text }) => text.search(MASK) !== -1);
      return segments.map((segment) => (segment === hit ? { ...segment, text: withoutMasks(segment.text) } : segment));
    }
    case 'untranslated':
      return segments.map((segment) => ({ ...segment, text: segment.source, pseudo: false }));
    case 'chatter':
      return segments.map((segment) => ({ ...segment, text: `Here is the translation: ${segment.text}` }));
    default:
      return segments;
  }
}

/** The whole answer's text with a fault in it. */
export function spoilContent(
  fault: FaultName | null,
  content: string,
): { readonly content: string; readonly truncated: boolean } {
  switch (fault) {
    case 'bad_json':
      return { content: 'Certainly! All of the segments are translated.', truncated: false };
    case 'empty':
      return { content: '', truncated: false };
    case 'truncated':
      return { content: content.slice(0, Math.floor(content.length * 0.6)), truncated: true };
    default:
      return { content, truncated: false };
  }
}

const withoutMasks = (text: string) => text.replace(MASK, '').replace(/ {2,}/g, ' ').trim();
