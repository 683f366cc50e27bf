import type { CheckedText } from './check.ts';
import { samePlaces } from './places.ts';
import { quoted } from './text.ts';

const MASK = /⟦(\d+)⟧/g;
const AFTER_LABEL = /[:：]\s?⟦(\d+)⟧/gu;
/** What says something by itself: not tags, entities, or what only looks like a mask. */
const isFact = (span: string) => /[\p{L}\p{N}]/u.test(span) && !/^[<&⟦{}"']/u.test(span);
/** The pieces of a construction that holds texts: a plural's branches, a tag around its alternative text, braces around a sentence. */
const isPiece = (span: string) =>
  /[{}]/.test(span) ? !/^\$?\{[\s\S]*\}$/.test(span) : /^<[^>]*$|^[^<]*>$|^["'⟦⟧]/.test(span) && !/^⟦\d*⟧/.test(span);
const OPENS = /\{\s*$|=\s{0,4}["']$/;

/**
 * A mask that has left its place. In a sentence masks may move as the language needs it; an entry of a list, a labelled value, a table's cell and a
 * paragraph each state a fact of their own, and "Weight: ⟦2⟧, Length: ⟦1⟧" states two false ones. A list in another order is held back with them: what
 * has changed places may as well be the values as the entries, and nothing here can tell.
 */
export function misplacedMask({ maskedSource, maskedTarget, spans }: CheckedText): string | null {
  const span = (number: string) => spans[Number(number) - 1] ?? '';
  const found = (text: string, pattern = MASK) => [...text.matchAll(pattern)].map(([, number = '']) => span(number));
  if (spans.length < 2) return null;
  const pieces = (text: string) => found(text).filter(isPiece).join('\n');
  if (pieces(maskedSource) !== pieces(maskedTarget)) return 'braces, or the parts of a tag, stand in another order';
  const [inside, translated] = [held(maskedSource, spans), held(maskedTarget, spans)];
  const emptied = inside.some((text, index) => /\p{L}/u.test(text) && !/\p{L}/u.test(translated[index] ?? ''));
  if (emptied) return 'the text inside braces or a tag is missing';
  for (const [source, target] of samePlaces(maskedSource, maskedTarget, spans)) {
    const own = found(source).filter(isFact);
    const stranger = found(target)
      .filter(isFact)
      .find((fact) => {
        const at = own.indexOf(fact);
        if (at !== -1) own.splice(at, 1);
        return at === -1;
      });
    if (stranger !== undefined) return `${quoted(stranger)} stands in another place than in the source`;
  }
  const [labelled, others] = [found(maskedSource, AFTER_LABEL), found(maskedTarget, AFTER_LABEL)];
  const swapped = labelled.length === others.length && labelled.some((own, index) => own !== others[index]);
  return swapped && [...labelled].sort().join('\n') === [...others].sort().join('\n')
    ? 'labelled values have changed places'
    : null;
}

/** The texts that pieces hold. */
function held(masked: string, spans: readonly string[]): string[] {
  const pieces = [...masked.matchAll(MASK)].filter(([, number]) => isPiece(spans[Number(number) - 1] ?? ''));
  return pieces.flatMap(({ 0: mask, 1: number, index }, at) =>
    OPENS.test(spans[Number(number) - 1] ?? '') ? [masked.slice(index + mask.length, pieces[at + 1]?.index)] : [],
  );
}
