import type { Locale } from '../catalog/locale.ts';
import { parseAnswer } from './answer.ts';
import { segmentFault } from './checks.ts';
import {
  BudgetReached,
  ModelAnswerInvalid,
  ModelNotServed,
  RateLimited,
  RequestRejected,
  RequestTooLarge,
} from './errors.ts';
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
}

export interface SegmentFailure {
  readonly segment: Segment;
  readonly error: string;
  readonly cause: string;
}

/** Segments that no answer has settled yet, with what was wrong with the last one. */
type Open = ReadonlyMap<Segment, string>;

/**
 * Has one pack translated: a call, one corrective retry for what was missing or malformed, then the chain's next model. What is left is returned as
 * failures; accepted translations have gone to `asking.accept`.
 *
 * @throws ProviderKeyRejected, ProviderUnavailable, Paused: the pack is not done, and the job cannot go on with it now
 */
export function askPack(segments: readonly Segment[], asking: Asking): Promise<SegmentFailure[]> {
  const open = new Map(segments.map((segment) => [segment, '']));
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
  return [...open].map(([segment, problem]) => ({
    segment,
    error: lastError.name,
    cause: causeOf(lastError, problem),
  }));
}

/** A failure's cause belongs to its error; what was wrong with an answer before that stands beside it. */
function causeOf(error: Error, problem: string): string {
  if (problem === '') return error.message;
  return error instanceof ModelAnswerInvalid ? problem : `${error.message} (before that: ${problem})`;
}

const nextModel = (asking: Asking, tried: ReadonlySet<string>) => asking.chain.find((model) => !tried.has(model));

async function askHalves(
  open: Open,
  asking: Asking,
  before: readonly string[],
  failure: Error,
): Promise<SegmentFailure[]> {
  const middle = Math.ceil(open.size / 2);
  const halves = [[...open].slice(0, middle), [...open].slice(middle)];
  const results = await Promise.all(halves.map((half) => askOpen(new Map(half), asking, before, failure)));
  return results.flat();
}

/** One call for all open segments; returns those that are still open, with what was wrong. */
async function settle(model: string, open: Open, asking: Asking, how: { retry: boolean; room: number }): Promise<Open> {
  const segments = [...open.keys()];
  const corrections = segments.flatMap<Correction>((segment) => {
    const problem = open.get(segment);
    return problem ? [{ id: segment.id, problem }] : [];
  });
  const request = buildRequest(
    model,
    { source: asking.source, target: asking.target, segments, corrections },
    how.room,
  );
  const expected = usdOf(model, {
    promptTokens: estimatePromptTokens(request.messages),
    cachedTokens: 0,
    completionTokens: expectedAnswerTokens(segments, asking.target),
  });
  if (!asking.ledger.reserve(expected))
    throw new BudgetReached("the run's budget is spent; what is translated is kept");
  if (how.retry) asking.ledger.retries++;
  try {
    return await judge(segments, model, await send(request, asking), asking);
  } catch (error) {
    if (!(error instanceof ModelAnswerInvalid)) throw error;
    return new Map(segments.map((segment) => [segment, error.message]));
  } finally {
    asking.ledger.release(expected);
  }
}

/** Sends a request when the pace allows, again after each refusal for the rate. */
async function send(request: ModelRequest, asking: Asking): Promise<ModelAnswer> {
  for (let putOffs = 0; ; putOffs++) {
    await asking.pace.ready(request.model);
    asking.ledger.calls++;
    try {
      const answer = await asking.model.complete(request);
      asking.ledger.answered(request.model, answer.usage);
      return answer;
    } catch (error) {
      if (!(error instanceof RateLimited)) throw error;
      asking.ledger.retries++;
      asking.log('model.rate_limited', {
        model: request.model,
        target: asking.target,
        retryAfterMs: error.retryAfterMs,
      });
      asking.pace.limited(request.model, error.retryAfterMs, putOffs);
    }
  }
}

/** Accepts what passes its checks and returns the rest with what is wrong. */
async function judge(segments: readonly Segment[], model: string, answer: ModelAnswer, asking: Asking): Promise<Open> {
  const parsed = parseAnswer(answer.text);
  if (!parsed.ok) throw new ModelAnswerInvalid(answer.truncated ? 'the answer was cut off' : parsed.problem);
  const pseudo = new Set(answer.pseudo);
  const accepted: Translation[] = [];
  const open = new Map<Segment, string>();
  for (const segment of segments) {
    const text = parsed.texts.get(segment.id)?.trim();
    const problem =
      text === undefined
        ? parsed.repeated.has(segment.id)
          ? 'stands twice in the answer, with different texts'
          : 'missing from the answer'
        : segmentFault(segment, text);
    if (text !== undefined && problem === null) accepted.push({ segment, text, model, pseudo: pseudo.has(segment.id) });
    else open.set(segment, problem ?? 'missing from the answer');
  }
  await asking.accept(accepted);
  return open;
}
