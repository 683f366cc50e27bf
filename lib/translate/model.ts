/** What a locale job needs of a language model; the adapters implement it. Errors are those of `errors.ts`. */
export interface ModelPort {
  complete(request: ModelRequest): Promise<ModelAnswer>;
}

export interface ModelRequest {
  readonly model: string;
  readonly messages: readonly ModelMessage[];
  readonly responseFormat: ResponseFormat;
  /** Counts in full toward the tokens-a-minute limit: the expected length, not the maximum. */
  readonly maxCompletionTokens: number;
  readonly reasoningEffort: 'none' | 'low' | null;
}

export interface ModelMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

export type ResponseFormat =
  | { readonly type: 'json_schema'; readonly name: string; readonly schema: Readonly<Record<string, unknown>> }
  | { readonly type: 'json_object' };

export interface ModelAnswer {
  readonly text: string;
  /** Why the model ended before it was done (`length`, `content_filter`), or null when it was: half an answer is none. */
  readonly brokenOff: string | null;
  readonly usage: Usage;
  readonly limits: RateLimits;
  /** Ids of segments that the offline stand-in pseudo-localized; empty from a real provider. */
  readonly pseudo: readonly string[];
}

export interface Usage {
  readonly promptTokens: number;
  /** Part of `promptTokens` that the provider had cached: cheaper. */
  readonly cachedTokens: number;
  readonly completionTokens: number;
}

/** What the response headers say of the limits; null where a header is missing. Requests count per day, tokens per minute. */
export interface RateLimits {
  readonly limitRequests: number | null;
  readonly remainingRequests: number | null;
  readonly resetRequestsMs: number | null;
  readonly limitTokens: number | null;
  readonly remainingTokens: number | null;
  readonly resetTokensMs: number | null;
}

export const NO_USAGE: Usage = { promptTokens: 0, cachedTokens: 0, completionTokens: 0 };

export function addUsage(a: Usage, b: Usage): Usage {
  return {
    promptTokens: a.promptTokens + b.promptTokens,
    cachedTokens: a.cachedTokens + b.cachedTokens,
    completionTokens: a.completionTokens + b.completionTokens,
  };
}
