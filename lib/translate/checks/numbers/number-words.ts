const ONES = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ');
const TEENS = 'thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ');
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const ORDINALS = 'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth'.split(' ');
const MONTHS = 'January February March April May June July August September October November December'.split(' ');
/** Words that another language may well put as a number: "half" as 1/2, "the pair" as 2. */
const OTHERS: Readonly<Record<string, readonly number[]>> = {
  both: [2],
  couple: [2],
  double: [2],
  dozen: [12],
  half: [1, 2],
  hundred: [100],
  once: [1],
  pair: [1, 2],
  pairs: [2],
  quarter: [1, 4],
  single: [1],
  thousand: [1_000],
  together: [2],
  triple: [3],
  twice: [2],
  twin: [2],
};

const AFTERNOON = /\b(\d{1,2})(?:[:.]\d\d)?\s?p\.?m\b/gi;

const VALUES = new Map<string, readonly number[]>(Object.entries(OTHERS));
for (const [index, word] of [...ONES, ...TEENS].entries()) add(word, index);
for (const [index, word] of TENS.entries()) add(word, (index + 2) * 10);
for (const [index, word] of ORDINALS.entries()) add(word, index + 1);
// Japanese and Chinese number their months; with capitals, or "may" would be one.
for (const [index, word] of MONTHS.entries()) add(word, index + 1);

function add(word: string, value: number): void {
  VALUES.set(word, [...(VALUES.get(word) ?? []), value]);
}

/** The numbers that words of an English text stand for: "Four snaps", "twenty-five", "in July", "at 3 pm". */
export function numbersInWords(text: string): Set<number> {
  const words = (text.match(/[A-Za-z]+|\d+/g) ?? []).map((word) => (MONTHS.includes(word) ? word : word.toLowerCase()));
  const found = new Set<number>();
  for (const [index, word] of words.entries()) {
    const next = words[index + 1] ?? '';
    for (const value of VALUES.get(word) ?? []) {
      found.add(value);
      if (TENS.includes(word)) for (const unit of VALUES.get(next) ?? []) if (unit < 10) found.add(value + unit);
      if (next === 'hundred') found.add(value * 100);
      if (next === 'thousand') found.add(value * 1_000);
    }
  }
  // Much of the world counts hours to 24.
  for (const [, hour] of text.matchAll(AFTERNOON)) found.add(Number(hour) + 12);
  return found;
}
