import type { AppliedTerm, Check } from './check.ts';
import { folded, quoted } from './text.ts';

/** Words this long may be inflected: their first 70% must stand in the translation. */
const INFLECTED_FROM = 5;
const STEM_SHARE = 0.7;

/** Each glossary term of the source has one of its approved translations; a do-not-translate term stands as it is. */
export const terms: Check = {
  name: 'terms',
  severity: 'reject',
  find: ({ source, target, terms, pseudo }) => {
    // What stands in for a translation has no terms to show.
    if (pseudo) return null;
    const missing = terms.filter((term) => occurs(term, source) && !isKept(term, target));
    if (missing.length === 0) return null;
    return missing
      .map((term) => `${quoted(term.source)} must be translated as ${term.targets.map(quoted).join(' or ')}`)
      .join('; ');
  },
};

function occurs({ source, caseSensitive }: AppliedTerm, text: string): boolean {
  return caseSensitive ? stands(source, text) : stands(source.toLowerCase(), text.toLowerCase());
}

function isKept({ source, targets, caseSensitive }: AppliedTerm, translation: string): boolean {
  return targets.some((target) => {
    if (caseSensitive && stands(target, translation)) return true;
    if (caseSensitive && target === source) return false;
    if (stands(target.toLowerCase(), translation.toLowerCase())) return true;
    return target !== source && stemsOf(target).every((stem) => hasStem(translation, stem));
  });
}

/** As a word of its own; scripts without spaces have no word's edge, also beside a Latin word (KETLの). */
function stands(term: string, text: string): boolean {
  for (let at = text.indexOf(term); at !== -1; at = text.indexOf(term, at + 1)) {
    if (!joined(text[at - 1], term[0]) && !joined(term.at(-1), text[at + term.length])) return true;
  }
  return false;
}

const WORD_PART = /[\p{L}\p{N}]/u;
const UNSPACED = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}]/u;
const joined = (a = '', b = '') => [a, b].every((letter) => WORD_PART.test(letter) && !UNSPACED.test(letter));

/** A long word's stem may stand inside a compound (Druckknopf in Metalldruckknöpfe); a short word stands on its own. */
function hasStem(text: string, stem: string): boolean {
  if (stem.length >= 4) return folded(text).includes(stem);
  return folded(text)
    .split(/[^\p{L}\p{N}]+/u)
    .includes(stem);
}

function stemsOf(target: string): string[] {
  const words = folded(target).match(/[\p{L}\p{N}]+/gu) ?? [folded(target)];
  return words.map((word) =>
    word.length < INFLECTED_FROM ? word : word.slice(0, Math.max(4, Math.ceil(word.length * STEM_SHARE))),
  );
}
