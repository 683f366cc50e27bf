import { type Locale, languageOf } from '../catalog/locale.ts';
import { bare, letterCount, words } from './checks/text.ts';
import { telling } from './checks/untranslated.ts';
import { type Problem, plain } from './examine.ts';
import type { Segment } from './segments.ts';

/** Masked translations of one answer, by segment. */
type Answered = ReadonlyMap<Segment, string>;

/**
 * What speaks against texts of an answer that may each pass for a translation, and do not beside the others. `failed` are those that were found to be untranslated
 * one by one.
 */
export function doubtsOf(
  answered: Answered,
  failed: ReadonlySet<Segment>,
  job: { readonly source: Locale; readonly target: Locale },
): ReadonlyMap<Segment, Problem> {
  const doubts = new Map<Segment, Problem>();
  if (languageOf(job.source) !== languageOf(job.target)) {
    for (const segment of unchangedOnes(answered, failed)) doubts.set(segment, UNCHANGED);
  }
  for (const segment of sameForAll(answered)) doubts.set(segment, SAME_FOR_OTHERS);
  return doubts;
}

const UNCHANGED: Problem = {
  ...plain('untranslated: the same as the source, in an answer that left most of its texts so'),
  checks: ['untranslated'],
};
const SAME_FOR_OTHERS: Problem = plain(
  'the answer gives the same translation for another text, which says something else',
);

/** Fewer texts may all be names. */
const FEW_TEXTS = 4;
const MOSTLY = 0.6;
/** As many single words are no chance: four new colours may well be called the same in two languages ("Orange", "Olive"). */
const MANY_SINGLE_WORDS = 8;

/** A colour or a name that comes back unchanged may be a cognate, but not in an answer that has left its sentences, or most of what it has, in the source's language. */
function unchangedOnes(answered: Answered, failed: ReadonlySet<Segment>): readonly Segment[] {
  const unchanged = [...answered].filter(([segment, text]) => asWritten(segment.text) === asWritten(text));
  const all = unchanged.map(([segment]) => segment);
  // Those that failed by themselves are mostly unchanged too: each counts once.
  if (failed.size > 0 && new Set([...failed, ...all]).size * 2 >= answered.size) return all;
  const texts = [...answered.keys()].filter((segment) => tellingWords(segment) > 0);
  const left = all.filter((segment) => tellingWords(segment) > 0);
  if (texts.length < FEW_TEXTS || left.length < MOSTLY * texts.length) return [];
  const phrases = left.filter((segment) => tellingWords(segment) > 1);
  return phrases.length > 1 || left.length >= MANY_SINGLE_WORDS ? left : [];
}

/** Another case or another end is no translation. */
const asWritten = (masked: string) => masked.toLowerCase().replace(/[\s.!]{1,8}$/u, '');

const plainWords = (masked: string) => words(masked).join(' ');

/** Words that are not the same in every language, as sizes (XL), codes (DWR) and terms of the trade are. */
const tellingWords = ({ text }: Segment) =>
  telling(words(bare(text).replace(/(?<!\p{L})(?:\p{Lu}{1,3}|X+[SL])(?!\p{L})/gu, ' '))).length;

/** Two texts this long that say different things have no translation in common. */
const LONG_ENOUGH = 30;
/** Of the longer one's words: with as many in common, two texts may say the same ("Elastic waistband with drawstring" and "... with drawcord"). */
const ALIKE = 0.5;

/** Segments whose translation also stands for texts that say something else: a refusal in whatever language, or one text at many ids. */
function sameForAll(answered: Answered): readonly Segment[] {
  const byTarget = new Map<string, Segment[]>();
  for (const [segment, text] of answered) {
    const key = plainWords(text);
    const group = byTarget.get(key);
    if (group) group.push(segment);
    else byTarget.set(key, [segment]);
  }
  return [...byTarget.values()].flatMap((group) => {
    const [first, ...others] = group.filter(({ text }) => letterCount(text) >= LONG_ENOUGH);
    return first && others.some((other) => !areAlike(first.text, other.text)) ? group : [];
  });
}

function areAlike(a: string, b: string): boolean {
  const [one, other] = [new Set(words(a)), new Set(words(b))];
  const shared = [...one].filter((word) => other.has(word)).length;
  return shared >= ALIKE * Math.max(one.size, other.size);
}
