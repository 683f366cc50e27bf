/**
 * Every error name that the workflow's Retry and Catch match, that Lambda reports or that failures.json shows. The code that throws and the definition that
 * catches both take them from here.
 */
export const ERROR_NAMES = {
  /** The request or its catalog is wrong: nothing is run. Asking again would say the same. */
  requestInvalid: 'RequestInvalid',
  /** The store could not be read or written just now. */
  storeUnavailable: 'StoreUnavailable',
  /** The store cannot be read or written there: no permission, no such place, no room. Asking again would say the same. */
  storeRefused: 'StoreRefused',
  providerKeyRejected: 'ProviderKeyRejected',
  providerUnreachable: 'ProviderUnreachable',
  providerTimedOut: 'ProviderTimedOut',
  providerUnavailable: 'ProviderUnavailable',
  rateLimited: 'RateLimited',
  modelNotServed: 'ModelNotServed',
  modelAnswerInvalid: 'ModelAnswerInvalid',
  requestTooLarge: 'RequestTooLarge',
  requestRejected: 'RequestRejected',
  budgetReached: 'BudgetReached',
  waitTooLong: 'WaitTooLong',
  /** A product that the catalog's schema refuses; it is left out and listed. */
  productInvalid: 'ProductInvalid',
  /** A planned locale job left neither a part nor a reason: the run was stopped before it, or its Lambda was lost. */
  jobMissing: 'JobMissing',
} as const;

/** Why an invocation ended that the workflow calls again after a wait: no error. */
export const PAUSED = 'Paused';

/** The provider does not answer: who asks next asks once before it asks for all. */
export const PROVIDER_DOWN: ReadonlySet<string> = new Set([
  ERROR_NAMES.providerUnavailable,
  ERROR_NAMES.providerTimedOut,
  ERROR_NAMES.providerUnreachable,
]);

/** Bad input, with every fault listed; `faults` are whole sentences for people. */
export class RequestInvalid extends Error {
  override readonly name = ERROR_NAMES.requestInvalid;
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    // One line each: the message is what crosses Lambda's boundary.
    const lines = faults.map((fault) => fault.replace(/\s*[\r\n]+\s*/g, ' '));
    super(lines.join('\n'));
    this.faults = lines;
  }
}

/** A store's error; `cause` has the system's own. */
export class StoreError extends Error {
  /** Whether it came from a scratch store, which no option places, and not from where results stand. */
  readonly scratch: boolean;

  constructor(message: string, { scratch = false, ...options }: ErrorOptions & { readonly scratch?: boolean } = {}) {
    super(message, options);
    this.scratch = scratch;
  }
}

/** The store could not be read or written just now. */
export class StoreUnavailable extends StoreError {
  override readonly name = ERROR_NAMES.storeUnavailable;
}

/** The store cannot be read or written there. */
export class StoreRefused extends StoreError {
  override readonly name = ERROR_NAMES.storeRefused;
}
