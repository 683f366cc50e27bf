import { code, type Piece } from './markup.ts';

/*
 * What a template fills in, told apart from prose in the same brackets: `{name}` stays as it is, while `{This sentence is in braces}` would be
 * published in the source's language if it did, and is translated inside braces that stay.
 */

const NAME = String.raw`[\w.$:@#-]{0,80}`;
/** An engine's code: a filter, a call, a path, an operator, a block, a helper with its argument. Plain words are none. */
const CODE = [
  String.raw`\s{0,4}[#/^!>&~*%-]`,
  String.raw`[^{}\n]{0,300}?(?:[|=_[+*?]|\w[.(]\w|\$[A-Za-z])`,
  String.raw`\s{0,4}[a-z]+[A-Z]`,
  String.raw`\s{0,4}[a-z]\w*\s{1,4}[\w.]+\s{0,4}\}`,
].join('|');

const PLURAL = String.raw`\{\s{0,4}[\w.$-]{1,80}\s{0,4},\s{0,4}(?:plural|selectordinal|select)\s{0,4},`;
/** Texts with braces in them, so deep. */
const nested = (depth: number): string => (depth === 0 ? '[^{}]*' : `(?:[^{}]|\\{${nested(depth - 1)}\\})*`);
const DEPTH = 4;

/** Alternatives for one expression: ICU plurals, {{x}}, ${'$'}{x}, {x}, {count, number}, %s, %1$d, :name. */
export const PLACEHOLDERS: readonly string[] = [
  `${PLURAL}${nested(DEPTH)}\\}`,
  String.raw`\{\{\s{0,4}${NAME}\s{0,4}\}\}|\{\{(?=${CODE})[^{}\n]{0,300}\}\}`,
  String.raw`\$?\{\s{0,4}${NAME}\s{0,4}\}|\$\{(?=${CODE})[^{}\n]{0,300}\}`,
  String.raw`\{\s{0,4}[\w.$-]{1,80}\s{0,4},\s{0,4}(?:number|date|time|spellout|ordinal|duration|list)\s{0,4}(?:,[^{}\n]{0,80})?\}`,
  String.raw`%(?:\d+\$)?[sdif@](?![A-Za-z])|%\([A-Za-z_]\w*\)[sd]`,
  // A template's names begin with a small letter; "Material :Cotton" is prose with its space on the wrong side.
  String.raw`(?<![\w:]):[a-z_]\w*(?![\w:])`,
  // Braces around prose, each by itself. What looks behind comes after what looks ahead, or it would look at every character.
  String.raw`\{{1,2}(?=[^{}\n]{1,2000}\})|(?=\})(?<=\{[^{}\n]{1,2000})\}{1,2}`,
];

const HEAD = new RegExp(`^${PLURAL}\\s*(?:offset:\\d+\\s*)?`);
const BRANCH = /^\s*(?:=\d+|[\w-]+)\s*\{/;

/** An ICU plural or select as its frame and the texts of its branches, which are translated; null for what is none. */
export function pluralPieces(span: string): Piece[] | null {
  let frame = HEAD.exec(span)?.[0];
  if (frame === undefined) return null;
  const pieces: Piece[] = [];
  let at = frame.length;
  for (let branch = BRANCH.exec(span.slice(at)); branch !== null; branch = BRANCH.exec(span.slice(at))) {
    const start = at + branch[0].length;
    const end = closing(span, start);
    if (end === -1) return null;
    pieces.push(code(frame + branch[0]));
    // The number that the branch is chosen by.
    for (const text of span.slice(start, end).split(/(#)/))
      if (text !== '') pieces.push({ text, isText: text !== '#' });
    frame = '}';
    at = end + 1;
  }
  return pieces.length > 0 && /^\s*\}$/.test(span.slice(at)) ? [...pieces, code(frame + span.slice(at))] : null;
}

/** Where the brace closes that was opened just before `start`. */
function closing(text: string, start: number): number {
  let depth = 1;
  for (let at = start; at < text.length; at++) {
    if (text[at] === '{') depth++;
    if (text[at] === '}' && --depth === 0) return at;
  }
  return -1;
}
