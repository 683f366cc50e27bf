/** Spans that mean something to a program: masks, placeholders, HTML tags and entities, URLs, e-mail addresses. */
const SPAN = [
  '⟦[^⟦⟧]*⟧',
  String.raw`https?://[^\s<>"']+`,
  String.raw`[\w.+-]+@[\w-]+(?:\.[\w-]+)+`,
  '</?[A-Za-z!][^<>]*>',
  String.raw`&(?:#\d+|#x[\dA-Fa-f]+|[A-Za-z][A-Za-z\d]*);`,
  String.raw`\{\{[^{}]*\}\}|\$?\{[^{}]*\}`,
  String.raw`%(?:\d+\$)?[sdif@](?![A-Za-z])`,
].join('|');
/** What stands between white space; a tag's own spaces do not part it. */
const TOKEN = new RegExp(`(?:${SPAN}|\\S)+`, 'g');
const SPANS = new RegExp(`(${SPAN})`, 'g');
const DIGIT = /\p{N}/u;

/** Turns a text into `[Ŝûñ ĥöödîé~]`: readable, and no one takes it for a translation. */
export type PseudoLocalizer = (text: string) => string;

let loading: Promise<PseudoLocalizer> | undefined;

/** Loads the library on first use: a run that finds a reference for everything never needs it. */
export function loadPseudoLocalizer(): Promise<PseudoLocalizer> {
  loading ??= import('pseudolocale').then(({ default: pseudolocale }) => {
    // Tokens are told apart here: the library's own delimiter takes one form only, so it gets one that never occurs.
    const accent = (text: string) => pseudolocale(text, { prepend: '', append: '', delimiter: '\u0000' });
    return (text) => `[${text.replace(TOKEN, (token) => accentToken(token, accent))}~]`;
  });
  return loading;
}

function accentToken(token: string, accent: (text: string) => string): string {
  const parts = token.split(SPANS);
  // Sizes, SKUs and numbers with units stay as they are; a digit inside a mask or a tag says nothing of the word around it.
  const keeps = parts.some((part, index) => index % 2 === 0 && DIGIT.test(part));
  return keeps ? token : parts.map((part, index) => (index % 2 === 0 ? accent(part) : part)).join('');
}
