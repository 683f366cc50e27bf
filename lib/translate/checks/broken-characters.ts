import type { Check } from './check.ts';

/** What no text has: half a character, the sign for one that could not be read, what means something in one font alone, and code points that are none. */
const BROKEN = /\p{Surrogate}|\p{Private_Use}|\p{Noncharacter_Code_Point}|\ufffd/gu;
/** Nobody sees it until a line breaks, and a search for the word no longer finds it. */
const SOFT_HYPHEN = /\u00ad/gu;
/** How Windows-1252 shows the second byte of a letter in UTF-8. */
const SECOND_BYTE =
  '\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122';
/**
 * UTF-8 read as Windows-1252: "Ã©" for é, "â€™" for ’, "Â°" for °, "Ð¿Ñ€" for Cyrillic letters. In capitals a word may well end in Ã or Â
 * ("LÃ" is wool in Portuguese, with a quotation mark, a dash or a trade mark behind it): there only what never follows a word counts.
 */
const WRONG_ENCODING = new RegExp(
  [
    'Ã[\u00a1-\u00aa\u00ac\u00af\u00b1-\u00ba\u00bc-\u00bf]',
    `(?<!\\p{Lu})Ã[${SECOND_BYTE}](?=\\p{L})`,
    '(?<!\\p{Lu})Â[\u00a0-\u00ba\u00bc-\u00bf]',
    `â[€‚„][${SECOND_BYTE}]`,
    `[ÐÑ][${SECOND_BYTE}](?=[ÐÑ][${SECOND_BYTE}])`,
  ].join('|'),
  'gu',
);

const FAULTS = [
  ['has a broken character', BROKEN],
  ['has a soft hyphen', SOFT_HYPHEN],
  ['has letters in a wrong encoding', WRONG_ENCODING],
] as const;

/** Characters that come of a broken answer, and that the source does not have. */
export const brokenCharacters: Check = {
  name: 'broken-characters',
  severity: 'reject',
  find: ({ source, target }) => {
    for (const [message, pattern] of FAULTS) {
      const own = new Set(source.match(pattern) ?? []);
      const added = target.match(pattern)?.find((found) => !own.has(found));
      if (added !== undefined) return `${message} (${codePoints(added)})`;
    }
    return null;
  },
};

/** Some of these cannot be shown, and none should be written into a message. */
const codePoints = (text: string): string =>
  [...text].map((character) => `U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`).join(' ');
