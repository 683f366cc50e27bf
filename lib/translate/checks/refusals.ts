import { EASTERN_REFUSALS } from './refusals-eastern.ts';
import { WESTERN_REFUSALS } from './refusals-western.ts';

/** By language: whatever the target locale, a refusal may come in any of them. */
const REFUSALS = { ...WESTERN_REFUSALS, ...EASTERN_REFUSALS };

const END = '[^.!?。！？؟।]';

/** Languages whose refusals are known, English aside. */
export const REFUSAL_LANGUAGES: readonly string[] = Object.keys(REFUSALS);

/** Refusals in every language but English, whose words are never those of another. */
export const FOREIGN_REFUSALS: readonly RegExp[] = Object.values(REFUSALS).flatMap(
  ({ sorry, cannot, declines, asks }) => [
    new RegExp(`(?<!\\p{L})(?:${sorry})${END}{0,50}(?:${cannot})`, 'iu'),
    new RegExp(`(?:${declines})`, 'iu'),
    new RegExp(`(?<!\\p{L})(?:${asks})`, 'iu'),
  ],
);

/** Refusals in English: in a translation into any other language, and in one of a source that does not say the same. */
export const ENGLISH_REFUSALS: readonly RegExp[] = [
  /\bI(?:'m| am) (?:sorry|unable|not able|afraid I)\b|\bI apologi[sz]e\b|\bmy apologies\b|\b(?:I|we) must decline\b/i,
  /\bI (?:can(?:no|')t|can not|could not|couldn't|won't|will not)\b[^.!?]{0,30}\b(?:assist|help|translat|provide|comply|fulfil|process|do that|continue)/i,
  /\b(?:please|kindly|(?:could|can|would) you)\b[^.!?]{0,20}\b(?:provide|give|send|share|paste|supply|enter)\b[^.!?]{0,30}\b(?:text|sentences?|content|segments?|phrase)\b/i,
  /\bno text (?:was |is |has been )?(?:provided|given|supplied)\b|\bwhat (?:text )?would you like (?:me )?to translate\b/i,
];

/** A source that declines, apologizes or asks itself, in English: "Sorry, no pockets", "Unfortunately I can't find mine". */
const ENGLISH_SORRY =
  /\bsorry\b|\bapolog|\bunfortunately\b|\bregret|\bsadly\b|\bafraid\b|\bpardon\b|\bexcus|\bforgive|\balas\b|\bI can(?:no|')t\b|\b(?:can(?:no|')t|unable to|could not) (?:be )?(?:help|assist|do|provide|translat)|\b(?:text|send|enter|provide|write|share|give)\b[^.!?]{0,30}\b(?:text|word|message|name|content|us)\b/i;
const FOREIGN_SORRY = new RegExp(
  `(?<!\\p{L})(?:${Object.values(REFUSALS)
    .map(({ sorry }) => sorry)
    .join('|')})`,
  'iu',
);

/** Whether a source has words that a translation would rightly render with those of a refusal. */
export const saysSorry = (source: string): boolean => ENGLISH_SORRY.test(source) || FOREIGN_SORRY.test(source);

/** A model that speaks of itself, or of what it is not allowed to write, in every language but English. */
export const FOREIGN_RULES: readonly RegExp[] = Object.values(REFUSALS).flatMap(({ model, policy }) => [
  new RegExp(`(?<!\\p{L})(?:${model})`, 'iu'),
  new RegExp(`(?:${policy})`, 'iu'),
]);

/** A source that speaks of models or of rules itself: "With AI assistant", "Meets our guidelines". */
export const speaksOfRules = (source: string): boolean =>
  /\b(?:AI|artificial intelligence|language models?|assistants?)\b/i.test(source) ||
  /\b(?:polic(?:y|ies)|guidelines?|rules?|terms|conditions|regulations?|standards?|violat\w*|infring\w*|breach\w*)\b/i.test(
    source,
  );
