import type { Check, CheckedText } from './check.ts';

/**
 * What a shop's page would act on: addresses of pages, mail and telephones, and placeholders that a template fills in. Names of sites without a scheme count
 * under the endings that belong to no country: "z.B.de" is no site.
 */
const LINKS: readonly RegExp[] = [
  /[a-z][a-z\d+.-]{1,20}:\/\/|(?<![\p{L}\d])(?:www\.|mailto:|tel:)(?=[^\s])/giu,
  /(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+/gu,
  /(?<![\p{L}\d.@-])(?:[a-z\d-]{1,63}\.)+(?:com|net|org|info|biz|shop|store|online|site|io|app|dev|xyz|example)(?![\p{L}\d-])/giu,
];
const PLACEHOLDERS: readonly RegExp[] = [
  /\{\{[^{}\n]{0,80}\}\}|\$\{[^{}\n]{0,80}\}|\{\s{0,4}[\w.$:@#-]{1,80}\s{0,4}\}/gu,
  /%(?:\d+\$)?[sdif@](?![A-Za-z])|%\([A-Za-z_]\w*\)[sd]/gu,
];
/** A mark is a claim in law, and a model has no say in it; "(TM)" in the source is the same mark, spelt out. */
const TRADE_MARKS: readonly RegExp[] = [/[®™℠]/gu];
const SPELT_MARK = /\((?:r|tm|sm)\)/i;
/** What is drawn as a picture; signs that are text unless told otherwise (★, ✓, ↔) are not. */
const PICTURES: readonly RegExp[] = [/\p{Emoji_Presentation}|\p{Extended_Pictographic}\u{FE0F}/gu];

/** Apart from words, as faces stand; ":D" in a list of sizes and the end of a bracket are none. */
const FACES: readonly RegExp[] = [/(?<=^|[\s.!?])[:;]['-]?[()DPp](?=$|[\s.,!?])/gu];

/** What a translation has that its source does not, in the words that people and the model are told. */
type AddedSign = 'a placeholder' | 'a trade mark' | 'a pictograph' | 'an emoticon';

/** The source's own are masked, and `protected-spans` sees to them: whatever else there is, a model has made up. */
const isAdded = (patterns: readonly RegExp[], maskedSource: string, maskedTarget: string): boolean =>
  patterns.some((pattern) => {
    const own = new Set((maskedSource.match(pattern) ?? []).map((found) => found.toLowerCase()));
    return (maskedTarget.match(pattern) ?? []).some((found) => !own.has(found.toLowerCase()));
  });

export const addedLinks: Check = {
  name: 'added-links',
  severity: 'reject',
  find: ({ maskedSource, maskedTarget }) =>
    isAdded(LINKS, maskedSource, maskedTarget) ? 'has a link or an address that the source does not have' : null,
};

/** Placeholders, trade marks, pictographs and emoticons: all are masked where the source has them, so that one outside a mask is made up. */
export function addedSign({ maskedSource, maskedTarget }: CheckedText): AddedSign | null {
  const adds = (patterns: readonly RegExp[]) => isAdded(patterns, maskedSource, maskedTarget);
  if (adds(PLACEHOLDERS)) return 'a placeholder';
  if (!SPELT_MARK.test(maskedSource) && adds(TRADE_MARKS)) return 'a trade mark';
  if (adds(PICTURES)) return 'a pictograph';
  return adds(FACES) ? 'an emoticon' : null;
}

export const addedPlaceholders: Check = {
  name: 'added-placeholders',
  severity: 'reject',
  find: (text) => {
    const sign = addedSign(text);
    return sign === null ? null : `has ${sign} that the source does not have`;
  },
};
