import pLimit from 'p-limit';
import type { Locale } from '../catalog/locale.ts';
import { parseAnswer } from './answer.ts';
import type { Finding } from './checks/check.ts';
import {
  BudgetReached,
  ModelAnswerInvalid,
  ModelNotServed,
  RateLimited,
  RequestRejected,
  RequestTooLarge,
} from './errors.ts';
import { type Examine, examineSegment, type Problem } from './examine.ts';
import type { LocaleGuidance } from './glossary.ts';
import type { Ledger } from './ledger.ts';
import type { ModelAnswer, ModelPort, ModelRequest } from './model.ts';
import type { Pace } from './pacing.ts';
import { buildRequest, type Correction, estimatePromptTokens, expectedAnswerTokens } from './prompt.ts';
import { usdOf } from './routing.ts';
import type { Segment } from './segments.ts';

/** Everything that the calls of one locale job share. */
export interface Asking {
  readonly source: Locale;
  readonly target: Locale;
  readonly model: ModelPort;
  readonly guidance: LocaleGuidance;
  readonly examine: Examine;
  /** The models that may answer, first one first. One that turns out not to be served is taken out for the rest of the job. */
  chain: readonly string[];
  readonly ledger: Ledger;
  readonly pace: Pace;
  /** Called with each call's accepted translations, before the next call: what was paid for is kept. */
  readonly accept: (translations: readonly Translation[]) => Promise<void>;
  readonly log: (event: string, data: Readonly<Record<string, unknown>>) => void;
}

export interface Translation {
  readonly segment: Segment;
  /** Masked, like the segment's own text. */
  readonly text: string;
  readonly model: string;
  readonly pseudo: boolean;
  readonly warnings: readonly Finding[];
}

export interface SegmentFailure {
  readonly segment: Segment;
  readonly error: string;
  readonly cause: string;
  /** The last text that a model gave for it, masked; null when none did. */
  readonly lastAnswer: string | null;
}

/** What was wrong with the last answer for a segment. */
interface Trouble {
  /** Null before the first answer. */
  readonly problem: Problem | null;
  readonly lastAnswer: string | null;
}

/**
 * Answers of calls that went out together come in together, and the checks take their time: each is saved before the next one is looked at, so that a
 * kill in the middle loses no more than has not been looked at.
 */
const oneByOne = pLimit(1);

/** Segments that no answer has settled yet. */
type Open = ReadonlyMap<Segment, Trouble>;

const UNASKED: Trouble = { problem: null, lastAnswer: null };

/** A problem of words that are this program's own: the model may read them as they stand. */
const plain = (message: string): Problem => ({ message, correction: message, checks: [] });

/**
 * Has one pack translated: a call, one corrective retry for what was missing or malformed, then the chain's next model. What is left is returned as
 * failures; accepted translations have gone to `asking.accept`.
 *
 * @throws ProviderKeyRejected, ProviderUnavailable, Paused: the pack is not done, and the job cannot go on with it now
 */
export function askPack(segments: readonly Segment[], asking: Asking): Promise<SegmentFailure[]> {
  const open = new Map(segments.map((segment) => [segment, UNASKED]));
  return askOpen(open, asking, [], new ModelNotServed('no model of the chain is served'));
}

/** Goes on with what is open: `before` are the models that have had their turn, `failure` is what came of the last of them. */
async function askOpen(start: Open, asking: Asking, before: readonly string[], failure: Error) {
  let open = start;
  let lastError = failure;
  const tried = new Set(before);
  for (let model = nextModel(asking, tried); model !== undefined && open.size > 0; model = nextModel(asking, tried)) {
    tried.add(model);
    try {
      const first = tried.size === 1;
      open = await settle(model, open, asking, { retry: !first, room: 1 });
      // One retry that says what was wrong; with twice the room, in case the answer was cut off.
      if (open.size > 0) open = await settle(model, open, asking, { retry: true, room: 2 });
      lastError = new ModelAnswerInvalid('no answer passed its checks');
    } catch (error) {
      if (error instanceof ModelNotServed) {
        asking.chain = asking.chain.filter((name) => name !== model);
        asking.log('model.not_served', { model, target: asking.target, message: error.message });
        // It has nothing to say of what other models answered.
        if (lastError instanceof ModelNotServed) lastError = error;
        continue;
      }
      if (error instanceof RequestTooLarge && open.size > 1) {
        tried.delete(model);
        return askHalves(open, asking, [...tried], lastError);
      }
      if (!(error instanceof RequestTooLarge || error instanceof RequestRejected || error instanceof BudgetReached)) {
        throw error;
      }
      lastError = error;
      if (error instanceof BudgetReached) break;
    }
  }
  return [...open].map(([segment, { problem, lastAnswer }]) => ({
    segment,
    error: lastError.name,
    cause: causeOf(lastError, problem),
    lastAnswer,
  }));
}

/** A failure's cause belongs to its error; what was wrong with an answer before that stands beside it. */
function causeOf(error: Error, problem: Problem | null): string {
  if (problem === null) return error.message;
  return error instanceof ModelAnswerInvalid ? problem.message : `${error.message} (before that: ${problem.message})`;
}

const nextModel = (asking: Asking, tried: ReadonlySet<string>) => asking.chain.find((model) => !tried.has(model));

