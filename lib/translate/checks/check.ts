import type { Locale } from '../../catalog/locale.ts';

/** `reject` holds a unit back; `warn` is listed in the results and publishes it. */
export type Severity = 'reject' | 'warn';

/** A term whose translation is fixed, as it applies to one text. */
export interface AppliedTerm {
  readonly source: string;
  /** Approved translations, any of which will do; for a do-not-translate term the term itself. */
  readonly targets: readonly string[];
  readonly caseSensitive: boolean;
}

/** One translation as the checks look at it. */
export interface CheckedText {
  readonly sourceLocale: Locale;
  readonly locale: Locale;
  /** The field's name, for messages only. */
  readonly field: string;
  /** As the shop has it and as it would be published: protected spans in place. */
  readonly source: string;
  readonly target: string;
  /** As the model had it and gave it back: protected spans masked. */
  readonly maskedSource: string;
  readonly maskedTarget: string;
  /** What the masks stand for. */
  readonly spans: readonly string[];
  readonly terms: readonly AppliedTerm[];
  /** Pseudo-localized by the offline stand-in: checks of language and script do not apply. */
  readonly pseudo: boolean;
}

/** One thing that a translation must, or should, have. Pure; says in one sentence, for the model and for people, what is wrong. */
export interface Check {
  readonly name: string;
  readonly severity: Severity;
  /** What is wrong, or null. */
  readonly find: (text: CheckedText) => string | null;
}

export interface Finding {
  readonly check: string;
  readonly severity: Severity;
  readonly message: string;
}
