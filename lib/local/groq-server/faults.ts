export const FAULT_NAMES = [
  // Refusals.
  'unauthorized',
  'forbidden',
  'model_not_found',
  'model_decommissioned',
  'too_large',
  'rate_limited',
  'capacity_exceeded',
  'server_error',
  'bad_gateway',
  'unavailable',
  'json_validate_failed',
  // The connection.
  'reset',
  'hang',
  'slow_body',
  // Answers of which something is wrong.
  'bad_json',
  'truncated',
  'empty',
  'wrong_ids',
  'extra_ids',
  'missing_ids',
  'reordered',
  'duplicate_ids',
  'lost_mask',
  'untranslated',
  'chatter',
] as const;
export type FaultName = (typeof FAULT_NAMES)[number];

export interface FaultRule {
  readonly fault: FaultName;
  /** Share of the requests that it hits, 0 to 1. @default 1 */
  readonly rate?: number;
  /** At most so often. @default Infinity */
  readonly times?: number;
  /** Requests for this model alone. */
  readonly model?: string;
  /** Requests into this locale alone, as the request writes it. */
  readonly locale?: string;
  /**
   * Milliseconds of extra wait before the answer; with `slow_body` how long the body stands still.
   *
   * @default none; with `slow_body` until the server closes
   */
  readonly delayMs?: number;
  /** Seconds that `rate_limited` asks to wait. @default DEFAULT_RETRY_AFTER */
  readonly retryAfter?: number;
}

export const DEFAULT_RETRY_AFTER = 1;

/** Decides what goes wrong with a request. */
export class Faults {
  readonly #random: () => number;
  #rules: readonly { readonly rule: FaultRule; used: number }[] = [];

  constructor(rules: readonly FaultRule[], random: () => number) {
    this.#random = random;
    this.set(rules);
  }

  set(rules: readonly FaultRule[]): void {
    this.#rules = rules.map((rule) => ({ rule, used: 0 }));
  }

  /** The first rule that applies to a request. */
  pick(model: string, locale: string | null): FaultRule | null {
    return this.#first(
      (rule) =>
        (rule.model === undefined || rule.model === model) && (rule.locale === undefined || rule.locale === locale),
    );
  }

  /** Listing the models fails where every key is refused, and only there. */
  pickForModels(): FaultRule | null {
    return this.#first(
      ({ fault, rate = 1, model, locale }) =>
        (fault === 'unauthorized' || fault === 'forbidden') && rate >= 1 && model === undefined && locale === undefined,
    );
  }

  #first(applies: (rule: FaultRule) => boolean): FaultRule | null {
    for (const entry of this.#rules) {
      const { rate = 1, times = Infinity } = entry.rule;
      if (entry.used >= times || !applies(entry.rule)) continue;
      if (rate < 1 && this.#random() >= rate) continue;
      entry.used++;
      return entry.rule;
    }
    return null;
  }
}
