import type { ModelAnswer, ModelPort, ModelRequest, RateLimits } from '../../lib/translate/model.ts';
import type { Correction, PromptSegment } from '../../lib/translate/prompt.ts';

export interface ScriptedModel extends ModelPort {
  readonly requests: readonly ModelRequest[];
}

/** Answers a request, or throws what the port throws. `call` counts from 1. */
export type Script = (request: ModelRequest, call: number) => ModelAnswer | Promise<ModelAnswer>;

/** A model that plays a script and writes down what it was asked. */
export function scriptedModel(script: Script = translated): ScriptedModel {
  const requests: ModelRequest[] = [];
  return {
    requests,
    complete: async (request) => script(request, requests.push(request)),
  };
}

export interface AskedQuestion {
  readonly targetLocale: string;
  readonly segments: readonly PromptSegment[];
  readonly corrections?: readonly Correction[];
}

/** What a request asks: its last user message. */
export function questionOf({ messages }: ModelRequest): AskedQuestion {
  return JSON.parse(messages.at(-1)?.content ?? '') as AskedQuestion;
}

export const NO_LIMITS: RateLimits = {
  limitRequests: null,
  remainingRequests: null,
  resetRequestsMs: null,
  limitTokens: null,
  remainingTokens: null,
  resetTokensMs: null,
};

/** What each fake answer says that it used. */
export const FAKE_USAGE = { promptTokens: 1_000, cachedTokens: 200, completionTokens: 500 };

/** An answer with this text, or with these segments. */
export function answer(content: string | readonly PromptSegment[], more: Partial<ModelAnswer> = {}): ModelAnswer {
  const text = typeof content === 'string' ? content : JSON.stringify({ segments: content });
  return { text, brokenOff: null, usage: FAKE_USAGE, limits: NO_LIMITS, pseudo: [], ...more };
}

/** The fake's translation of a masked text. */
export const inFake = (text: string) => `~${text}~`;

/** The right answer: every segment, its masks in place. */
export function translated(request: ModelRequest): ModelAnswer {
  return answer(questionOf(request).segments.map(({ id, text }) => ({ id, text: inFake(text) })));
}

/** The right answer but for these segments: another text, or none at all where it is null. */
export function translatedBut(request: ModelRequest, wrong: Readonly<Record<string, string | null>>): ModelAnswer {
  const segments = questionOf(request).segments.flatMap(({ id, text }) => {
    const other = wrong[id];
    return other === null ? [] : [{ id, text: other ?? inFake(text) }];
  });
  return answer(segments);
}
