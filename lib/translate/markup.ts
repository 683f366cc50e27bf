/** What stands in angle brackets: tags with the texts that they hold, and prose that a shop has put there. */

/** Attributes that people read or hear: their values are texts. */
const TEXT_ATTRIBUTE = /(\s(?:alt|title|aria-label|placeholder)\s{0,4}=\s{0,4})(?:"([^"<>]*)"|'([^'<>]*)')/gi;
const BOOLEAN = new Set(
  'allowfullscreen async autofocus autoplay checked controls default defer disabled hidden inert ismap itemscope loop multiple muted nomodule novalidate open playsinline readonly required reversed selected'.split(
    ' ',
  ),
);
const PROSE = /^<(\p{L}[\p{L}\p{M}'’]*)[\s,;:]+([^<>=/"]*)>$/u;
/** Elements that a browser gives a meaning; it shows or does nothing with others. */
const ELEMENTS = new Set(
  'a abbr address area article aside audio b base bdi bdo blockquote body br button canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link main map mark marquee math menu meta meter nav nobr noembed noframes noscript object ol optgroup option output p param picture plaintext pre progress q rp rt ruby s samp script search section select slot small source span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr xmp'.split(
    ' ',
  ),
);

/** Whether this is text in angle brackets, `<This is a sentence>`, and no tag: at least three words, and no attribute among them. */
export function isProse(tag: string): boolean {
  const rest = PROSE.exec(tag)?.[2]?.match(/[^\s,;:]+/g) ?? [];
  return (
    rest.length > 1 &&
    rest.some((word) => /^\p{L}/u.test(word) && !word.includes('-') && !BOOLEAN.has(word.toLowerCase()))
  );
}

/** Prose in angle brackets that a browser takes for no element that it knows: a translation may have it where its source has some. */
export const isHarmlessProse = (tag: string): boolean =>
  isProse(tag) && !ELEMENTS.has(PROSE.exec(tag)?.[1]?.toLowerCase() ?? '');

/** The tag without what is translated in it. */
export const withoutTexts = (tag: string): string => tag.replace(TEXT_ATTRIBUTE, '$1""');

/** A protected piece, or a text that is translated between two of them. */
export interface Piece {
  readonly text: string;
  readonly isText: boolean;
}

/** A tag as its own pieces and the texts between them, which together are the tag; null where it holds no text. */
export function tagPieces(tag: string): Piece[] | null {
  if (isProse(tag)) return [code('<'), { text: tag.slice(1, -1), isText: true }, code('>')];
  const pieces: Piece[] = [];
  let from = 0;
  for (const { 0: attribute, 1: name = '', 2: double, 3: single, index } of tag.matchAll(TEXT_ATTRIBUTE)) {
    const text = double ?? single ?? '';
    if (!/\p{L}/u.test(text)) continue;
    const start = index + name.length + 1;
    pieces.push(code(tag.slice(from, start)), { text, isText: true });
    from = index + attribute.length - 1;
  }
  return pieces.length === 0 ? null : [...pieces, code(tag.slice(from))];
}

export const code = (text: string): Piece => ({ text, isText: false });
