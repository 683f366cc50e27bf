/** A text as a search compares it: without case, accents and widths, and letters that no normal form takes apart as they are typed without them. */
export function fold(text: string): string {
  const plain: Readonly<Record<string, string>> = {
    ß: 'ss',
    æ: 'ae',
    œ: 'oe',
    ø: 'o',
    ł: 'l',
    đ: 'd',
    ð: 'd',
    þ: 'th',
    ħ: 'h',
    ı: 'i',
    // Lower case makes it of Σ at the end of a word.
    ς: 'σ',
  };
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[ßæœøłđðþħıς]/g, (letter) => plain[letter] ?? letter);
}

/** A part of a text; `kept`: it is one of the protected spans. */
export interface Piece {
  readonly text: string;
  readonly kept: boolean;
}

/**
 * Splits a text at the protected spans that stand in it, longest first. A span that begins or ends with a letter or a digit is found as a whole word; letters of
 * scripts without spaces between words may touch it.
 */
export function pieces(text: string, spans: readonly string[]): Piece[] {
  const known = spans.filter((span) => span !== '').sort((a, b) => b.length - a.length);
  if (known.length === 0) return [{ text, kept: false }];
  const alternatives = known.map((span) => {
    const before = /^[\p{L}\p{N}]/u.test(span) ? '(?<![\\p{Script=Latin}\\p{N}])' : '';
    const after = /[\p{L}\p{N}]$/u.test(span) ? '(?![\\p{Script=Latin}\\p{N}])' : '';
    return before + span.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&') + after;
  });
  const parts: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(new RegExp(alternatives.join('|'), 'gu'))) {
    if (match.index > from) parts.push({ text: text.slice(from, match.index), kept: false });
    parts.push({ text: match[0], kept: true });
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), kept: false });
  return parts;
}
