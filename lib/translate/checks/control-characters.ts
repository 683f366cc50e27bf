import type { Check } from './check.ts';

/**
 * C0 and C1 controls (escape sequences for a terminal, a NUL for a database), marks that turn the reading direction of what follows, and marks that nobody sees
 * and every search stumbles over.
 */
const CONTROLS = /(?![\t\n\r])\p{Cc}|[\u202a-\u202e\u2066-\u2069\ufeff\u200b\u2060\u180e]/gu;
/** Written without spaces: there an invisible one says where a line may break. */
const BREAKS_BY_ZERO_WIDTH_SPACE = /^(?:th|km|lo|my|bo)\b/;

/** Characters that no shop's page should get from a model; those of the source stay. */
export const controlCharacters: Check = {
  name: 'control-characters',
  severity: 'reject',
  find: ({ source, target, locale }) => {
    const own = new Set(source.match(CONTROLS) ?? []);
    if (BREAKS_BY_ZERO_WIDTH_SPACE.test(locale)) own.add('\u200b');
    const added = (target.match(CONTROLS) ?? []).some((character) => !own.has(character));
    return added ? 'must have no control characters' : null;
  },
};
