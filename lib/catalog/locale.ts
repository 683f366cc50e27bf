import { distance } from 'fastest-levenshtein';

/** A canonical BCP-47 tag (`es`, `pt-BR`, `zh-Hans`) of a language that people know. */
export type Locale = string & { readonly __brand: 'Locale' };

export type ParsedLocale =
  | { readonly ok: true; readonly locale: Locale }
  | { readonly ok: false; readonly suggestion: string | null };

/** Regional and script variants that people ask for by an English name; `Intl` names any tag but lists none. */
const NAMED_VARIANTS = [
  'ar-EG',
  'ar-SA',
  'de-AT',
  'de-CH',
  'en-AU',
  'en-CA',
  'en-GB',
  'en-US',
  'es-419',
  'es-ES',
  'es-MX',
  'fr-CA',
  'fr-CH',
  'nl-BE',
  'pt-BR',
  'pt-PT',
  'sr-Latn',
  'zh-Hans',
  'zh-Hant',
];
/** Languages with a three-letter code that shops sell in. */
const THREE_LETTER_LANGUAGES = ['ceb', 'fil', 'haw', 'yue'];
/** What people call a language where `Intl` prefers another word. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  castilian: 'es',
  farsi: 'fa',
  flemish: 'nl-BE',
  mandarin: 'zh-Hans',
  portugese: 'pt',
  tagalog: 'fil',
  'chinese (simplified)': 'zh-Hans',
  'chinese (traditional)': 'zh-Hant',
  'latin american spanish': 'es-419',
  'portuguese (brazil)': 'pt-BR',
  'portuguese (portugal)': 'pt-PT',
};

type Named = 'language' | 'region' | 'script';
const displayNames = new Map<Named, Intl.DisplayNames>();

/** What `Intl` calls it in English; undefined where it knows none. Its tables take 10 ms to load, which a Lambda need not wait for. */
function englishName(type: Named, code: string): string | undefined {
  const names = displayNames.get(type) ?? new Intl.DisplayNames(['en'], { type, fallback: 'none' });
  displayNames.set(type, names);
  return names.of(code);
}

/** Codes that `Intl` names although they say "several", "none" or "unknown". */
const NO_LANGUAGE = new Set(['mul', 'und', 'zxx']);
const NO_REGION = 'ZZ';
const NO_SCRIPT = new Set(['Zmth', 'Zsye', 'Zsym', 'Zxxx', 'Zyyy', 'Zzzz']);

let byName: ReadonlyMap<string, string> | undefined;

/** Lower-case English name -> tag, for every language that `Intl` can name with two letters and the variants above. */
function tagsByName(): ReadonlyMap<string, string> {
  if (byName) return byName;
  const letters = [...'abcdefghijklmnopqrstuvwxyz'];
  const tags = [...letters.flatMap((a) => letters.map((b) => a + b)), ...THREE_LETTER_LANGUAGES, ...NAMED_VARIANTS];
  const map = new Map<string, string>(Object.entries(OTHER_NAMES));
  for (const tag of tags) {
    // Not getCanonicalLocales, which leaves some old tags (bh, tw) as they are.
    const canonical = new Intl.Locale(tag).baseName;
    const name = englishName('language', canonical)?.toLowerCase();
    if (name !== undefined && !map.has(name)) map.set(name, canonical);
  }
  byName = map;
  return map;
}

/**
 * Reads a language as people write it: an English name or a BCP-47 tag, in any case, `pt_BR` too.
 * Tags are canonicalized (`PT-br` is `pt-BR`, `iw` is `he`). A language nobody knows gets the nearest one as a suggestion.
 */
export function parseLocale(written: string): ParsedLocale {
  const text = written.trim().toLowerCase().replace(/\s+/g, ' ');
  const named = tagsByName().get(text);
  if (named !== undefined) return { ok: true, locale: named as Locale };
  const tag = canonicalTag(text.replaceAll('_', '-'));
  if (tag !== null) return { ok: true, locale: tag as Locale };
  return { ok: false, suggestion: nearest(text) };
}

function canonicalTag(text: string): string | null {
  try {
    const locale = new Intl.Locale(text);
    const { language, region, script } = locale;
    if (NO_LANGUAGE.has(language) || englishName('language', language) === undefined) return null;
    if (region !== undefined && (region === NO_REGION || englishName('region', region) === undefined)) return null;
    if (script !== undefined && (NO_SCRIPT.has(script) || englishName('script', script) === undefined)) return null;
    return locale.baseName;
  } catch {
    return null;
  }
}

function nearest(text: string): string | null {
  let best: { name: string; edits: number } | null = null;
  for (const name of tagsByName().keys()) {
    const edits = distance(text, name);
    if (best === null || edits < best.edits) best = { name, edits };
  }
  // A third of the letters wrong is a slip; more is another word.
  return best !== null && best.edits <= Math.max(1, Math.floor(text.length / 3)) ? best.name : null;
}

/** The English name: `Spanish`, `Brazilian Portuguese`, `Simplified Chinese`. */
export function localeName(locale: Locale): string {
  return englishName('language', locale) ?? locale;
}

export function languageOf(locale: Locale): string {
  return factsOf(locale).language;
}

/** ICU takes microseconds for each, and the checks ask some ten times for every text. */
const facts = new Map<Locale, { readonly language: string; readonly script: string }>();
function factsOf(locale: Locale) {
  const known = facts.get(locale);
  if (known !== undefined) return known;
  const parsed = new Intl.Locale(locale);
  const found = { language: parsed.language, script: parsed.maximize().script ?? 'Latn' };
  facts.set(locale, found);
  return found;
}

const RIGHT_TO_LEFT_SCRIPTS = new Set(['Adlm', 'Arab', 'Hebr', 'Mand', 'Nkoo', 'Rohg', 'Samr', 'Syrc', 'Thaa']);

export function textDirection(locale: Locale): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT_SCRIPTS.has(scriptOf(locale)) ? 'rtl' : 'ltr';
}

/** The script that a locale is written in, said or likely: `Latn` for `es`, `Hans` for `zh`. */
export function scriptOf(locale: Locale): string {
  return factsOf(locale).script;
}

/** Whether two tags mean the same text: `en` and `en-US`, `zh` and `zh-Hans`, by CLDR's likely subtags. */
export function sameLanguageText(a: Locale, b: Locale): boolean {
  return new Intl.Locale(a).minimize().baseName === new Intl.Locale(b).minimize().baseName;
}

export const LANGUAGE_GROUPS = ['western', 'asian', 'arabic'] as const;
/** Languages that one chain of models serves. */
export type LanguageGroup = (typeof LANGUAGE_GROUPS)[number];

const ASIAN_SCRIPTS = new Set([
  'Hans',
  'Hant',
  'Jpan',
  'Kore',
  'Thai',
  'Laoo',
  'Khmr',
  'Mymr',
  'Tibt',
  'Mong',
  'Deva',
  'Beng',
  'Guru',
  'Gujr',
  'Orya',
  'Taml',
  'Telu',
  'Knda',
  'Mlym',
  'Sinh',
]);
/** Asian languages in Latin letters. */
const ASIAN_LANGUAGES = new Set(['vi', 'id', 'ms', 'fil', 'jv', 'su', 'ceb', 'tl']);

/** Arabic letters make the arabic group, the scripts and languages of Asia the asian one; all else is western. */
export function languageGroup(locale: Locale): LanguageGroup {
  const script = scriptOf(locale);
  if (script === 'Arab') return 'arabic';
  return ASIAN_SCRIPTS.has(script) || ASIAN_LANGUAGES.has(languageOf(locale)) ? 'asian' : 'western';
}
