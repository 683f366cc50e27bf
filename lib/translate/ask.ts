import type { Asking } from './asking.ts';
import { BudgetReached, ModelAnswerInvalid, ModelNotServed, RequestRejected, RequestTooLarge } from './errors.ts';
import { allWrong, judge, type Open, UNASKED } from './judge.ts';
import type { Problem } from './problem.ts';
import { buildRequest, type Correction, estimatePromptTokens, expectedCompletionTokens } from './prompt.ts';
import { missingRoom } from './room.ts';
import { usdOf } from './routing.ts';
import type { Segment } from './segments.ts';
import { send } from './send.ts';
import type { Again } from './trail.ts';

export interface SegmentFailure {
  readonly segment: Segment;
  readonly error: string;
  readonly cause: string;
  /** The last text that a model gave for it, masked; null when none did. */
  readonly lastAnswer: string | null;
}

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
      open = await settle(model, open, asking, { again: first ? null : 'model', room: 1 });
      // One retry that says what was wrong; with twice the room, in case the answer was cut off.
      if (open.size > 0) open = await settle(model, open, asking, { again: 'correction', room: 2 });
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
async function settle(
  model: string,
  open: Open,
  asking: Asking,
  how: { readonly again: Again | null; readonly room: number },
): Promise<Open> {
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
  const tooLarge = missingRoom(request, segments, asking.target);
  if (tooLarge !== null) throw new RequestTooLarge(tooLarge);
  const expected = usdOf(model, {
    promptTokens: estimatePromptTokens(request.messages),
    cachedTokens: 0,
    completionTokens: expectedCompletionTokens(model, segments, asking.target),
  });
  if (!asking.ledger.reserve(expected))
    throw new BudgetReached("the run's budget is spent; what is translated is kept");
  try {
    if (how.again !== null) asking.ledger.retries++;
    const answer = await send(request, { segments, again: how.again }, asking);
    return await judge(open, model, answer, asking);
  } catch (error) {
    return allWrong(open, error);
  } finally {
    asking.ledger.release(expected);
  }
}
