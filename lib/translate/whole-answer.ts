import { type Locale, languageOf } from '../catalog/locale.ts';
import { areAlike } from './alike.ts';
import { type AnswersSoFar, addTallies, NOTHING, plainWords, type Tally } from './answers-so-far.ts';
import { isEnglishColour } from './checks/english-words.ts';
import { bare, letterCount, words } from './checks/text.ts';
import { telling } from './checks/untranslated.ts';
import { inOtherLanguage, OTHER_LANGUAGE, rememberLanguages } from './other-language.ts';
import { type Problem, plain } from './problem.ts';
import type { Segment } from './segments.ts';

/** Masked translations of one answer, by segment. */
type Answered = ReadonlyMap<Segment, string>;

interface Languages {
  readonly source: Locale;
  readonly target: Locale;
}

/** An answer, and what it is looked at beside. */
export interface WholeAnswer extends Languages {
  /** Who gave it. */
  readonly model: string;
  /** What the job's other answers have shown. */
  readonly soFar: AnswersSoFar;
  readonly answered: Answered;
  /** Those that were rejected one by one, with the names of the checks that did. */
  readonly failed: ReadonlyMap<Segment, readonly string[]>;
}

/** What an answer shows as a whole, as functions that a job is given. */
export interface WholeAnswers {
  readonly doubtsOf: (answer: WholeAnswer) => ReadonlyMap<Segment, Problem>;
  readonly remember: (answer: WholeAnswer, accepted: Answered) => void;
}

/** What speaks against texts of an answer that may each pass for a translation, and do not beside the others. */
export function doubtsOf(answer: WholeAnswer): ReadonlyMap<Segment, Problem> {
  const doubts = new Map<Segment, Problem>();
  for (const segment of inOtherLanguage(answer)) doubts.set(segment, OTHER_LANGUAGE);
  if (languageOf(answer.source) !== languageOf(answer.target)) {
    for (const segment of unchangedOnes(answer)) doubts.set(segment, UNCHANGED);
  }
  for (const segment of sameForAll(answer)) doubts.set(segment, SAME_FOR_OTHERS);
  return doubts;
}

/** Remembers what was accepted, and what languages the answer was in, for the answers that follow. */
export function remember(answer: WholeAnswer, accepted: Answered): void {
  const texts = [...accepted].map(([segment, text]) => [segment.text, text] as const);
  answer.soFar.add(texts, tallyOf(accepted, answer));
  rememberLanguages(answer, accepted);
}

const UNCHANGED: Problem = {
  ...plain('untranslated: the same as the source, where most texts were left so'),
  checks: ['untranslated'],
};
const SAME_FOR_OTHERS: Problem = plain('the same translation is given for another text, which says something else');

/** Fewer texts may all be names. */
const FEW_TEXTS = 4;
const MOSTLY = 0.6;
/** As many single words are no chance: four new colours may well be called the same in two languages ("Orange", "Olive"). */
const MANY_SINGLE_WORDS = 8;

/** A colour or a name that comes back unchanged may be a cognate, but not in an answer that has left its sentences, or most of what it has, in the source's language. */
function unchangedOnes(answer: WholeAnswer): readonly Segment[] {
  const { answered, soFar } = answer;
  const all = [...answered].filter(isUnchanged).map(([segment]) => segment);
  const failed = [...answer.failed].flatMap(([segment, checks]) => (checks.includes('untranslated') ? segment : []));
  // Those that failed by themselves are mostly unchanged too: each counts once.
  if (failed.length > 0 && new Set([...failed, ...all]).size * 2 >= answered.size) return all;
  const own = tallyOf(answered, answer);
  const tallies = [own, addTallies(own, soFar.tally)];
  if (tallies.some(leavesTexts)) return all.filter((segment) => tellingWords(segment) > 0);
  return tallies.some(leavesOwnWords) ? all.filter((segment) => isOwnWord(segment, answer)) : [];
}

const leavesTexts = ({ texts, left, phrases }: Tally): boolean =>
  texts >= FEW_TEXTS && left >= MOSTLY * texts && (phrases > 1 || left >= MANY_SINGLE_WORDS);

/** Words that the two languages do not share: a few of them are enough, however many sentences beside them are translated. */
const leavesOwnWords = ({ ownWords, ownWordsLeft }: Tally): boolean =>
  ownWordsLeft >= FEW_TEXTS && ownWordsLeft >= MOSTLY * ownWords;

function tallyOf(answered: Answered, languages: Languages): Tally {
  const tally = { ...NOTHING };
  for (const [segment, text] of answered) {
    const count = tellingWords(segment);
    if (count === 0) continue;
    const isLeft = isUnchanged([segment, text]);
    const isOwn = isOwnWord(segment, languages);
    tally.texts++;
    if (isLeft) tally.left++;
    if (isLeft && count > 1) tally.phrases++;
    if (isOwn) tally.ownWords++;
    if (isOwn && isLeft) tally.ownWordsLeft++;
  }
  return tally;
}

const isUnchanged = ([{ text }, target]: readonly [Segment, string]) => asWritten(text) === asWritten(target);

/** Another case or another end is no translation. */
const asWritten = (masked: string) => masked.toLowerCase().replace(/[\s.!]{1,8}$/u, '');

const isOwnWord = ({ text }: Segment, { source, target }: Languages): boolean =>
  languageOf(source) === 'en' && isEnglishColour(text, languageOf(target));

/** Words that are not the same in every language, as sizes (XL), codes (DWR) and terms of the trade are. */
const tellingWords = ({ text }: Segment) =>
  telling(words(bare(text).replace(/(?<!\p{L})(?:\p{Lu}{1,3}|X+[SL])(?!\p{L})/gu, ' '))).length;

/** Two texts this long that say different things have no translation in common. */
const LONG_ENOUGH = 30;

/** As many texts without a word in common do not have one translation, however short they are. */
const MANY_UNLIKE = 4;

/** Segments whose translation also stands for texts that say something else, in this answer or an earlier one: a refusal in whatever language, or one text at many ids. */
function sameForAll({ answered, soFar }: WholeAnswer): readonly Segment[] {
  const byTarget = new Map<string, Segment[]>();
  for (const [segment, text] of answered) {
    const key = plainWords(text);
    const group = byTarget.get(key);
    if (group) group.push(segment);
    else byTarget.set(key, [segment]);
  }
  return [...byTarget].flatMap(([target, group]) => {
    const all = [...soFar.sourcesOf(target), ...group.map(({ text }) => text)];
    const [first, ...others] = all.filter(isLongEnough);
    const isUnlike = first !== undefined && others.some((other) => !areAlike(first, other));
    return isUnlike || unlikeCount(all) >= MANY_UNLIKE ? group : [];
  });
}

const isLongEnough = (text: string) => letterCount(text) >= LONG_ENOUGH;

/** How many of these texts have no word in common with one before. */
function unlikeCount(texts: readonly string[]): number {
  const known = new Set<string>();
  let count = 0;
  for (const own of texts.map(words)) {
    if (own.length > 0 && !own.some((word) => known.has(word))) count++;
    for (const word of own) known.add(word);
  }
  return count;
}
