import { type Glossary, termsIn } from './glossary.ts';
import type { BatchSegments } from './job-segments.ts';
import { packBy } from './pack.ts';
import type { Segment } from './segments.ts';
import { estimateTokens, weigh } from './tokens.ts';

/** A text as far as its key in memory and the size of its calls go: the same in every locale, so that a plan works it out once for all of them. */
export interface SizedText {
  readonly json: string;
  readonly tokens: number;
  /** The glossary's terms that occur in it, by `termId`. */
  readonly terms: readonly string[];
}

export interface SizedSegment {
  readonly segment: Segment;
  /** One object for all segments of this text, in whichever batch. */
  readonly text: SizedText;
  /** What its entry in the question weighs. */
  readonly weight: number;
}

/** The segments of one call. */
export interface SizedPack {
  readonly tokens: readonly number[];
  /** What the list of segments in the question weighs, without its brackets. */
  readonly weight: number;
  readonly terms: ReadonlySet<string>;
}

/** Whether a term occurs in a text depends on these alone, and not on what it is translated to. */
export const termId = ({ source, caseSensitive }: { readonly source: string; readonly caseSensitive: boolean }) =>
  `${caseSensitive ? '=' : '~'}${source}`;

/** Makes the function that measures the segments of batches that are planned together. */
export function segmentSizer(glossary: Glossary): (texts: BatchSegments) => readonly SizedSegment[] {
  const terms = glossary.terms.map(({ source, caseSensitive }) => ({ source, caseSensitive }));
  const known = new Map<string, SizedText>();
  const sized = (text: string): SizedText => {
    const own = known.get(text) ?? {
      json: JSON.stringify(text),
      tokens: estimateTokens(text),
      terms: [...new Set(termsIn(text, terms).map(termId))],
    };
    known.set(text, own);
    return own;
  };
  return ({ segments }) =>
    segments.map((segment) => {
      const { id, text } = segment;
      return { segment, text: sized(text), weight: weigh(JSON.stringify({ id, text })) };
    });
}

const COMMA = weigh(',');

/** The calls that a job would make for these. */
export function packSized(segments: readonly SizedSegment[]): readonly SizedPack[] {
  return packBy(segments, ({ text }) => text.tokens).map((pack) => ({
    tokens: pack.map(({ text }) => text.tokens),
    weight: pack.reduce((sum, { weight }) => sum + weight, (pack.length - 1) * COMMA),
    terms: new Set(pack.flatMap(({ text }) => text.terms)),
  }));
}
