import { words } from './checks/text.ts';

/** Of the longer one's words: with as many in common, two texts may say the same ("Elastic waistband with drawstring" and "... with drawcord"). */
const ALIKE = 0.5;
/** A sentence of its own, which no translation of the other text has. */
const OWN_WORDS = 6;

/** Words of which one cannot stand for another. Each line is one choice; words that say the same stand together. */
const CHOICES: readonly ReadonlyMap<string, number>[] = `
  men|men's|mens|male women|women's|womens|ladies|female kids|kids'|children|children's boys girls toddler
  left right
  short long
  front|chest back|rear side
  upper|top lower|bottom
  inner|inside|internal outer|outside|external
  light|lightweight heavy|heavyweight midweight
  warm|hot cool|cold
  summer winter spring autumn|fall
  small medium large
  narrow wide
  soft stiff|rigid
  loose|relaxed tight|snug
  one|single two|double|twin three|triple four five six
  black white red green blue yellow brown grey|gray purple pink orange
  cotton wool|merino nylon polyester leather linen silk
  jacket pants|trousers shirt vest hat|cap gloves socks shorts skirt dress boots shoes backpack
  hiking running riding|biking|cycling climbing skiing swimming
  with without
`
  .trim()
  .split('\n')
  .map(
    (line) =>
      new Map(
        line
          .trim()
          .split(' ')
          .flatMap((same, index) => same.split('|').map((word) => [word, index])),
      ),
  );

/** Whether two texts may have one translation: they share most of their words, and what they do not share makes no other choice. */
export function areAlike(a: string, b: string): boolean {
  const [one, other] = [new Set(words(a)), new Set(words(b))];
  const [ownOfOne, ownOfOther] = [without(one, other), without(other, one)];
  const shared = one.size - ownOfOne.length;
  if (shared < ALIKE * Math.max(one.size, other.size)) return false;
  if (Math.max(ownOfOne.length, ownOfOther.length) > OWN_WORDS) return false;
  return !CHOICES.some((choice) => {
    const [chosen, against] = [chosenBy(ownOfOne, choice), chosenBy(ownOfOther, choice)];
    return chosen.size > 0 && against.size > 0 && [...chosen].every((option) => !against.has(option));
  });
}

const without = (some: ReadonlySet<string>, others: ReadonlySet<string>) =>
  [...some].filter((word) => !others.has(word));

function chosenBy(list: readonly string[], choice: ReadonlyMap<string, number>): ReadonlySet<number> {
  return new Set(list.flatMap((word) => choice.get(word.replace('’', "'")) ?? []));
}
