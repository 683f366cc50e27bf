import type { Check } from './check.ts';

/** C0 and C1 controls (escape sequences for a terminal, a NUL for a database) and marks that turn the reading direction of what follows. */
const CONTROLS = /(?![\t\n\r])\p{Cc}|[\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** Characters that no shop's page should get from a model; those of the source stay. */
export const controlCharacters: Check = {
  name: 'control-characters',
  severity: 'reject',
  find: ({ source, target }) => {
    const own = new Set(source.match(CONTROLS) ?? []);
    const added = (target.match(CONTROLS) ?? []).some((character) => !own.has(character));
    return added ? 'must have no control characters' : null;
  },
};
