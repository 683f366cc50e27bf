import { francAll } from 'franc-min';
import { type Locale, languageOf, localeName, scriptOf } from '../../catalog/locale.ts';
import type { Check, CheckedText } from './check.ts';
import { SMALL_WORDS } from './small-words.ts';
import { bare, letterCount, words } from './text.ts';

/** ISO 639-3, as the detector names languages. */
const DETECTED: Readonly<Record<string, string>> = {
  ar: 'arb',
  bs: 'bos',
  cs: 'ces',
  de: 'deu',
  en: 'eng',
  es: 'spa',
  fa: 'pes',
  fr: 'fra',
  hi: 'hin',
  hr: 'hrv',
  hu: 'hun',
  id: 'ind',
  it: 'ita',
  nl: 'nld',
  pl: 'pol',
  pt: 'por',
  ro: 'ron',
  ru: 'rus',
  sr: 'srp',
  sv: 'swe',
  tr: 'tur',
  uk: 'ukr',
  ur: 'urd',
  vi: 'vie',
};

/** Languages that the detector takes for each other. */
const RELATED = [
  ['spa', 'por', 'glg', 'cat'],
  ['swe', 'dan', 'nob', 'nno'],
  ['ces', 'slk', 'pol'],
  ['hrv', 'srp', 'bos', 'slv'],
  ['ind', 'zlm', 'msa', 'jav', 'sun', 'mad'],
  ['rus', 'ukr', 'bel', 'bul', 'srp', 'mkd'],
  ['pes', 'prs', 'urd', 'ckb', 'uig', 'pnb', 'skr'],
];

/**
 * By how much another language must be the likelier one, by the letters of the text. On the references the right language trailed by at most 0.08 from
 * 40 letters on (0.23 once, in a list of names), by 0.12 from 80 and never from 120; a wrong one trailed by 0.02 at least from 120 on, mostly 0.2.
 */
const MARGINS = [
  [120, 0.05],
  [80, 0.14],
  [40, 0.25],
] as const;

/** Another language than the target's, the source's first of all. Related languages are told apart by their small words alone. */
export const language: Check = {
  name: 'language',
  severity: 'reject',
  find: (text) => {
    if (text.pseudo || languageOf(text.sourceLocale) === languageOf(text.locale)) return null;
    const told = bySmallWords(text);
    const other = told === null ? byLetters(text) : told;
    return other == null ? null : `in ${localeName(other as Locale)}, must be in ${localeName(text.locale)}`;
  },
};

/** The language whose small words stand where the target's should; undefined where the target's own do. */
function bySmallWords({ locale, maskedTarget }: CheckedText): string | null | undefined {
  const language = languageOf(locale);
  const own = SMALL_WORDS[language];
  if (scriptOf(locale) !== 'Latn' || own === undefined) return null;
  const found = words(maskedTarget);
  const distinct = new Set(found);
  const ownCount = [...distinct].filter((word) => own.has(word)).length;
  for (const [other, small] of Object.entries(SMALL_WORDS)) {
    const telling = (word: string) => small.has(word) && !own.has(word);
    const count = [...distinct].filter(telling).length;
    const needed = areRelated(DETECTED[language], DETECTED[other]) ? 3 : 2;
    const dense = found.filter(telling).length >= 0.12 * found.length;
    if (count >= needed && dense && (ownCount === 0 || count >= 3 * ownCount + 2)) return other;
  }
  return ownCount >= 2 ? undefined : null;
}

/** What the letters say, where there are enough of them and the answer is clear. */
function byLetters({ sourceLocale, locale, maskedTarget }: CheckedText): string | null {
  const letters = letterCount(maskedTarget);
  const margin = MARGINS.find(([from]) => letters >= from)?.[1];
  if (margin === undefined) return null;
  const scores = francAll(bare(maskedTarget));
  const own = DETECTED[languageOf(locale)];
  const source = DETECTED[languageOf(sourceLocale)];
  const [best] = scores.filter(([code]) => code !== own && !areRelated(code, own));
  if (best === undefined) return null;
  const known = scores.find(([code]) => code === own);
  // Of a language that the detector does not know, only the source's can be told: it must lead the field.
  const rival = known ?? (best[0] === source ? scores.find(([code]) => code !== source) : best);
  return rival !== undefined && best[1] - rival[1] > margin ? (LANGUAGES.get(best[0]) ?? best[0]) : null;
}

const LANGUAGES = new Map(Object.entries(DETECTED).map(([language, code]) => [code, language]));

const areRelated = (a: string | undefined, b: string | undefined): boolean =>
  RELATED.some((family) => a !== undefined && b !== undefined && family.includes(a) && family.includes(b));
