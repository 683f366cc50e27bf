import type { Asking } from './asking.ts';
import { RateLimited } from './errors.ts';
import type { ModelAnswer, ModelRequest } from './model.ts';
import { usdOf } from './routing.ts';
import type { Segment } from './segments.ts';
import type { Again } from './trail.ts';

/** What a request asks for. */
export interface Asked {
  readonly segments: readonly Segment[];
  /** Why it is asked again; null for the first time. */
  readonly again: Again | null;
}

/** A wait that is worth telling of, in ms: what is shorter is the machine's own. */
const SHORTEST_WAIT_MS = 5;

/** Sends a request when the pace allows, again after each refusal for the rate. */
export async function send(request: ModelRequest, asked: Asked, asking: Asking): Promise<ModelAnswer> {
  const { clock, ledger, log, model, pace, target, trail } = asking;
  for (let putOffs = 0; ; putOffs++) {
    const asks = clock.now();
    const admission = await pace.admit(request, putOffs);
    const at = clock.now();
    if (at - asks >= SHORTEST_WAIT_MS) trail.add({ kind: 'wait', at: asks, ms: at - asks, model: request.model });
    const ended = tellOf(request, { ...asked, again: putOffs > 0 ? 'rate' : asked.again }, at, asking);
    ledger.calls++;
    if (putOffs > 0) ledger.sentAgain();
    try {
      const answer = await model.complete(request);
      admission.answered(answer);
      ledger.answered(request.model, answer.usage);
      ended(answer, null);
      return answer;
    } catch (error) {
      admission.failed(error);
      ended(null, error as Error);
      if (!(error instanceof RateLimited)) throw error;
      log('model.rate_limited', { model: request.model, target, retryAfterMs: error.retryAfterMs });
    }
  }
}

function tellOf(request: ModelRequest, { segments, again }: Asked, at: number, { clock, trail }: Asking) {
  return (answer: ModelAnswer | null, error: Error | null): void => {
    const products = [...new Set(segments.flatMap(({ units }) => units.map(({ product }) => product)))];
    const { promptTokens = 0, cachedTokens = 0, completionTokens = 0 } = answer?.usage ?? {};
    trail.add(
      {
        kind: 'call',
        at,
        ms: clock.now() - at,
        model: request.model,
        again,
        segments: segments.length,
        promptTokens,
        cachedTokens,
        completionTokens,
        usd: answer === null ? 0 : usdOf(request.model, answer.usage),
        answerLength: answer?.text.length ?? 0,
        error: error?.name ?? null,
      },
      { request, answer, error, products },
    );
  };
}
