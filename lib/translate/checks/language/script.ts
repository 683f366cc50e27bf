import { scriptOf } from '../../../catalog/locale.ts';
import type { Check, CheckedText } from '../check.ts';
import { count, latinLetters, localeLetters, simplifiedBalance, simplifiedOnly } from '../letters.ts';
import { bare, quoted } from '../text.ts';

/** Japanese this long has kana: the longest chain of Chinese characters in the references has seven. */
const LONG_WITHOUT_KANA = 12;
/** Of a text in another script, brands and technical words may be a good part. */
const LATIN_SHARE = 0.6;

/** The letters are those of the locale: mostly, where brand words are Latin, and all where they are of a third script. */
export const script: Check = {
  name: 'script',
  severity: 'reject',
  find: (text) => {
    if (text.pseudo) return null;
    const target = bare(text.maskedTarget);
    return foreignLetters(text, target) ?? latinInstead(text, target) ?? chineseVariant(text, target);
  },
};

function foreignLetters({ locale, maskedSource }: CheckedText, target: string): string | null {
  // One or two Greek letters are signs in any script (µ, Ω, Δt), three are a word; combining letters such as ー belong to several.
  const foreign = target
    .replace(/(?<!\p{Script=Greek})\p{Script=Greek}{1,2}(?!\p{Script=Greek})/gu, ' ')
    .replace(localeLetters(locale), '')
    .replace(latinLetters(), '');
  const stray = foreign.match(/\p{L}+/u)?.[0];
  if (stray === undefined || maskedSource.includes(stray)) return null;
  return `${quoted(stray)} is not in the script of ${locale}`;
}

function latinInstead({ locale, maskedSource }: CheckedText, target: string): string | null {
  if (scriptOf(locale) === 'Latn') return null;
  const own = count(target, localeLetters(locale));
  // Codes (DWR, USB-C) and sizes (XL) are what they are in any script, and a brand is where the text around it is.
  const isKept = (word: string) =>
    /^[A-Z]{1,5}$/.test(word) || (own > 0 && /^\p{Lu}/u.test(word) && maskedSource.includes(word));
  const latin = count(
    target.replace(/[\p{Script=Latin}\p{M}'’]+/gu, (word) => (isKept(word) ? '' : word)),
    latinLetters(),
  );
  // A syllable or an idea a character: each weighs as much as two letters and more.
  const weight = ['Jpan', 'Hans', 'Hant', 'Kore'].includes(scriptOf(locale)) ? 2.5 : 1;
  if (latin === 0 || latin <= LATIN_SHARE * (own * weight + latin)) return null;
  return own === 0 ? `not in the script of ${locale}` : `mostly not in the script of ${locale}`;
}

function chineseVariant({ locale }: CheckedText, target: string): string | null {
  switch (scriptOf(locale)) {
    case 'Hans':
      return simplifiedBalance(target) <= -2 ? 'in traditional characters, must be in simplified ones' : null;
    case 'Hant':
      return simplifiedBalance(target) >= 2 ? 'in simplified characters, must be in traditional ones' : null;
    case 'Jpan': {
      const chinese = /[\u3041-\u30ff]/u.test(target) ? 0 : count(target, /\p{Script=Han}/gu);
      return chinese >= LONG_WITHOUT_KANA || simplifiedOnly(target) >= 2 ? 'reads like Chinese, not Japanese' : null;
    }
    case 'Kore':
      return target.length >= 4 && !/\p{Script=Hangul}/u.test(target) && /\p{Script=Han}/u.test(target)
        ? 'reads like Chinese, not Korean'
        : null;
    default:
      return null;
  }
}
