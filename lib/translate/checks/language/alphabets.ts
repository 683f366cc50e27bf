/** The block of letters with two marks (ạ to ỹ) is Vietnamese alone. */
const VIETNAMESE = String.fromCodePoint(...Array.from({ length: 90 }, (_, index) => 0x1ea0 + index));

/** What a language writes beside a to z, or beside the letters that all Cyrillic alphabets have; é and its like where borrowed words keep them. */
const LETTERS: Readonly<Record<string, string>> = {
  en: 'éèêñïöçà',
  es: 'áéíóúüñ',
  fr: 'àâçéèêëîïôùûüœæÿ',
  de: 'äöüßéèà',
  it: 'àèéìíòóùúî',
  pt: 'áâãàçéêíóôõúü',
  nl: 'ëïéèêöüáóíàç',
  sv: 'åäöéèàü',
  pl: 'ąćęłńóśźżé',
  da: 'æøåéèü',
  nb: 'æøåéèêòóôàü',
  nn: 'æøåéèêòóôàü',
  no: 'æøåéèêòóôàü',
  fi: 'äöåéšž',
  is: 'áéíóúýþæðö',
  cs: 'áčďéěíňóřšťúůýžö',
  sk: 'áäčďéíĺľňóôŕšťúýžö',
  sl: 'čšžćđé',
  hr: 'čćđšžé',
  bs: 'čćđšžé',
  sr: 'čćđšžéиђјљњћџ',
  ro: 'ăâîșşțţé',
  hu: 'áéíóöőúüű',
  et: 'äöõüšžé',
  lv: 'āčēģīķļņšūžõ',
  lt: 'ąčęėįšųūž',
  tr: 'çğıöşüâîûé',
  ca: 'àçèéíïòóúü',
  gl: 'áéíóúñüï',
  eu: 'ñçü',
  ga: 'áéíóú',
  mt: 'ċġħżàèìòùé',
  sq: 'çëé',
  af: 'êëéèîôûïöüáíóúŉ',
  lb: 'äëéüöôèêàû',
  cy: 'âêîôûŵŷïöäáéëẅ',
  id: 'é',
  ms: 'é',
  fil: 'ñé',
  sw: '',
  vi: `àáâãèéêìíòóôõùúýăđĩũơư${VIETNAMESE}`,
  ru: 'ийщъыьэюяё',
  uk: 'иіїєґйщьюя',
  be: 'іўйыьэюяё',
  bg: 'ийщъьюяѝ',
  mk: 'иѓѕјљњќџѐѝ',
};

const ALPHABETS = new Map(Object.entries(LETTERS).map(([language, letters]) => [language, new Set(letters)]));
/** A letter that not every language of its script has. */
const SPECIAL = /[\u00df-\u024f\u1e00-\u1eff]|(?![абвгдежзклмнопрстуфхцчш])[\u0400-\u04ff]/gu;

/** The letters of a lower-case word that tell languages apart; null where it has none. */
export const specialLetters = (word: string): readonly string[] | null => word.normalize('NFC').match(SPECIAL);

/** Whether the language writes all these letters; undefined where its alphabet is not listed. */
export const writes = (language: string, letters: readonly string[]): boolean | undefined => {
  const alphabet = ALPHABETS.get(language);
  return alphabet && letters.every((letter) => alphabet.has(letter));
};
