import { randomBytes } from 'node:crypto';
import type { Pieces } from '../run/store.ts';
import type { MemoryScope } from '../translate/memory.ts';

/**
 * Where memory keeps its files: a folder or a bucket. Paths begin at memory's root and have `/` between names. No file is ever written again, but for the
 * journals of a folder, which grow.
 */
export interface MemoryFiles {
  /** What stands in a folder itself, and not in the folders in it, in the order of names; nothing where there is no such folder. */
  list(folder: string): Promise<readonly MemoryFile[]>;
  /** The bytes as they arrive, or null where nothing stands. */
  read(path: string): Promise<AsyncIterable<Uint8Array> | null>;
  /** Writes whole or not at all; what `pieces` throws is thrown on as it is. */
  write(path: string, pieces: Pieces): Promise<void>;
  /** Moves byte for byte; whoever comes second has nothing to do. */
  move(from: string, to: string): Promise<void>;
  /** Does nothing where nothing stands. */
  remove(path: string): Promise<void>;
  /** Removes from a folder what writes that were killed have left in it, if nobody has added to it since `before`, in ms since 1970. */
  removeLeftovers(folder: string, before: number): Promise<void>;
}

export interface MemoryFile {
  readonly name: string;
  readonly bytes: number;
}

/**
 * `<catalog>/<locale>/<index>of<count>`. The name of a catalog may have slashes, so that `shop/fr` in `de` stands beside `shop` in `fr`: but no locale is
 * called `0of1`, and a folder's files are those in it and not those further down.
 */
export const folderOf = ({ catalog, locale, shard: { index, of } }: MemoryScope): string =>
  `${catalog}/${locale}/${index}of${of}`;

/** Where a file is put that is not what was written: out of its shard, for a person to look at. */
export function asidePath(path: string): string {
  const at = path.lastIndexOf('/') + 1;
  return `${path.slice(0, at)}damaged/${path.slice(at)}`;
}

/** What a file's name ends with while its process may still add to it. */
export const JOURNAL = '.journal.jsonl';
/** What the name of each file of memory ends with. */
export const JSONL = '.jsonl';
/** `<time>-<random>.jsonl`; before the random part a letter for each compaction since that time. */
const NAME = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-([g-z]*)[0-9a-f]{10}(\.journal)?\.jsonl$/;

export const isMemoryFile = (name: string): boolean => name.endsWith(JSONL);
export const isJournal = (name: string): boolean => name.endsWith(JOURNAL);

const random = () => randomBytes(5).toString('hex');

/** Names for what one process writes: the later sorts behind the earlier, also within a millisecond and when the clock is set back. */
export function fileNames(now: () => number): (ending?: string) => string {
  let last = 0;
  return (ending = JSONL) => {
    last = Math.max(now(), last + 1);
    return `${new Date(last).toISOString().replace(/[-:.]/g, '')}-${random()}${ending}`;
  };
}

/** The time in a name, in ms since 1970, or null for a name that is not memory's own. */
export function timeOf(name: string): number | null {
  const match = NAME.exec(name);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, ms] = match;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`);
}

/** What a write stands under in a folder until it is whole, as `folderStore` names it. */
const TEMPORARY = /\.(?:jsonl|(?:\d+\.)?keys)\.\d+$/;

/** Whether a write of a file of memory, or of a digest, stands under that name. A person's `notes.jsonl.1` is none. */
export const isTemporary = (name: string): boolean =>
  TEMPORARY.test(name) && timeOf(name.replace(TEMPORARY, JSONL)) !== null;

/** A name behind `name` and before any of a later time. Letters from g on sort behind the hexadecimal digits of those that were never compacted. */
export function nameAfter(name: string): string {
  const letters = NAME.exec(name)?.[8] ?? '';
  const last = letters.charCodeAt(letters.length - 1);
  const next =
    letters === '' || letters.endsWith('z') ? `${letters}g` : letters.slice(0, -1) + String.fromCharCode(last + 1);
  return `${name.slice(0, name.indexOf('-'))}-${next}${random()}${JSONL}`;
}
