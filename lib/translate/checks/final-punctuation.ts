import { scriptOf } from '../../catalog/locale.ts';
import type { Check } from './check.ts';
import { bare } from './text.ts';

/** Marks of every script as the one of English that they stand for. */
const KINDS: Readonly<Record<string, string>> = {
  '.': '.',
  '。': '.',
  '．': '.',
  '｡': '.',
  '।': '.',
  '۔': '.',
  '։': '.',
  '።': '.',
  '!': '!',
  '！': '!',
  '?': '?',
  '？': '?',
  '؟': '?',
  ';': ';',
  '；': ';',
  '؛': ';',
  ':': ':',
  '：': ':',
  '…': '…',
  ',': ',',
  '，': ',',
  '、': ',',
  '،': ',',
};
const CLOSERS = /[\s"'”’»›)\]）」』】~*_-]+$/u;
/** Scripts that end a sentence with nothing. */
const WITHOUT_STOP = new Set(['Thai', 'Laoo', 'Khmr', 'Mymr', 'Tibt']);

/** The text ends with the same kind of mark. */
export const finalPunctuation: Check = {
  name: 'final-punctuation',
  severity: 'warn',
  find: ({ locale, maskedSource, maskedTarget, pseudo }) => {
    const [expected, found] = [kindOf(maskedSource), kindOf(maskedTarget)];
    if (pseudo || expected === found || (WITHOUT_STOP.has(scriptOf(locale)) && found === '')) return null;
    return `must end ${expected === '' ? 'without a mark' : `with ${expected}`}, ends ${found === '' ? 'without' : `with ${found}`}`;
  },
};

/** A text that breaks off where the source ends its last sentence, after at least one other. */
export const cutOff: Check = {
  name: 'cut-off',
  severity: 'reject',
  find: ({ locale, maskedSource, maskedTarget, pseudo }) => {
    if (pseudo || WITHOUT_STOP.has(scriptOf(locale)) || endsWithMask(maskedTarget)) return null;
    const source = bare(maskedSource).trim();
    const isProse = source.length >= 60 && '.!?'.includes(kindOf(maskedSource) || '-');
    return isProse && ['', ','].includes(kindOf(maskedTarget)) ? 'breaks off before its end' : null;
  },
};

const endsWithMask = (masked: string) => masked.trimEnd().endsWith('⟧');

function kindOf(masked: string): string {
  const end = bare(masked).replace(CLOSERS, '');
  return end.endsWith('...') ? '…' : (KINDS[end.at(-1) ?? ''] ?? '');
}
