import { distance } from 'fastest-levenshtein';
import { languageOf, scriptOf } from '../../catalog/locale.ts';
import type { Check, CheckedText } from './check.ts';
import { englishWords, isEnglishPhrase, isOwnWord, namesThing } from './english-words.ts';
import { isSmallWordOf } from './language/small-words.ts';
import { bare, folded, items, quoted, words } from './text.ts';

/** Words of the trade that stay as they are in many languages. */
const INTERNATIONAL = new Set(
  `acryl acrylic active air bikini camping canvas casual chino chinos cool cotton denim design dry elastan elastane fashion fit fleece
  fleecejacke golf gore hoodie jacquard jeans jersey jogger jogging kaki khaki legging leggings lycra mélange merino mesh microfibre mini
  modal nylon online outdoor oversize pack parka performance polar polo poly polyamid polyamide polyester polyurethan premium pullover racerback raglan
  regular ripstop shorts ski slim snowboard soft softshell spandex sport stretch sweater sweatshirt tank team tee tex top trail trekking
  unisex viscose vintage waterproof zip`.split(/\s+/),
);

/**
 * The source, or a good part of it, in place of a translation. Names, codes, cognates and terms of up to two words are let through where none of their words is one that a
 * translation of a name changes too ("Women's", "Jacket").
 */
export const untranslated: Check = {
  name: 'untranslated',
  severity: 'reject',
  find: (whole) => {
    if (whole.pseudo || languageOf(whole.sourceLocale) === languageOf(whole.locale)) return null;
    const text = withoutOrigin(whole);
    const source = words(text.maskedSource);
    const target = words(text.maskedTarget);
    const english = languageOf(text.sourceLocale) === 'en' ? leftEnglish(text, source, target) : null;
    if (english !== null) return english;
    if (target.length < 2 || isName(text.maskedSource)) return null;
    return (
      besideItsSource(text, source, target) ??
      nearlyTheSame(source, target) ??
      leftItem(text) ??
      leftStretch(text, source, target)
    );
  },
};

/** What is stamped on the goods themselves, in English and the world over: "Made in Germany". */
const ORIGIN =
  /(?<!\p{L})(?:[Mm]ade in|MADE IN|Made In) (?:(?:the|THE) )?\p{Lu}[\p{L}.]*(?: \p{Lu}[\p{L}.]*){0,2}(?!\p{L})/gu;

/** The text without the origins that both sides have in the same words. */
function withoutOrigin(text: CheckedText): CheckedText {
  const kept = (text.maskedSource.match(ORIGIN) ?? []).filter((origin) => text.maskedTarget.includes(origin));
  if (kept.length === 0) return text;
  const without = (masked: string) => kept.reduce((left, origin) => left.replace(origin, ' '), masked);
  return { ...text, maskedSource: without(text.maskedSource), maskedTarget: without(text.maskedTarget) };
}

/** Marks between a text and its translation: "Soft fabric = Weicher Stoff", "Weicher Stoff (Soft fabric)". */
const BETWEEN = '[=/|()（）\\[\\]【】→:：;–—\\n-]';

