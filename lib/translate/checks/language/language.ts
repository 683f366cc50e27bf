import { type Locale, languageOf, localeName } from '../../../catalog/locale.ts';
import type { Check, CheckedText } from '../check.ts';
import { letterCount, sentences, words } from '../text.ts';
import { likeliestByLetters } from './letter-statistics.ts';
import { areRelated, areTwins, isLike } from './related.ts';
import { SMALL_WORDS } from './small-words.ts';
import { smallWordCount, type Vote, votes } from './word-votes.ts';

/** Another language than the target's, the source's first of all: in the whole text, or in a sentence of it. */
export const language: Check = {
  name: 'language',
  severity: 'reject',
  find: (text) => {
    if (text.pseudo) return null;
    const other = otherLanguage(text);
    if (other !== null) return `in ${localeName(other as Locale)}, must be in ${localeName(text.locale)}`;
    const [source, target] = [languageOf(text.sourceLocale), languageOf(text.locale)];
    return hasSourceSentence(text, source, target)
      ? `a sentence is in ${localeName(text.sourceLocale)}, must be in ${localeName(text.locale)}`
      : null;
  },
};

/** The language that a text is in instead of the target's; null where nothing tells. */
export function otherLanguage(text: CheckedText): string | null {
  const other = byWords(text) ?? byLetters(text);
  if (other === null || languageOf(text.sourceLocale) !== languageOf(text.locale)) return other;
  // From one variety of a language to another, what speaks for a third one may stand in the source already: a name, a motto.
  const source = { ...text, maskedTarget: text.maskedSource };
  return byWords(source) === other || byLetters(source) === other ? null : other;
}

/** Whether a text's words say that it is rather in the target's language than in this other one. */
export function speaksAgainst(other: string, { locale, maskedSource, maskedTarget }: CheckedText): boolean {
  const [vote] = votes(languageOf(locale), [other], words(maskedTarget), words(maskedSource));
  return vote !== undefined && vote.forOwn > vote.forOther;
}

/** The language that the words speak for, against the target's; null where they speak for that one, or say too little. */
export function byWords(text: CheckedText): string | null {
  const own = languageOf(text.locale);
  const isLost =
    SMALL_WORDS[own] === undefined
      ? (vote: Vote) => isOtherThanUnlisted(own, vote)
      : (vote: Vote) => isOther(own, vote);
  const lost = allVotes(text).filter(isLost);
  const [strongest] = lost.sort((a, b) => b.forOther - b.forOwn - (a.forOther - a.forOwn));
  return strongest?.other ?? null;
}

/**
 * By how much another language must be the likelier one, by the letters of the text. On the references the right language trailed by at most 0.08 from
 * 40 letters on (0.23 once, in a list of names), by 0.12 from 80 and never from 120; a wrong one trailed by 0.02 at least from 120 on, mostly 0.2.
 */
const MARGINS = [
  [120, 0.05],
  [80, 0.14],
  [40, 0.25],
] as const;
/** Where a word of that language stands in the text, and none of the target's. */
const MARGIN_WITH_A_WORD = 0.1;
const LETTERS_WITH_A_WORD = 30;

/** What letters say, where words say too little. Words are the better witnesses: where they speak for the target's language, letters do not count. */
function byLetters(text: CheckedText): string | null {
  const letters = letterCount(text.maskedTarget);
  if (letters < LETTERS_WITH_A_WORD) return null;
  const own = languageOf(text.locale);
  const all = allVotes(text);
  const ownWords = smallWordCount(own, words(text.maskedTarget));
  if (ownWords >= 2 && all.every(({ forOwn, forOther }) => forOwn >= forOther)) return null;
  const likeliest = likeliestByLetters(text.maskedTarget, own);
  if (likeliest === null || likeliest.lead <= 0) return null;
  const vote = all.find(({ other }) => other === likeliest.language);
  if (vote === undefined || vote.forOwn > vote.forOther) return null;
  if (
    ownWords === 0 &&
    vote.forOwn === 0 &&
    vote.forOther > 0 &&
    likeliest.lead > MARGIN_WITH_A_WORD &&
    SMALL_WORDS[own]
  )
    return likeliest.language;
  const margin = MARGINS.find(([from]) => letters >= from)?.[1];
  // Of a language that the detector does not know, only the source's can be told by letters alone.
  const canTell = likeliest.isTargetKnown || likeliest.language === languageOf(text.sourceLocale);
  return canTell && margin !== undefined && likeliest.lead > margin ? likeliest.language : null;
}

function allVotes({ locale, maskedSource, maskedTarget }: CheckedText): Vote[] {
  const own = languageOf(locale);
  const others = Object.keys(SMALL_WORDS).filter((other) => !areTwins(own, other));
  return votes(own, others, words(maskedTarget), words(maskedSource));
}

/** One word may be a name or borrowed, and so may two where languages are related. */
function isOther(own: string, { other, forOwn, forOther, density }: Vote): boolean {
  const needed = areRelated(own, other) ? 3 : 2;
  return forOther >= needed && density >= 0.12 && (forOwn === 0 || forOther >= 3 * forOwn + 2);
}

/** Of a language whose own words are not known, nothing can speak for it. */
const isOtherThanUnlisted = (own: string, { other, forOther, density }: Vote): boolean =>
  forOther >= 4 && density >= 0.25 && !areRelated(own, other) && !isLike(own, other);

/** Letters that a sentence must have: a shorter one is a name or a slogan. */
const SENTENCE_LETTERS = 40;

/** A sentence of several in which the source's small words stand, and none of the target's. */
function hasSourceSentence(text: CheckedText, source: string, target: string): boolean {
  const pieces = sentences(text.maskedTarget);
  if (pieces.length < 2 || areTwins(source, target) || isLike(target, source)) return false;
  const ownWords = words(text.maskedSource);
  return pieces.some((piece) => {
    if (letterCount(piece) < SENTENCE_LETTERS) return false;
    const [vote] = votes(target, [source], words(piece), ownWords);
    return vote !== undefined && vote.forOther >= 3 && vote.forOwn === 0 && vote.density >= 0.25;
  });
}
