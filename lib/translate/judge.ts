import pLimit from 'p-limit';
import type { Locale } from '../catalog/locale.ts';
import { parseAnswer } from './answer.ts';
import type { AnswersSoFar } from './answers-so-far.ts';
import type { Finding } from './checks/check.ts';
import type { Clock } from './clock.ts';
import { ModelAnswerInvalid } from './errors.ts';
import { type Examine, examineSegment } from './examine.ts';
import type { LocaleGuidance } from './glossary.ts';
import type { ModelAnswer } from './model.ts';
import { type Problem, plain } from './problem.ts';
import type { Segment } from './segments.ts';
import type { Trail } from './trail.ts';
import type { WholeAnswers } from './whole-answer.ts';

/** What an answer is judged by, and where what passes goes. */
export interface Judging {
  readonly source: Locale;
  readonly target: Locale;
  readonly guidance: LocaleGuidance;
  readonly examine: Examine;
  readonly wholeAnswers: WholeAnswers;
  /** What the job's answers have shown: one for all its calls, since an answer of one text says little by itself. */
  readonly soFar: AnswersSoFar;
  /** Called with each call's accepted translations, before the next call: what was paid for is kept. */
  readonly accept: (translations: readonly Translation[]) => Promise<void>;
  readonly clock: Pick<Clock, 'now'>;
  /** Told of each answer's checks; by the whole job of its waits and calls too. */
  readonly trail: Trail;
}

export interface Translation {
  readonly segment: Segment;
  /** Masked, like the segment's own text. */
  readonly text: string;
  readonly model: string;
  readonly pseudo: boolean;
  readonly warnings: readonly Finding[];
}

/** What was wrong with the last answer for a segment. */
export interface Trouble {
  /** Null before the first answer. */
  readonly problem: Problem | null;
  readonly lastAnswer: string | null;
}

/** Segments that no answer has settled yet. */
export type Open = ReadonlyMap<Segment, Trouble>;

export const UNASKED: Trouble = { problem: null, lastAnswer: null };

/**
 * Answers of calls that went out together come in together, and the checks take their time: each is saved before the next one is looked at, so that a
 * kill in the middle loses no more than has not been looked at.
 */
const oneByOne = pLimit(1);

/** What is wrong with a segment now; an earlier answer for it is kept where there is no newer one. */
export function trouble(open: Open, segment: Segment, problem: Problem, answer?: string): Trouble {
  return { problem, lastAnswer: answer ?? open.get(segment)?.lastAnswer ?? null };
}

/** Accepts what passes its checks and returns the rest with what is wrong: all, where the answer as a whole is none. */
export function judge(open: Open, model: string, answer: ModelAnswer, judging: Judging): Promise<Open> {
  return oneByOne(() => judgeNow(open, model, answer, judging));
}

async function judgeNow(open: Open, model: string, answer: ModelAnswer, judging: Judging): Promise<Open> {
  const { clock, trail } = judging;
  const at = clock.now();
  const { good, rest } = examineAnswer(open, model, answer, judging);
  trail.add({
    kind: 'check',
    at,
    ms: clock.now() - at,
    accepted: good.length,
    refused: rest.size,
    checks: [...new Set([...rest.values()].flatMap(({ problem }) => problem?.checks ?? []))],
  });
  await judging.accept(good);
  return rest;
}

/** An answer that is none, or that the provider itself refused to pass on, leaves all open. Throws on what is no such error. */
export function allWrong(open: Open, error: unknown): Open {
  if (!(error instanceof ModelAnswerInvalid)) throw error;
  return new Map([...open.keys()].map((segment) => [segment, trouble(open, segment, plain(error.message))]));
}

interface Examined {
  readonly good: readonly Translation[];
  readonly rest: Open;
}

function examineAnswer(open: Open, model: string, answer: ModelAnswer, judging: Judging): Examined {
  const none = (problem: string) => ({ good: [], rest: allWrong(open, new ModelAnswerInvalid(problem)) });
  if (answer.brokenOff !== null) return none(`the answer was broken off (${answer.brokenOff})`);
  const parsed = parseAnswer(answer.text);
  if (!parsed.ok) return none(parsed.problem);
  const pseudoIds = new Set(answer.pseudo);
  const accepted: Translation[] = [];
  const rest = new Map<Segment, Trouble>();
  const answered = new Map<Segment, string>();
  for (const segment of open.keys()) {
    const text = parsed.texts.get(segment.id)?.trim();
    if (text === undefined) {
      const twice = parsed.repeated.has(segment.id);
      const problem = twice ? 'stands twice in the answer, with different texts' : 'missing from the answer';
      rest.set(segment, trouble(open, segment, plain(problem)));
      continue;
    }
    const pseudo = pseudoIds.has(segment.id);
    if (!pseudo) answered.set(segment, text);
    const { problem, warnings } = examineSegment(segment, text, pseudo, judging);
    if (problem === null) accepted.push({ segment, text, model, pseudo, warnings });
    else rest.set(segment, trouble(open, segment, problem, text));
  }
  const failed = new Map([...rest].map(([segment, { problem }]) => [segment, problem?.checks ?? []] as const));
  const { source, target, soFar, wholeAnswers } = judging;
  const whole = { source, target, model, soFar, answered, failed };
  const doubts = wholeAnswers.doubtsOf(whole);
  const good: Translation[] = [];
  for (const translation of accepted) {
    const { segment, text } = translation;
    const doubt = doubts.get(segment);
    if (doubt) rest.set(segment, trouble(open, segment, doubt, text));
    else good.push(translation);
  }
  // The stand-in's pseudo-translations are the source in other letters, and say nothing of a model.
  const told = good.filter(({ pseudo }) => !pseudo).map(({ segment, text }) => [segment, text] as const);
  wholeAnswers.remember(whole, new Map(told));
  return { good, rest };
}
