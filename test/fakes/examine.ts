import { CHECKS } from '../../lib/translate/checks/index.ts';
import type { Examine } from '../../lib/translate/examine.ts';

/** What a fake's answer must have too: words, and its masks. It is in no language that the other checks would know. */
const STRUCTURAL = new Set(['empty', 'protected-spans']);
const checks = CHECKS.filter(({ name }) => STRUCTURAL.has(name));

/** The real checks of an answer's structure, and none of its language. */
export const structuralChecks: Examine = (text) =>
  checks.flatMap(({ name: check, severity, find }) => {
    const message = find(text);
    return message === null ? [] : [{ check, severity, message }];
  });
