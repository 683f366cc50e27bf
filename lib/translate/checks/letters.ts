import { type Locale, scriptOf } from '../../catalog/locale.ts';

/** Scripts that one locale's script stands for, where it is more than itself. */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  Hans: ['Hani', 'Bopo'],
  Hant: ['Hani', 'Bopo'],
  Jpan: ['Hani', 'Hira', 'Kana'],
  Kore: ['Hang', 'Hani'],
};

const expressions = new Map<string, RegExp>();

/** Matches each letter of the scripts (four-letter codes). */
function lettersOf(scripts: readonly string[]): RegExp {
  const key = scripts.join();
  const known = expressions.get(key);
  if (known) return known;
  const made = new RegExp(`(?=\\p{L})[${scripts.map((script) => `\\p{scx=${script}}`).join('')}]`, 'gu');
  expressions.set(key, made);
  return made;
}

/** Matches each letter that the locale is written in. */
export function localeLetters(locale: Locale): RegExp {
  const script = scriptOf(locale);
  return lettersOf(MEMBERS[script] ?? [script]);
}

export const latinLetters = (): RegExp => lettersOf(['Latn']);

export const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;
