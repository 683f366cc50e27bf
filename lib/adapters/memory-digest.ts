import { crc32 } from 'node:zlib';
import type { Held } from '../translate/memory.ts';
import { JSONL, type MemoryFiles, timeOf } from './memory-files.ts';
import { isPseudo, readMemoryLines } from './memory-lines.ts';

/**
 * The digest of a file of memory: its keys, one a line, in a file beside it. Lines of text rather than bytes packed tight: a third larger, and read with any tool. It is about a
 * tenth of its file. Only who estimates goes by it: what is bought is decided by the file itself.
 *
 * `<name>.70123.keys` is the digest of a `<name>.jsonl` of 70,123 bytes: a listing alone tells whose it is, and that its file was not cut short or replaced since. One that is
 * damaged in itself is found out by `holds`, which then reads the file. It stays until its file is compacted: to find it earlier, each Merge would have to read all digests.
 */
const ENDING = '.keys';
/** Without a size: as they were named once. */
const NAME_END = /(?:\.\d+)?\.keys$/;
/** Behind the key of a pseudo-localized entry; no key has it. */
const PSEUDO_MARK = '*';
/** The last line, `sum <checksum of all before it>`: it tells a digest that is damaged, or has lost its end. */
const SUM = /^sum [0-9a-f]{8}\n$/;
const SUM_BYTES = 'sum 01234567\n'.length;
const LINES_AT_ONCE = 1_000;

const HELD: Held = { pseudo: false };
const HELD_PSEUDO: Held = { pseudo: true };

/** A file's keys, and whether the entry of each is pseudo-localized. */
export type Keys = ReadonlyMap<string, boolean>;

/** A file that is smaller is read as fast as its digest would be, and needs none. */
export const DIGEST_FROM_BYTES = 64 * 1024;

/**
 * The path of the digest of a file of so many bytes. It sorts before the file and is written behind it: who lists a folder page by page meanwhile finds no digest without its file, and
 * removes none that is right.
 */
export const digestPath = (path: string, bytes: number): string => path.replace(/\.jsonl$/, `.${bytes}${ENDING}`);

/** Whether that is the name of a digest, be it of a file that stands or of none. A person's `notes.keys` is none. */
export const isDigest = (name: string): boolean =>
  NAME_END.test(name) && timeOf(name.replace(NAME_END, JSONL)) !== null;

export function* digestPieces(keys: Keys): Generator<string> {
  let [sum, lines] = [0, [] as string[]];
  const piece = () => {
    const text = lines.join('');
    sum = crc32(text, sum);
    lines = [];
    return text;
  };
  for (const [key, pseudo] of keys) {
    lines.push(`${key}${pseudo ? PSEUDO_MARK : ''}\n`);
    if (lines.length === LINES_AT_ONCE) yield piece();
  }
  yield piece();
  yield `sum ${sum.toString(16).padStart(8, '0')}\n`;
}

/** What a digest holds of the wanted keys, or null where it is not as it was written. */
export async function readDigest(
  chunks: AsyncIterable<Uint8Array>,
  wanted: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Held> | null> {
  const read: Uint8Array[] = [];
  for await (const chunk of chunks) read.push(chunk);
  const whole = Buffer.concat(read);
  const lines = whole.subarray(0, -SUM_BYTES);
  const last = whole.toString('latin1', lines.length);
  if (!SUM.test(last) || crc32(lines) !== Number.parseInt(last.slice(4), 16)) return null;
  const text = lines.toString('latin1');
  const held = new Map<string, Held>();
  let start = 0;
  for (let end = text.indexOf('\n', start); end !== -1; start = end + 1, end = text.indexOf('\n', start)) {
    const pseudo = text[end - 1] === PSEUDO_MARK;
    const key = text.slice(start, pseudo ? end - 1 : end);
    if (wanted.has(key)) held.set(key, pseudo ? HELD_PSEUDO : HELD);
  }
  return held;
}

/** Writes the digest of a file of so many bytes. Returns false where the file is damaged. */
export async function addDigest(files: MemoryFiles, path: string, bytes: number): Promise<boolean> {
  const chunks = await files.read(path);
  // Another compaction has taken it away.
  if (chunks === null) return true;
  const keys = new Map<string, boolean>();
  if (!(await readMemoryLines(chunks, (key, line) => void keys.set(key, isPseudo(line)), { isJournal: false })))
    return false;
  await files.write(digestPath(path, bytes), digestPieces(keys));
  return true;
}
