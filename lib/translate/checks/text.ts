/** How the checks look at texts. */

const MASK = /⟦\d+⟧/g;
const WORD = /\p{L}[\p{L}\p{M}'’]*/gu;
const LETTER = /\p{L}/gu;
/** Commas and semicolons that part items, not those inside a number; list marks of Chinese, Japanese and Arabic; line breaks. */
const ITEM_END = /[,;](?=\s|$)|[、，；،؛]|\r?\n/u;
const SENTENCE_END = /(?:[.!?…]+["'”’»)]*(?=\s|$)|[。！？؟۔।]+)/u;

/** A masked text without its masks: what a translator has written, and nothing that was only carried over. */
export const bare = (masked: string): string => masked.replace(MASK, ' ');

/** Lower-case words without their masks, in order. */
export const words = (text: string): string[] => (bare(text).match(WORD) ?? []).map((word) => word.toLowerCase());

export const letterCount = (text: string): number => bare(text).match(LETTER)?.length ?? 0;

/** A text cut at commas, semicolons and line breaks; masks stay, so that an item of nothing else counts. */
export const items = (text: string): string[] =>
  text
    .split(ITEM_END)
    .map((item) => item.trim())
    .filter((item) => item !== '');

/** A masked text cut where its sentences end; a piece without letters is none. */
export const sentences = (masked: string): string[] =>
  bare(masked)
    .split(SENTENCE_END)
    .filter((piece) => /\p{L}/u.test(piece));

/** Whether a text is a list of short entries, such as a product's features, and not prose. */
export function isList(masked: string): boolean {
  const entries = items(masked);
  if (entries.length < 3 || /[.!?]["'”’]?\s|[.!?]$/u.test(bare(masked).trim())) return false;
  return entries.reduce((sum, entry) => sum + entry.split(/\s+/).length, 0) / entries.length <= 7;
}

/** Without case and accents, for comparing. */
export const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** A stretch of text for a message, cut where it is long. */
export const quoted = (text: string): string => `"${text.length > 60 ? `${text.slice(0, 57)}...` : text}"`;