/** One half after the other: the job's calls in flight stay as many as they were. */
async function askHalves(
  open: Open,
  asking: Asking,
  before: readonly string[],
  failure: Error,
): Promise<SegmentFailure[]> {
  const middle = Math.ceil(open.size / 2);
  const [half, rest] = [[...open].slice(0, middle), [...open].slice(middle)];
  const failures = await askOpen(new Map(half), asking, before, failure);
  // Where several texts were too large even one by one, it is not their size, and the rest would fare no better.
  const [last] = failures;
  const hopeless = failures.length > 1 && failures.every(({ error }) => error === new RequestTooLarge('').name);
  if (last && hopeless && failures.length === half.length) {
    return [...failures, ...rest.map(([segment]) => ({ ...last, segment }))];
  }
  return [...failures, ...(await askOpen(new Map(rest), asking, before, failure))];
}

/** One call for all open segments; returns those that are still open, with what was wrong. */
async function settle(model: string, open: Open, asking: Asking, how: { retry: boolean; room: number }): Promise<Open> {
  const segments = [...open.keys()];
  const corrections = segments.flatMap<Correction>((segment) => {
    const problem = open.get(segment)?.problem;
    return problem ? [{ id: segment.id, problem: problem.correction }] : [];
  });
  const request = buildRequest(
    model,
    { source: asking.source, target: asking.target, segments, guidance: asking.guidance, corrections },
    how.room,
  );
  const expected = usdOf(model, {
    promptTokens: estimatePromptTokens(request.messages),
    cachedTokens: 0,
    completionTokens: expectedAnswerTokens(segments, asking.target),
  });
  if (!asking.ledger.reserve(expected))
    throw new BudgetReached("the run's budget is spent; what is translated is kept");
  try {
    if (how.retry) asking.ledger.retries++;
    const answer = await send(request, asking);
    return await oneByOne(() => judge(open, model, answer, asking));
  } catch (error) {
    if (!(error instanceof ModelAnswerInvalid)) throw error;
    return new Map(segments.map((segment) => [segment, trouble(open, segment, plain(error.message))]));
  } finally {
    asking.ledger.release(expected);
  }
}

/** Sends a request when the pace allows, again after each refusal for the rate. */
async function send(request: ModelRequest, asking: Asking): Promise<ModelAnswer> {
  for (let putOffs = 0; ; putOffs++) {
    await asking.pace.ready(request.model);
    asking.ledger.calls++;
    if (putOffs > 0) asking.ledger.retries++;
    try {
      const answer = await asking.model.complete(request);
      asking.ledger.answered(request.model, answer.usage);
      return answer;
    } catch (error) {
      if (!(error instanceof RateLimited)) throw error;
      asking.log('model.rate_limited', {
        model: request.model,
        target: asking.target,
        retryAfterMs: error.retryAfterMs,
      });
      asking.pace.limited(request.model, error.retryAfterMs, putOffs);
    }
  }
}

/** What is wrong with a segment now; an earlier answer for it is kept where there is no newer one. */
function trouble(open: Open, segment: Segment, problem: Problem, answer?: string): Trouble {
  return { problem, lastAnswer: answer ?? open.get(segment)?.lastAnswer ?? null };
}

/** Accepts what passes its checks and returns the rest with what is wrong. */
async function judge(open: Open, model: string, answer: ModelAnswer, asking: Asking): Promise<Open> {
  if (answer.brokenOff !== null) throw new ModelAnswerInvalid(`the answer was broken off (${answer.brokenOff})`);
  const parsed = parseAnswer(answer.text);
  if (!parsed.ok) throw new ModelAnswerInvalid(parsed.problem);
  const pseudoIds = new Set(answer.pseudo);
  const accepted: Translation[] = [];
  const rest = new Map<Segment, Trouble>();
  for (const segment of open.keys()) {
    const text = parsed.texts.get(segment.id)?.trim();
    if (text === undefined) {
      const twice = parsed.repeated.has(segment.id);
      const problem = twice ? 'stands twice in the answer, with different texts' : 'missing from the answer';
      rest.set(segment, trouble(open, segment, plain(problem)));
      continue;
    }
    const pseudo = pseudoIds.has(segment.id);
    const { problem, warnings } = examineSegment(segment, text, pseudo, asking);
    if (problem === null) accepted.push({ segment, text, model, pseudo, warnings });
    else rest.set(segment, trouble(open, segment, problem, text));
  }
  const unchanged = accepted.filter(({ segment, text, pseudo }) => !pseudo && text === segment.text);
  const doubted = new Set(isUntranslated(rest, unchanged.length, parsed.texts.size) ? unchanged : []);
  for (const { segment, text } of doubted) rest.set(segment, trouble(open, segment, UNCHANGED, text));
  await asking.accept(accepted.filter((translation) => !doubted.has(translation)));
  return rest;
}

/** A colour or a name that comes back unchanged may be a cognate, but not in an answer that has left its sentences and most else in the source's language. */
function isUntranslated(rest: Open, unchanged: number, answered: number): boolean {
  const left = [...rest.values()].filter(({ problem }) => problem?.checks.includes('untranslated')).length;
  return left > 0 && (left + unchanged) * 2 >= answered;
}

const UNCHANGED: Problem = {
  ...plain('untranslated: the same as the source, in an answer that left most of its texts so'),
  checks: ['untranslated'],
};
