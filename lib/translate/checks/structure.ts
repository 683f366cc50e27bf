import { maskFaults } from '../protect.ts';
import type { Check } from './check.ts';
import { isList, items, letterCount } from './text.ts';

/** Nothing, or nothing to read where the source has words. */
export const empty: Check = {
  name: 'empty',
  severity: 'reject',
  find: ({ maskedSource, target, maskedTarget }) => {
    if (target.trim() === '') return 'the translation is empty';
    return letterCount(maskedSource) > 0 && letterCount(maskedTarget) === 0 ? 'the translation has no words' : null;
  },
};

/** Each mask comes back once, and in its place where places matter. */
export const protectedSpans: Check = {
  name: 'protected-spans',
  severity: 'reject',
  find: ({ maskedTarget, spans }) => maskFaults(maskedTarget, spans).join('; ') || null,
};

/** A shop's page may depend on the white space around a text; a model has no say in it. */
export const edges: Check = {
  name: 'edges',
  severity: 'reject',
  find: ({ source, target }) => {
    const same = before(source) === before(target) && after(source) === after(target);
    return same ? null : 'the white space around the text is not the same as in the source';
  },
};

const before = (text: string) => /^\s*/u.exec(text)?.[0];
const after = (text: string) => text.slice(text.trimEnd().length);

export const lines: Check = {
  name: 'lines',
  severity: 'reject',
  find: ({ source, target }) => {
    const [expected, found] = [lineCount(source), lineCount(target)];
    return expected === found ? null : `must have ${counted(expected, 'line')}, has ${found}`;
  },
};

const lineCount = (text: string) => text.trim().split(/\r\n|\r|\n/).length;

/**
 * A list that came back shorter is half an answer. Over the 400 lists of the reference translations no translator merged two entries;
 * of small-letter lists, which may as well be prose, two must be missing.
 */
export const lostItems: Check = {
  name: 'lost-items',
  severity: 'reject',
  find: ({ maskedSource, maskedTarget }) => {
    if (!isList(maskedSource)) return null;
    const entries = items(maskedSource);
    const lost = entries.length - items(maskedTarget).length;
    return lost >= (entries.every(startsLikeAnEntry) ? 1 : 2) ? listMessage(maskedSource, maskedTarget) : null;
  },
};

/** More entries than in the source, or one fewer where that is not sure to be a loss. */
export const listItems: Check = {
  name: 'list-items',
  severity: 'warn',
  find: ({ maskedSource, maskedTarget }) =>
    isList(maskedSource) && items(maskedSource).length !== items(maskedTarget).length
      ? listMessage(maskedSource, maskedTarget)
      : null,
};

const startsLikeAnEntry = (item: string) => /^[^\p{L}\d]*[\p{Lu}\d]/u.test(item);
const listMessage = (source: string, target: string) =>
  `the list must have ${counted(items(source).length, 'item')}, has ${items(target).length}`;

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;
