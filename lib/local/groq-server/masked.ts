/** Masks that stand side by side are one hole: nothing says where the first one's text ends. */
const HOLE = /((?:⟦\d+⟧)+)/;

/** A masked text as a pattern: literals and, between each two of them, a hole that stands for any text. */
export interface MaskedPattern {
  /** The first is the prefix, the last the suffix (both may be empty), those between are not empty. */
  readonly literals: readonly string[];
  /** What stands in the holes: `⟦1⟧`, or `⟦2⟧⟦3⟧`. */
  readonly masks: readonly string[];
  readonly minLength: number;
}

/** Null for a text without masks. */
export function maskedPattern(text: string): MaskedPattern | null {
  const parts = text.split(HOLE);
  if (parts.length === 1) return null;
  const literals = parts.filter((_, index) => index % 2 === 0);
  const masks = parts.filter((_, index) => index % 2 === 1);
  return { literals, masks, minLength: literals.reduce((sum, { length }) => sum + length, masks.length) };
}

/**
 * What the holes stand for in a source text, each as short as can be; null when it does not fit. Plain searches and no regular
 * expression: twenty lazy groups between spaces would take one forever.
 */
export function captures({ literals, minLength }: MaskedPattern, source: string): string[] | null {
  const prefix = literals[0] ?? '';
  const suffix = literals.at(-1) ?? '';
  if (source.length < minLength || !source.startsWith(prefix) || !source.endsWith(suffix)) return null;
  const end = source.length - suffix.length;
  const captured: string[] = [];
  let from = prefix.length;
  for (const literal of literals.slice(1, -1)) {
    const at = source.indexOf(literal, from + 1);
    if (at === -1 || at + literal.length > end) return null;
    captured.push(source.slice(from, at));
    from = at + literal.length;
  }
  if (from >= end) return null;
  captured.push(source.slice(from, end));
  return captured;
}

/**
 * The translation with each captured text replaced by its masks, once per hole; null when one of them does not occur in it. Longer ones
 * are placed first, so that a shorter one is not found inside them; of equal ones the first occurrence is the first hole's.
 */
export function remask(translation: string, captured: readonly string[], masks: readonly string[]): string | null {
  const order = captured
    .map((text, hole) => ({ text, hole }))
    .sort((a, b) => b.text.length - a.text.length || a.hole - b.hole);
  const placed: { start: number; end: number; mask: string }[] = [];
  for (const { text, hole } of order) {
    const isFree = (start: number) => placed.every((other) => start >= other.end || start + text.length <= other.start);
    const start = findFree(translation, text, isFree);
    if (start === -1) return null;
    placed.push({ start, end: start + text.length, mask: masks[hole] ?? '' });
  }
  placed.sort((a, b) => a.start - b.start);
  let result = '';
  let from = 0;
  for (const { start, end, mask } of placed) {
    result += translation.slice(from, start) + mask;
    from = end;
  }
  return result + translation.slice(from);
}

/** Where a text stands as a word of its own, else anywhere (scripts without spaces): `8%` is not the end of `88%`. */
function findFree(translation: string, text: string, isFree: (start: number) => boolean): number {
  let anywhere = -1;
  for (let at = translation.indexOf(text); at !== -1; at = translation.indexOf(text, at + 1)) {
    if (!isFree(at)) continue;
    const apart = !joined(translation[at - 1], text[0]) && !joined(text.at(-1), translation[at + text.length]);
    if (apart) return at;
    if (anywhere === -1) anywhere = at;
  }
  return anywhere;
}

const WORD = /[\p{L}\p{N}]/u;
const joined = (a: string | undefined, b: string | undefined) =>
  a !== undefined && b !== undefined && WORD.test(a) && WORD.test(b);
