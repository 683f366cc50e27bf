import { loadPseudoLocalizer } from './pseudo.ts';
import type { Question } from './question.ts';
import type { References } from './references.ts';

export interface AnsweredSegment {
  readonly id: string;
  readonly source: string;
  readonly text: string;
  /** No reference was found: the text is pseudo-localized. */
  readonly pseudo: boolean;
}

/** The reference translation of each segment, or its pseudo-localization, in the question's order. */
export async function answerSegments(
  { targetLocale, segments }: Question,
  references: Pick<References, 'forLocale'>,
): Promise<AnsweredSegment[]> {
  const lookup = await references.forLocale(targetLocale);
  const found = segments.map(({ id, text }) => ({ id, source: text, text: lookup?.(text) ?? null }));
  const missing = found.some(({ text }) => text === null);
  const pseudoLocalize = missing ? await loadPseudoLocalizer() : null;
  return found.map(({ id, source, text }) => ({
    id,
    source,
    text: text ?? pseudoLocalize?.(source) ?? source,
    pseudo: text === null,
  }));
}

/** The answer as the model writes it. */
export function answerContent(segments: readonly { readonly id: string; readonly text: string }[]): string {
  return JSON.stringify({ segments: segments.map(({ id, text }) => ({ id, text })) });
}
