import { type Locale, languageOf, scriptOf } from '../catalog/locale.ts';
import type { AnswersSoFar, Verdict } from './answers-so-far.ts';
import type { CheckedText } from './checks/check.ts';
import { byWords, otherLanguage, speaksAgainst } from './checks/language/language.ts';
import { script } from './checks/language/script.ts';
import { letterCount, words } from './checks/text.ts';
import { type Problem, plain } from './problem.ts';
import type { Segment } from './segments.ts';

/** An answer as its languages are looked at. */
export interface Told {
  readonly source: Locale;
  readonly target: Locale;
  /** Who gave it: what one model has shown says nothing against another. */
  readonly model: string;
  readonly soFar: AnswersSoFar;
  /** Masked translations by segment, and the names of the checks that rejected some of them. */
  readonly answered: ReadonlyMap<Segment, string>;
  readonly failed: ReadonlyMap<Segment, readonly string[]>;
}

/** The characters are another variety's; which language they make does not matter. */
const CHARACTERS = 'characters';

/** Letters from which on most texts can be told, and those where a character is a syllable or a word. */
const LONG_ENOUGH = 40;
const LONG_ENOUGH_IN_CHARACTERS = 12;
/** One sentence may have been left or mistaken; several, and so many of those that can be told, show what the answer is in. */
const FEW = 2;
const MANY = 0.3;
/** Fewer short texts may have a borrowed word each. */
const FEW_SHORT_TEXTS = 4;
/** Earlier short texts that are looked at beside an answer's own. */
const MOST_JOINED = 60;

/** Locales whose characters are mostly also another's: a short text passes for both. */
const CHARACTER_LOCALES: Readonly<Record<string, readonly Locale[]>> = {
  Jpan: ['zh-Hans' as Locale, 'zh-Hant' as Locale],
  Hans: ['zh-Hant' as Locale, 'ja' as Locale],
  Hant: ['zh-Hans' as Locale, 'ja' as Locale],
};

/**
 * Texts too short to be told by themselves ("Azul", a list of features) in an answer that is in another language by its longer ones, or by all of its short ones
 * together. What speaks for the target by itself is not doubted: a model that mixes languages has translated it all the same.
 */
export function inOtherLanguage(told: Told): readonly Segment[] {
  const other = byLongTexts(told) ?? byShortTexts(told);
  if (other === null) return [];
  return [...told.answered].flatMap(([segment, text]) =>
    told.failed.has(segment) || speaksForTarget(asChecked(segment.text, text, told), other) ? [] : [segment],
  );
}

export const OTHER_LANGUAGE: Problem = {
  ...plain('language: seems to be in another language than asked for, as other texts of the answer are'),
  checks: ['language'],
};

/** Remembers what the longer texts of an answer were found to be in (asked for again, a text counts as it is now), and those of the short ones that were accepted. */
export function rememberLanguages(told: Told, accepted: ReadonlyMap<Segment, string>): void {
  const seen = told.soFar.seenOf(told.model);
  for (const [segment, verdict] of verdicts(told)) seen.languages.set(segment.text, verdict);
  for (const [{ text }, target] of accepted) if (isShort(target)) seen.shortTexts.set(text, target);
}

const isShort = (text: string) => letterCount(text) < LONG_ENOUGH;

function byLongTexts(told: Told): Verdict {
  const here = verdicts(told);
  // An answer with texts of its own to tell it by needs no others.
  if (here.size >= FEW) return mostly([...here.values()]);
  const earlier = new Map(told.soFar.seenOf(told.model).languages);
  for (const [segment, verdict] of here) earlier.set(segment.text, verdict);
  return mostly([...earlier.values()]);
}

function verdicts(told: Told): ReadonlyMap<Segment, Verdict> {
  const found = new Map<Segment, Verdict>();
  const enough = scriptOf(told.target) in CHARACTER_LOCALES ? LONG_ENOUGH_IN_CHARACTERS : LONG_ENOUGH;
  for (const [segment, text] of told.answered) {
    const checks = told.failed.get(segment) ?? [];
    if (checks.includes('script')) found.set(segment, CHARACTERS);
    else if (checks.includes('language')) {
      found.set(segment, otherLanguage(asChecked(segment.text, text, told)) ?? languageOf(told.source));
    } else if (checks.length === 0 && letterCount(text) >= enough) found.set(segment, null);
  }
  return found;
}

/** What most of the wrong ones are in, where they are enough. */
function mostly(all: readonly Verdict[]): Verdict {
  const wrong = all.filter((verdict) => verdict !== null);
  if (wrong.length < FEW || wrong.length < MANY * all.length) return null;
  const counts = new Map<string, number>();
  for (const verdict of wrong) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null;
}

/** Texts that say too little one by one are one text together. */
function byShortTexts(told: Told): Verdict {
  const short = [...told.answered].filter(([segment, text]) => !told.failed.has(segment) && isShort(text));
  const here = short.map(([segment, text]) => [segment.text, text] as const);
  const earlier = [...told.soFar.seenOf(told.model).shortTexts].slice(-MOST_JOINED);
  return inOne(here, told) ?? (here.length > 0 ? inOne([...earlier, ...here], told) : null);
}

function inOne(texts: readonly (readonly [string, string])[], told: Told): Verdict {
  if (texts.length < FEW_SHORT_TEXTS) return null;
  // Names and codes stand in the source too, and speak for any language. What letters say of a heap of names is chance.
  const given = texts.map(([source, target]) => {
    const known = new Set(words(source));
    return words(target).filter((word) => !known.has(word));
  });
  const other = byWords(asChecked('', given.map((own) => own.join(' ')).join(', '), told));
  // What is left in the source's language is looked at word by word elsewhere.
  return other === languageOf(told.source) ? null : other;
}

function speaksForTarget(text: CheckedText, other: string): boolean {
  if (other !== CHARACTERS) return speaksAgainst(other, text);
  // Where a text passes the check of scripts and another locale's would refuse it, its characters are the target's.
  const others = CHARACTER_LOCALES[scriptOf(text.locale)] ?? [];
  return others.every((locale) => script.find({ ...text, locale }) !== null);
}

const asChecked = (
  maskedSource: string,
  maskedTarget: string,
  { source, target }: { readonly source: Locale; readonly target: Locale },
): CheckedText => ({
  sourceLocale: source,
  locale: target,
  field: '',
  source: maskedSource,
  target: maskedTarget,
  maskedSource,
  maskedTarget,
  spans: [],
  terms: [],
  pseudo: false,
});
