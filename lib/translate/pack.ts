import { estimateTokens } from './tokens.ts';

/**
 * Source tokens in one call. With the prompt and the room for the answer a full call counts for 4,600 tokens into most western languages, 6,000 into
 * Greek: under the free tier's 8,000 a minute, and short enough that one call's latency stays within seconds.
 */
export const PACK_SOURCE_TOKENS = 1_320;
/** Segments in one call: beyond some dozens models begin to drop ids. */
export const PACK_SEGMENTS = 60;
/** JSON around one segment, in the question and in the answer alike. */
export const TOKENS_PER_SEGMENT = 8;

/** Groups texts into calls, in order, about evenly filled; a text larger than the budget stands alone. */
export function pack<T extends { readonly text: string }>(segments: readonly T[]): T[][] {
  return packBy(segments, ({ text }) => estimateTokens(text));
}

/** As `pack`, for who knows already how many tokens each text is. */
export function packBy<T>(segments: readonly T[], tokensOf: (segment: T) => number): T[][] {
  const costs = segments.map((segment) => tokensOf(segment) + TOKENS_PER_SEGMENT);
  const total = costs.reduce((sum, cost) => sum + cost, 0);
  const count = Math.max(Math.ceil(total / PACK_SOURCE_TOKENS), Math.ceil(segments.length / PACK_SEGMENTS));
  const budget = Math.min(PACK_SOURCE_TOKENS, Math.ceil((total / Math.max(count, 1)) * 1.1));
  const packs: T[][] = [];
  let current: T[] = [];
  let used = 0;
  for (const [index, segment] of segments.entries()) {
    const cost = costs[index] ?? 0;
    if (current.length > 0 && (used + cost > budget || current.length === PACK_SEGMENTS)) {
      packs.push(current);
      current = [];
      used = 0;
    }
    current.push(segment);
    used += cost;
  }
  if (current.length > 0) packs.push(current);
  return packs;
}
