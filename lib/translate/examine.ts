import type { Locale } from '../catalog/locale.ts';
import type { CheckedText, Finding } from './checks/check.ts';
import { correctionFor } from './corrections.ts';
import { type LocaleGuidance, termsIn } from './glossary.ts';
import type { Problem } from './problem.ts';
import { type Segment, type SegmentUnit, unitText } from './segments.ts';

/** All checks, as a function that a job is given. */
export type Examine = (text: CheckedText) => readonly Finding[];

export interface Verdict {
  /** What holds the translation back, for people; null when it may be published. */
  readonly problem: Problem | null;
  readonly warnings: readonly Finding[];
}

interface Examining {
  readonly source: Locale;
  readonly target: Locale;
  readonly guidance: LocaleGuidance;
  readonly examine: Examine;
}

/**
 * Examines a segment's translation (masked) as it would stand in each of its places. Places have the masked text in common and not what the masks stand for:
 * masks that may change places where they are two codes may not where they are a tag and its end. What cannot stand in one place is published in none.
 */
export function examineSegment(segment: Segment, maskedTarget: string, pseudo: boolean, job: Examining): Verdict {
  const terms = termsIn(segment.text, job.guidance.terms);
  const warnings = new Map<string, Finding>();
  for (const place of differentPlaces(segment)) {
    const text: CheckedText = {
      sourceLocale: job.source,
      locale: job.target,
      field: place.unit.field,
      source: place.unit.text,
      target: unitText(place, maskedTarget),
      maskedSource: segment.text,
      maskedTarget,
      spans: place.spans,
      terms,
      pseudo,
    };
    const findings = job.examine(text);
    const rejects = findings.filter(({ severity }) => severity === 'reject');
    for (const finding of findings) {
      if (finding.severity === 'warn' && !warnings.has(finding.check)) warnings.set(finding.check, finding);
    }
    if (rejects.length > 0) return { problem: problemOf(rejects, text), warnings: [...warnings.values()] };
  }
  return { problem: null, warnings: [...warnings.values()] };
}

/** One place for each set of spans: a colour stands in hundreds of places, which are all the same to the checks. */
function differentPlaces({ units }: Segment): readonly SegmentUnit[] {
  const bySpans = new Map<string, SegmentUnit>();
  for (const place of units) {
    const key = JSON.stringify(place.spans);
    if (!bySpans.has(key)) bySpans.set(key, place);
  }
  return [...bySpans.values()];
}

const problemOf = (rejects: readonly Finding[], text: CheckedText): Problem => ({
  message: rejects.map(({ check, message }) => `${check}: ${message}`).join('; '),
  correction: correctionFor(rejects, text),
  checks: rejects.map(({ check }) => check),
});
