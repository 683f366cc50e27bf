/** Signs that multiply what stands right before them: 2万 is 20,000. Korean 만 also begins words, and counts only where nothing parts them. */
const SIGNS: Readonly<Record<string, number>> = {
  百: 100,
  千: 1_000,
  万: 10_000,
  萬: 10_000,
  億: 1e8,
  亿: 1e8,
  억: 1e8,
  만: 10_000,
  천: 1_000,
};
/** 千克 is a kilogram, 千米 a kilometre, 万能 all-round: the sign belongs to the word. */
const SIGNS_AFTER = /^(?:\s?(?:百|千(?![克米瓦卡帕赫公])|[万萬](?![能全])|[億亿])|[만억천](?!연))+/u;

/** "20 mil" is 20,000 in Spanish and 200 km in Swedish: words of a thousand count in their own languages. */
const THOUSANDS: Readonly<Record<string, RegExp>> = {
  ar: /^\s?(?:ألف|آلاف)/u,
  cs: /^\s?tis(?:[íi]c|\.)/iu,
  da: /^\s?tusind/iu,
  de: /^\s?Tausend/iu,
  en: /^\s?thousand/iu,
  es: /^\s?mil(?!\p{L})/iu,
  fi: /^\s?tuha(?:t|nt)/iu,
  fr: /^\s?mille(?!\p{L})/iu,
  hi: /^\s?हज़ार/u,
  it: /^\s?mila(?!\p{L})/iu,
  nb: /^\s?tusen/iu,
  nl: /^\s?duizend/iu,
  pl: /^\s?tys(?:i[ąa]c|\.)/iu,
  pt: /^\s?mil(?!\p{L})/iu,
  ru: /^\s?тыс/iu,
  sv: /^\s?tusen/iu,
  tr: /^\s?bin(?!\p{L})/iu,
  uk: /^\s?тис/iu,
};
const MILLION = /^\s?(?:mil+i?[oóõ]n|milh|mio\b|miljo|milj\.|milyon|mln|млн|миллион|мільйон|مليون|ملايين)/iu;
const THOUSAND_MILLION = /^\s?(?:mil+i[aá]r|miljar|milyar|млрд|миллиард|мільярд|مليار)/iu;
const LAKHS: readonly (readonly [RegExp, number])[] = [
  [/^\s?(?:लाख|lakh)/iu, 1e5],
  [/^\s?(?:करोड़|crore)/iu, 1e7],
];

/** By how much the words or signs after a number multiply it: 1 where there are none. `language` is that of the text. */
export function magnitude(after: string, language: string): number {
  const signs = SIGNS_AFTER.exec(after)?.[0];
  if (signs !== undefined) return [...signs].reduce((product, sign) => product * (SIGNS[sign] ?? 1), 1);
  const thousand = THOUSANDS[language]?.exec(after)?.[0];
  // "Mil millones" are a thousand million.
  if (thousand !== undefined) return MILLION.test(after.slice(thousand.length)) ? 1e9 : 1_000;
  if (THOUSAND_MILLION.test(after) || (language === 'en' && /^\s?billion/i.test(after))) return 1e9;
  if (MILLION.test(after)) return 1e6;
  return LAKHS.find(([words]) => words.test(after))?.[1] ?? 1;
}
