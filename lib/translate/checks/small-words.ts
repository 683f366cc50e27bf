/** Small words of a language that its neighbours hardly have: in a short text they tell more than letter statistics do. */
export const SMALL_WORDS: Readonly<Record<string, ReadonlySet<string>>> = Object.fromEntries(
  Object.entries({
    en: 'the and with your you for from that this it when which without is are can on of',
    es: 'el los las y con del para una su más que por se también es lo como sin',
    fr: 'le les des et avec pour une est dans du vous sur qui au aux plus sans pas ne à ou ce cette on',
    de: 'der die das und mit für ein eine ist nicht den dem im zum zur von aus auf sich ohne',
    it: 'il gli di e con per una è che della dei nel più anche sono non al alla senza',
    pt: 'os as e com do da dos das para uma você não mais um em na no sem ao',
    nl: 'het een en van met voor zijn niet je op te dat aan zonder ook',
    sv: 'och med för en ett är inte som på att den utan av till',
    pl: 'i z na do nie się jest oraz dla który które bez',
  }).map(([language, list]) => [language, new Set(list.split(' '))]),
);

/** Whether a word is a small one of the one language and not of the other. */
export const isSmallWordOf = (language: string, word: string, not: string): boolean =>
  SMALL_WORDS[language]?.has(word) === true && SMALL_WORDS[not]?.has(word) !== true;
