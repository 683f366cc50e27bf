import { scriptOf } from '../../catalog/locale.ts';
import type { Check } from './check.ts';
import { letterCount, sentences } from './text.ts';

/** Letters of a translation for each letter of a Latin source: shortest, usual, longest. */
interface Proportion {
  readonly least: number;
  readonly usual: number;
  readonly most: number;
  /**
   * Letters that a translation may have beyond that, which short texts need: "Packable" is 28 letters in German, "Fits like a glove" 21 in Japanese. The most that the references
   * and the labelled pairs needed is 11 in western languages, 7 in Arabic, 4 in Japanese and Chinese.
   */
  readonly slack: number;
}

/**
 * From 80 letters on. Measured on the references: western 0.94 to 1.69, Arabic 0.72 to 1.2, Japanese 0.43 to 0.82, Chinese 0.25 to 0.47; with room
 * on both sides.
 */
const PROPORTIONS: Readonly<Record<string, Proportion>> = {
  Arab: { least: 0.55, usual: 0.9, most: 1.7, slack: 12 },
  Hebr: { least: 0.5, usual: 0.8, most: 1.5, slack: 12 },
  Hans: { least: 0.2, usual: 0.35, most: 0.8, slack: 8 },
  Hant: { least: 0.2, usual: 0.35, most: 0.8, slack: 8 },
  Jpan: { least: 0.35, usual: 0.6, most: 1.2, slack: 9 },
  Kore: { least: 0.3, usual: 0.5, most: 1, slack: 9 },
};
const ALPHABETIC: Proportion = { least: 0.7, usual: 1.22, most: 2.1, slack: 16 };
/** Scripts of India and its neighbours write vowels as marks, which are no letters here. */
const VOWEL_MARKS: Proportion = { least: 0.35, usual: 0.65, most: 1.8, slack: 16 };
const WITH_VOWEL_MARKS = new Set(
  'Beng Deva Gujr Guru Khmr Knda Laoo Mlym Mymr Orya Sinh Taml Telu Thai Tibt'.split(' '),
);
/** Shorter texts say little by their length: a colour of 4 letters may become one of 12, "Weight" a sign or two. */
const SHORT = 80;
const LONG_ENOUGH_TO_LOSE = 40;

/** Far from the length that a translation of the source has, which half an answer and an explanation are. */
export const length: Check = {
  name: 'length',
  severity: 'reject',
  find: ({ sourceLocale, locale, maskedSource, maskedTarget, pseudo }) => {
    if (pseudo) return null;
    const target = proportion(scriptOf(locale));
    const perLetter = 1 / (proportion(scriptOf(sourceLocale)).usual / ALPHABETIC.usual);
    const source = letterCount(maskedSource) * perLetter;
    const found = letterCount(maskedTarget);
    const { least, most, slack } = target;
    if (found > source * most + slack) return `much too long: ${found} letters for ${letterCount(maskedSource)}`;
    const lower = source >= SHORT ? least : least * 0.6 * Math.min(1, source / 30);
    if (found < source * lower) return `much too short: ${found} letters for ${letterCount(maskedSource)}`;
    const [expected, has] = [sentences(maskedSource).length, sentences(maskedTarget).length];
    // A translator may join sentences, which then are not shorter.
    const isLost = has < expected && source >= LONG_ENOUGH_TO_LOSE && found < source * target.usual * 0.8;
    return isLost ? `sentences are missing: ${has} for ${expected}` : null;
  },
};

const proportion = (script: string) => PROPORTIONS[script] ?? (WITH_VOWEL_MARKS.has(script) ? VOWEL_MARKS : ALPHABETIC);

/** Chinese comes to four times its characters in a western language; with as much again, and a page for what is short. */
const TIMES_TOO_LONG = 8;
const PAGE = 2_000;

/** Out of all proportion: an answer of megabytes would keep the other checks, and the run with them, busy for a minute. Counts characters, which costs nothing. */
export const tooLong: Check = {
  name: 'too-long',
  severity: 'reject',
  find: ({ source, target, pseudo }) =>
    !pseudo && target.length > TIMES_TOO_LONG * source.length + PAGE
      ? `out of all proportion: ${target.length} characters for ${source.length}`
      : null,
};