/** The whole source, of two words or three, with something beside it; a longer one is found as a stretch. A name may stand beside what it names. */
function besideItsSource(
  { maskedSource, maskedTarget }: CheckedText,
  source: readonly string[],
  target: readonly string[],
) {
  if (source.length < 2 || source.length > 3 || target.length <= source.length || telling(source).length < 1)
    return null;
  if (isName(maskedSource) && source.some(isOwnWord)) return null;
  const own = source.map((word) => word.replace(/[’']/g, "['’]")).join('[\\s-]+');
  const found = new RegExp(`(?:^|${BETWEEN})\\s*${own}\\s*${BETWEEN}|${BETWEEN}\\s*${own}\\s*(?:$|${BETWEEN})`, 'iu');
  return found.test(bare(maskedTarget)) && !found.test(bare(maskedSource))
    ? 'the source stands beside the translation'
    : null;
}

/** Up to four words, each with a capital, or capitals throughout. */
function isName(masked: string): boolean {
  const all = bare(masked).match(/[\p{L}\p{M}'’]+/gu) ?? [];
  return all.length <= 4 && all.every((word) => /^\p{Lu}/u.test(word));
}

/**
 * A text that came back as it was, with words that are English and not the target's: one that says what the thing is or for whom, two of any kind, or nothing but such words and
 * terms of the trade ("Dark Olive"). A name with a word of its own is one ("Long Haul", "Puddlejump Rain Jacket") unless it is a phrase ("Women's ..."). In a text that is changed
 * elsewhere, such words are most of what it has.
 */
function leftEnglish({ locale, maskedSource }: CheckedText, source: readonly string[], target: readonly string[]) {
  const to = languageOf(locale);
  if (source.join(' ') !== target.join(' ')) return mostlyEnglish(source, target, to);
  const same = 'the same as the source';
  if (isEnglishPhrase(target, to)) return same;
  const own = telling(target);
  if (isName(maskedSource) && own.some(isOwnWord)) return null;
  const { strong, common } = englishWords(target, to);
  const isPhrase = strong.length > 1 || (strong.length > 0 && common.length > 0);
  const isAllKnown = strong.length > 0 && !own.some(isOwnWord);
  return namesThing(target, to) || isPhrase || isAllKnown ? same : null;
}

/** Of the translation's words, from three on. */
const MOSTLY_ENGLISH = 0.6;

function mostlyEnglish(source: readonly string[], target: readonly string[], to: string): string | null {
  if (target.length < 3) return null;
  const known = new Set(source);
  const left = englishWords(
    target.filter((word) => known.has(word)),
    to,
  ).strong;
  const isMostly = new Set(left).size > 1 && left.length >= MOSTLY_ENGLISH * target.length;
  return isMostly ? `${quoted(left.join(' '))} is not translated` : null;
}

/** The share of a source that may differ in what is still the source. */
const MAY_DIFFER = 0.12;
/** Letters from which on comparing letter by letter, which takes the square of them, takes too long. */
const LONG = 2_000;

/** Words that a translation would change. */
export const telling = (list: readonly string[]) => list.filter((word) => !INTERNATIONAL.has(word) && word.length > 1);

function nearlyTheSame(source: readonly string[], target: readonly string[]): string | null {
  if (source.length < 3 || telling(source).length < 2) return null;
  const [a, b] = [folded(source.join(' ')), folded(target.join(' '))];
  const most = MAY_DIFFER * a.length;
  // No fewer letters differ than one has more than the other.
  if (Math.abs(a.length - b.length) > most) return null;
  const isSame = a.length > LONG ? sharesWords(source, target) : distance(a, b) <= most;
  return isSame ? 'the same as the source' : null;
}

/** As far as `distance` would allow, word by word and in time that grows with the texts alone. */
function sharesWords(source: readonly string[], target: readonly string[]): boolean {
  const left = new Map<string, number>();
  for (const word of source) left.set(word, (left.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of target) {
    const count = left.get(word) ?? 0;
    if (count > 0) shared++;
    left.set(word, count - 1);
  }
  return shared >= (1 - MAY_DIFFER) * source.length;
}

/** One entry of a list that stands in the source word for word; that of a single word may be a cognate. */
function leftItem({ maskedSource, maskedTarget }: CheckedText): string | null {
  const entries = items(maskedSource);
  if (entries.length < 3) return null;
  const known = new Set(entries.map((entry) => words(entry).join(' ')));
  const left = items(maskedTarget).find((entry) => {
    const own = words(entry);
    return own.length > 1 && telling(own).length > 1 && known.has(own.join(' ')) && !isName(entry);
  });
  return left === undefined ? null : `${quoted(left)} is not translated`;
}

/**
 * Words that stand in the source in the same order: four, of which three are no terms of the trade, or three with a small word of the source's
 * language ("for the trip"); three of any kind where the letters are others than the translation's.
 */
function leftStretch({ sourceLocale, locale }: CheckedText, source: readonly string[], target: readonly string[]) {
  const { start, length } = longestCommonRun(source, target);
  const run = target.slice(start, start + length);
  const [from, to] = [languageOf(sourceLocale), languageOf(locale)];
  const isMarked = scriptOf(locale) !== scriptOf(sourceLocale) || run.some((word) => isSmallWordOf(from, word, to));
  const needed = isMarked ? 3 : 4;
  return length >= needed && telling(run).length >= needed - 1 ? `${quoted(run.join(' '))} is not translated` : null;
}

/** Two texts of one word a hundred thousand times would be compared for hours; texts that say something are through long before. */
const MOST_COMPARED = 5_000_000;

/** The longest run of words that both have in the same order, as its place in `target`. */
function longestCommonRun(source: readonly string[], target: readonly string[]): { start: number; length: number } {
  const places = new Map<string, number[]>();
  for (const [at, word] of source.entries()) {
    const known = places.get(word);
    if (known) known.push(at);
    else places.set(word, [at]);
  }
  let best = { start: 0, length: 0 };
  let compared = 0;
  for (const [start, word] of target.entries()) {
    for (const from of places.get(word) ?? []) {
      if (++compared > MOST_COMPARED) return best;
      // Part of a run that was measured from its start.
      if (start > 0 && from > 0 && source[from - 1] === target[start - 1]) continue;
      let length = 1;
      while (start + length < target.length && source[from + length] === target[start + length]) length++;
      compared += length;
      if (length > best.length) best = { start, length };
    }
  }
  return best;
}
