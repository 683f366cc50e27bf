import type { Locale } from '../catalog/locale.ts';
import type { CheckedText, Finding } from './checks/check.ts';
import { correctionFor } from './corrections.ts';
import { type LocaleGuidance, termsIn } from './glossary.ts';
import { type Segment, unitText } from './segments.ts';

/** All checks, as a function that a job is given. */
export type Examine = (text: CheckedText) => readonly Finding[];

/** What is wrong with an answer. */
export interface Problem {
  /** For people: may quote the text and the answer. */
  readonly message: string;
  /** For the model: quotes neither, since catalog text stands in segments alone. */
  readonly correction: string;
  readonly checks: readonly string[];
}

export interface Verdict {
  /** What holds the translation back, for people; null when it may be published. */
  readonly problem: Problem | null;
  readonly warnings: readonly Finding[];
}

/** Examines a segment's translation (masked) as it would stand in the first of its places. */
export function examineSegment(
  segment: Segment,
  maskedTarget: string,
  pseudo: boolean,
  job: { source: Locale; target: Locale; guidance: LocaleGuidance; examine: Examine },
): Verdict {
  const [place] = segment.units;
  if (!place) return { problem: null, warnings: [] };
  const text: CheckedText = {
    sourceLocale: job.source,
    locale: job.target,
    field: place.unit.field,
    source: place.unit.text,
    target: unitText(place, maskedTarget),
    maskedSource: segment.text,
    maskedTarget,
    spans: place.spans,
    terms: termsIn(segment.text, job.guidance.terms),
    pseudo,
  };
  const findings = job.examine(text);
  const rejects = findings.filter(({ severity }) => severity === 'reject');
  return {
    problem: rejects.length === 0 ? null : problemOf(rejects, text),
    warnings: findings.filter(({ severity }) => severity === 'warn'),
  };
}

const problemOf = (rejects: readonly Finding[], text: CheckedText): Problem => ({
  message: rejects.map(({ check, message }) => `${check}: ${message}`).join('; '),
  correction: correctionFor(rejects, text),
  checks: rejects.map(({ check }) => check),
});
