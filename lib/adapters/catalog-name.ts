import { withoutEnding } from '../run/contract/keys.ts';

/** A name of characters that stand in every path and key. Empty where nothing is left of it. */
export const plainName = (name: string): string => name.replace(/[^\w.-]+/g, '_').replace(/^\.+/, '');

/** The name of a catalog that stands anywhere: its file's, without folders and ending. */
export const nameOfFile = (path: string): string =>
  plainName(withoutEnding(path.split(/[/\\]/).at(-1) ?? '')) || 'catalog';
