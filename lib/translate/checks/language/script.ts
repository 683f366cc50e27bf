import { scriptOf } from '../../../catalog/locale.ts';
import type { Check, CheckedText } from '../check.ts';
import { neverJapanese, simplifiedOnly, traditionalOnly } from '../chinese-characters.ts';
import { count, latinLetters, localeLetters } from '../letters.ts';
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
    return foreignLetters(text, target) ?? latinInstead(text, target) ?? otherHan(text, target);
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

/** Chinese characters of another way of writing than the locale's; those that the source has too are a name's. */
function otherHan({ locale, maskedSource }: CheckedText, target: string): string | null {
  const own = target.replace(/\p{Script=Han}/gu, (character) => (maskedSource.includes(character) ? '' : character));
  const han = count(own, /\p{Script=Han}/gu);
  if (han === 0) return null;
  switch (scriptOf(locale)) {
    case 'Hans':
      return isStrange(traditionalOnly(own), simplifiedOnly(own), han)
        ? 'in traditional characters, must be in simplified ones'
        : null;
    case 'Hant':
      return isStrange(simplifiedOnly(own), traditionalOnly(own), han)
        ? 'in simplified characters, must be in traditional ones'
        : null;
    case 'Jpan': {
      const kana = count(target, /[\u3041-\u30ff]/gu);
      const isChinese = (kana === 0 && han >= LONG_WITHOUT_KANA) || isStrange(neverJapanese(own), kana, han);
      return isChinese ? 'reads like Chinese, not Japanese' : null;
    }
    case 'Kore':
      return target.length >= 4 && !/\p{Script=Hangul}/u.test(target) ? 'reads like Chinese, not Korean' : null;
    default:
      return null;
  }
}

/**
 * Two characters that the locale does not write, and one in ten or more of those that tell the ways of writing apart; one in a short text where none of its own stands
 * beside it. A rare word or a single slip does not hold a long text back.
 */
const isStrange = (strange: number, own: number, han: number): boolean =>
  strange >= 2 ? strange * 10 >= strange + own : strange === 1 && own === 0 && han <= 10;
