import type { RateLimits } from './model.ts';

/**
 * Errors are protocol: these names are what the workflow's Retry and Catch match, what Lambda reports and what failures.json shows.
 * Foreign errors are renamed in the adapters, with the foreign one as `cause`.
 */
abstract class NamedError extends Error {
  abstract override readonly name: string;
}

/** The key was refused (401, 403): no other call can succeed, the run stops. */
export class ProviderKeyRejected extends NamedError {
  override readonly name = 'ProviderKeyRejected';
}

/** The model is not served, or no longer (404 `model_not_found`, 400 `model_decommissioned`): the chain's next one may be. */
export class ModelNotServed extends NamedError {
  override readonly name = 'ModelNotServed';
}

/** One request asks for more than a limit can ever give (413): ask for less at a time. */
export class RequestTooLarge extends NamedError {
  override readonly name = 'RequestTooLarge';
}

/** The limit that a refusal names: which it was, and what of it was used. */
export interface LimitHit {
  readonly which: 'requestsPerMinute' | 'requestsPerDay' | 'tokensPerMinute' | 'tokensPerDay';
  readonly limit: number;
  readonly used: number;
}

/** A rate limit (429): the same call is welcome after `retryAfterMs`. */
export class RateLimited extends NamedError {
  override readonly name = 'RateLimited';
  readonly retryAfterMs: number;
  /** What the refusal says of the limits; null where nobody read it. */
  readonly limits: RateLimits | null;
  /** The limit that its message names; null where it names none. */
  readonly hit: LimitHit | null;

  constructor(
    message: string,
    retryAfterMs: number,
    {
      limits = null,
      hit = null,
      ...options
    }: ErrorOptions & { readonly limits?: RateLimits | null; readonly hit?: LimitHit | null } = {},
  ) {
    super(message, options);
    this.retryAfterMs = retryAfterMs;
    this.limits = limits;
    this.hit = hit;
  }
}

/** Nobody listens at the provider's address (connection refused, unknown host): a wrong base URL, or no network. */
export class ProviderUnreachable extends NamedError {
  override readonly name = 'ProviderUnreachable';
}

/** No answer came in time: the call may have been billed all the same. */
export class ProviderTimedOut extends NamedError {
  override readonly name = 'ProviderTimedOut';
}

/** The provider is in trouble (498, 5xx, connection reset). */
export class ProviderUnavailable extends NamedError {
  override readonly name = 'ProviderUnavailable';
}

/** The provider calls the request itself wrong (another 4xx): asking again would get the same answer. */
export class RequestRejected extends NamedError {
  override readonly name = 'RequestRejected';
}

/** An answer came, but not one that can be published: no JSON, cut off, units missing, checks not passed. */
export class ModelAnswerInvalid extends NamedError {
  override readonly name = 'ModelAnswerInvalid';
}

/** The run's share of `maxUsd` is spent: nothing more is asked, what was bought is kept. */
export class BudgetReached extends NamedError {
  override readonly name = 'BudgetReached';
}

/** The provider asks for a longer wait than this run may take; the message says when to come back. */
export class WaitTooLong extends NamedError {
  override readonly name = 'WaitTooLong';
}
