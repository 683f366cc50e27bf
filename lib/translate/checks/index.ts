import { addedLinks, addedPlaceholders } from './added.ts';
import { brokenCharacters } from './broken-characters.ts';
import type { Check, CheckedText, Finding } from './check.ts';
import { controlCharacters } from './control-characters.ts';
import { errorText } from './error-text.ts';
import { cutOff, finalPunctuation } from './final-punctuation.ts';
import { html } from './html.ts';
import { language } from './language/language.ts';
import { script } from './language/script.ts';
import { leak } from './leak.ts';
import { length, tooLong } from './length.ts';
import { numbers } from './numbers/numbers.ts';
import { units } from './numbers/units.ts';
import { order } from './order.ts';
import { repetition } from './repetition.ts';
import { edges, empty, lines, listItems, lostItems, protectedSpans } from './structure.ts';
import { terms } from './terms.ts';
import { untranslated } from './untranslated.ts';

export type { AppliedTerm, Check, CheckedText, Finding, Severity } from './check.ts';

/** What makes all that follows meaningless: the first of these that rejects ends the examination. */
const STRUCTURAL: readonly Check[] = [
  tooLong,
  empty,
  controlCharacters,
  brokenCharacters,
  errorText,
  leak,
  protectedSpans,
  addedLinks,
  addedPlaceholders,
  html,
  lines,
  edges,
];

/** Every check, the cheap ones first. */
export const CHECKS: readonly Check[] = [
  ...STRUCTURAL,
  finalPunctuation,
  cutOff,
  lostItems,
  listItems,
  length,
  numbers,
  units,
  order,
  terms,
  script,
  untranslated,
  repetition,
  language,
];

/** What is wrong with one translation: with a `reject` among the findings it is not published. Pure, and empty for a good one. */
export function runChecks(text: CheckedText): Finding[] {
  const findings: Finding[] = [];
  for (const check of CHECKS) {
    const message = check.find(text);
    if (message === null) continue;
    findings.push({ check: check.name, severity: check.severity, message });
    if (STRUCTURAL.includes(check)) break;
  }
  return findings;
}
