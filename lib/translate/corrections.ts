import { addedSign } from './checks/added.ts';
import type { CheckedText, Finding } from './checks/check.ts';
import { maskFaults } from './protect.ts';

/**
 * What the corrective retry says of each check. The checks' own messages quote the text or the answer, and catalog text that stands outside a
 * segment could be taken for an instruction: a correction is made of these words and of masks, and of nothing else.
 */
const SENTENCES: Readonly<Record<string, string>> = {
  empty: 'the translation is empty',
  'too-long': 'is many times too long: must say what the text says and nothing more',
  'control-characters': 'has characters that cannot be seen and that the text does not have',
  'broken-characters': 'has broken or invisible characters that the text does not have',
  'error-text': 'an error message or a refusal stands in place of the translation',
  leak: 'something that is not part of the translation stands in it: remarks on the answer, words of the prompt, or JSON',
  'added-links': 'has a link or an address that the text does not have',
  'added-placeholders': 'has a placeholder, a trade mark, a pictograph or an emoticon that the text does not have',
  html: 'the tags must be those of the text, in the same places and around their words',
  lines: 'must have as many lines as the text',
  edges: 'must begin and end with the same white space as the text',
  'final-punctuation': 'must end with the same kind of punctuation as the text',
  'cut-off': 'breaks off before its end',
  'lost-items': 'the list must have as many items as that of the text',
  'list-items': 'the list must have as many items as that of the text',
  length: 'must say all of the text and nothing more: it is much too short or much too long',
  numbers: 'the numbers must be those of the text, no more and no fewer',
  units: 'the numbers must have the units of the text, in the target language and not converted',
  order: 'values, and the entries of a list, must stand in the order of the text',
  terms: 'must use the translations that "glossary" gives',
  script: 'must be written in the script of the target language throughout',
  untranslated: 'the text, or a part of it, is not translated',
  repetition: 'something is repeated that the text does not repeat',
  language: 'must be in the target language',
};

/** What to tell the model about an answer that these findings hold back. */
export function correctionFor(rejects: readonly Finding[], text: CheckedText): string {
  return rejects.map(({ check }) => `${check}: ${sentence(check, text)}`).join('; ');
}

/** What each kind of sign that a model has added looks like: told of a placeholder, it would look for one in vain. */
const SIGNS = {
  'a placeholder': 'a placeholder',
  'a trade mark': 'a trade mark (® ™ ℠)',
  'a pictograph': 'a pictograph (an emoji)',
  'an emoticon': 'an emoticon such as :)',
} as const;

function sentence(check: string, text: CheckedText): string {
  const sign = check === 'added-placeholders' ? addedSign(text) : null;
  if (sign !== null) return `has ${SIGNS[sign]} that the text does not have: leave it out`;
  const { maskedTarget, spans } = text;
  if (check !== 'protected-spans') return SENTENCES[check] ?? 'the check was not passed';
  const unnamed = spans.map(() => '');
  const masks = maskFaults(maskedTarget, unnamed).flatMap((fault) => fault.match(/⟦\d+⟧/) ?? []);
  const rule = 'each ⟦number⟧ of the text must stand in its translation exactly once, and no other';
  return masks.length === 0 ? rule : `${rule}; wrong: ${masks.join(' ')}`;
}
