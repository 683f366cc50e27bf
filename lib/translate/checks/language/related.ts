/** Languages that share many words and most letters: between these the evidence must be stronger, and letter statistics do not count. */
const FAMILIES: readonly (readonly string[])[] = [
  ['es', 'pt', 'gl', 'ca'],
  ['sv', 'da', 'nb', 'nn', 'no', 'is'],
  ['de', 'lb', 'nl', 'af'],
  ['cs', 'sk', 'pl'],
  ['hr', 'sr', 'bs', 'sl'],
  ['id', 'ms', 'jv', 'su'],
  ['ru', 'uk', 'be', 'bg', 'sr', 'mk'],
  ['fa', 'ur', 'ps', 'ckb'],
  ['hi', 'mr', 'ne', 'bho', 'mai'],
  ['fi', 'et'],
  ['lv', 'lt'],
  ['tr', 'az'],
];
/** Languages that are one in a short text. */
const TWINS: readonly (readonly string[])[] = [
  ['nb', 'nn', 'no'],
  ['hr', 'sr', 'bs'],
  ['id', 'ms'],
];
/** Languages that have no list of small words here -> those that have one and that a text in them reads like. */
const LIKENESSES: readonly (readonly [unlisted: string, listed: string])[] = [
  ['bi jam pcm pis sco srn tpi', 'en'],
  ['an ast co eo fur ht ia ie io la lmo mfe mwl oc pap rm sc scn vec vo wa', 'es pt gl ca it fr ro en'],
  ['fo fy kl li nds', 'de lb nl af sv da nb nn no is en'],
  ['csb dsb hsb szl', 'pl cs sk sl hr'],
  ['az crh gag kk ky tk tt ug uz', 'tr ru fa'],
  ['ba ce cv mn os tg', 'ru bg fa'],
  ['bem kg ki lg ln lu nd nr ny rn rw sn ss st tn ts ve xh zu', 'sw fil'],
  ['ace bcl bjn ceb fj haw hil ilo jv mg mi min pam sm su tet to tl ty war', 'id ms fil sw it'],
  ['ckb ks ku pnb ps sd skr ug', 'ar fa ur'],
  ['awa bho doi kok mag mai pi sa', 'hi mr ne'],
  ['br gd gv kw yi', 'ga cy fr de'],
];

const together = (groups: readonly (readonly string[])[], a: string, b: string) =>
  groups.some((group) => group.includes(a) && group.includes(b));

export const areRelated = (a: string, b: string): boolean => a === b || together(FAMILIES, a, b);

export const areTwins = (a: string, b: string): boolean => a === b || together(TWINS, a, b);

/** Whether words of the listed language are no evidence against the unlisted one. */
export const isLike = (unlisted: string, listed: string): boolean =>
  LIKENESSES.some(([some, others]) => some.split(' ').includes(unlisted) && others.split(' ').includes(listed));
