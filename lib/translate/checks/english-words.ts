import { words } from './text.ts';

/**
 * English words of a shop's page that a translation does not keep. Behind a colon stand the languages that have the word as their own, in the same letters: there it is
 * no sign of anything.
 */
function listed(text: string): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    text
      .trim()
      .split(/\s+/)
      .map((entry) => {
        const [word = '', languages = ''] = entry.split(':');
        return [word, new Set(languages.split(',').filter(Boolean))];
      }),
  );
}

/** Whom a product is for, and what joins words: a phrase of English, whatever name stands beside. */
const PHRASE_WORDS = listed(`
  men's mens women's womens ladies ladies' kids kids' kid's girls girls' girl's boys boys' boy's toddler toddlers toddler's
  and:nb,no,da with for:da,nb,no your our
`);

/** What a product is, and its parts. */
const THINGS = listed(`
  jacket jackets coat coats trousers pants shirt:de,nl,sv,da,nb,no shirts:de,nl sock socks gloves mittens mitts hat:sv,da hats scarf scarves vest:nl,da,nb,no,fi vests
  dress:sv,da,nb,no,de skirt skirts underwear swimsuit swimwear trunks boots:de,nl,fr,sv,da,nb,no shoes sandals backpack:de,nl,da,sv,it,pl backpacks
  bag:de,nl,da,sv,nb,no bags:nl,de belt:af belts blanket blankets towel towels pocket:da pockets sleeve sleeves sleeveless hood hoods zipper:de,id zippered buttons waistband waist cuff cuffs
  collar:es neckline hem hems lining seam seams drawstring drawstrings drawcord strap straps holes loops buckle feather leather wool linen fur:ro
  umbrella wallet:id keychain cover:de,nl,it,es,pt,da,sv layer:de,nl,sv,da,nb,no layers:nl mug pillow
`);

/** How something is. */
const DESCRIPTIONS = listed(`
  lightweight breathable adjustable insulated padded hidden reflective stretchy washable removable detachable windproof quilted woven knitted brushed ribbed pleated
  curved hooded button-down moisture-wicking quick-drying fast-drying burnt dark bright dusty faded washed pale dull warm:de,nl,af cold long:fr short:fr,de wide tight loose thick:de thin heavy
  comfortable comfy cozy recycled organic sustainable handmade fitted wrinkle-free
  black white red green blue brown yellow purple grey gray
`);

/** What a name that stays as it is may have too: two of them, or one beside others that it may not, are a phrase. */
const COMMON = listed(`
  quick light dry soft machine:fr,nl rain sun snow ice winter:de,nl,af,pl summer wind:de,nl,af hiking:de,nl,da running riding climbing travel work back:sv thumb chest knee elbow shoulder hand:de,nl,sv,da,nb,no
  hands swim side front:de,nl,da,sv,pl,fr down button-down fast high low deep heather two three new best made
`);

/** What colours are called after, and their names. */
const COLOUR_NAMES = listed(`
  cloud sage moss sand:de,sv,da,nb,no storm:nl,sv,da,nb,no rust ink plum ember clay slate stone sky:da,sv,nb,no night forest leaf sea ocean river lake snow smoke fog mist ash charcoal
  coal copper silver:sv wheat oat honey mustard berry cherry peach apricot cream bone ivory pearl dust dusk dawn midnight sunset sunrise shadow thunder lightning pine
  cedar oak birch fern ivy seaweed grass meadow desert:fr,ro canyon earth mud rock pebble iron steel brick wine:da poppy lavender lilac raven crow fox bear flame:fr fire spark
  evergreen spruce juniper willow maple fig seafoam driftwood
`);

const LISTS = [PHRASE_WORDS, THINGS, DESCRIPTIONS, COMMON, COLOUR_NAMES];

const plain = (word: string) => word.replace(/[’ʼ]/g, "'");

const isIn = (list: ReadonlyMap<string, ReadonlySet<string>>, word: string, language: string): boolean => {
  const own = list.get(plain(word)) ?? list.get(plain(word).replace(/'$/, ''));
  return own !== undefined && !own.has(language);
};

/** Common words beside which a name has none of its own: "Rain Jacket" says what the thing is, "Puddlejump Rain Jacket" what it is called. */
const PLAIN = new Set(
  `base crew neck roll snap button sun quarter half full over under on off up in out of the a to by travel trail city bike cycling camp camping gear tool phone key pad liner
  shell puffy grid pack set pair size day night all mid mountain road running grip hat cap body face leg legs arm arms foot toe heel water air wind storm weather outdoor
  duty everyday classic essential original new super ultra extra double single
  orange olive turquoise beige indigo violet mint navy teal rose gold lime aqua`.split(/\s+/),
);

/** Whether a word is none that a shop's English has in common: a name's own. */
export const isOwnWord = (word: string): boolean => !PLAIN.has(word) && LISTS.every((list) => !list.has(plain(word)));

/** Whether one of the words makes a text an English phrase, whatever names it has. */
export const isEnglishPhrase = (list: readonly string[], language: string): boolean =>
  list.some((word) => isIn(PHRASE_WORDS, word, language));

/** Whether one of the words says what a product is, and is none of the language. */
export const namesThing = (list: readonly string[], language: string): boolean =>
  list.some((word) => isIn(THINGS, word, language));

/** What a translation into the language does not keep beside others of its kind. */
export function englishWords(list: readonly string[], language: string) {
  const strong = list.filter((word) =>
    [PHRASE_WORDS, THINGS, DESCRIPTIONS].some((known) => isIn(known, word, language)),
  );
  const common = list.filter((word) => !strong.includes(word) && isIn(COMMON, word, language));
  return { strong, common };
}

/** A colour of one word, such as "Ember" or "Black", that is no word of the language. */
export function isEnglishColour(text: string, language: string): boolean {
  const [word, ...others] = words(text);
  if (word === undefined || others.length > 0) return false;
  return isIn(COLOUR_NAMES, word, language) || isIn(DESCRIPTIONS, word, language);
}
