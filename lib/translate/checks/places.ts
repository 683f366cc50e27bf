import { isList, items } from './text.ts';

const MASK = /⟦(\d+)⟧/g;
/** Elements that stand apart from each other on a page: a list's entries, a table's cells, paragraphs. */
const BLOCK =
  /^<\/?(?:address|article|aside|blockquote|br|caption|dd|details|div|dl|dt|figcaption|h[1-6]|hr|li|ol|p|section|summary|table|td|th|tr|ul)\b/i;
const LABEL = /^[^:：⟦]{1,60}[:：]/u;

/** A masked text cut into the lines and blocks that a page shows apart. */
export function blocks(masked: string, spans: readonly string[]): string[] {
  return masked
    .replace(MASK, (mask, number: string) => (BLOCK.test(spans[Number(number) - 1] ?? '') ? '\n' : mask))
    .split(/\r\n|\r|\n/)
    .map((block) => block.trim())
    .filter((block) => block !== '');
}

/** The entries of a list ("Mesh back, 3 pockets, Hidden zip") or of labelled values ("Weight: ⟦1⟧, Length: ⟦2⟧"); of prose null. */
export function entriesOf(block: string): readonly string[] | null {
  const entries = items(block);
  const isLabelled = entries.length > 1 && entries.every((entry) => LABEL.test(entry));
  return isLabelled || isList(block) ? entries : null;
}

/** Each place of the source that facts must not leave, with the same place of the target; a pair whose entries cannot be told apart is one place. */
export function samePlaces(source: string, target: string, spans: readonly string[]): [string, string][] {
  const [own, others] = [blocks(source, spans), blocks(target, spans)];
  if (own.length !== others.length) return [];
  return own.flatMap((block, index): [string, string][] => {
    const other = others[index] ?? '';
    const [entries, found] = [entriesOf(block), items(other)];
    if (entries === null || entries.length !== found.length) return [[block, other]];
    return entries.map((entry, at) => [entry, found[at] ?? '']);
  });
}
